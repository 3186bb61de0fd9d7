/**
 * What the chooser and the page that is not there do with JavaScript: go on in the language and rendition remembered, put
 * the phone's language first, speak the language of the address. Both work without it.
 */
(function () {
  "use strict";

  /**
   * The best of the offered languages for a phone's list of languages: the same tag, else the same language.
   * @param {readonly string[]} wanted @param {string[]} offered @returns {string}
   */
  function bestLanguage(wanted, offered) {
    for (var tag of wanted) {
      var lower = tag.toLowerCase();
      var match = offered.find(function (other) {
        return other.toLowerCase() === lower;
      }) || offered.find(function (other) {
        return other.toLowerCase().split("-")[0] === lower.split("-")[0];
      });
      if (match) return match;
    }
    return "";
  }

  /** @param {HTMLAnchorElement} link */
  function leadToLite(link) {
    var lite = /** @type {HTMLAnchorElement | null} */ (link.parentElement?.querySelector("[data-rendition]"));
    if (lite) link.href = lite.href;
  }

  /** A language chosen is remembered, and the light version where that was chosen. */
  function rememberChoices() {
    each("a[data-language]", function (/** @type {HTMLElement} */ link) {
      link.addEventListener("click", function () {
        remember(LANGUAGE, link.dataset.language || "");
        if (link.dataset.rendition) remember(RENDITION, link.dataset.rendition);
      });
    });
  }

  /**
   * The chooser: go on in the remembered language; else the phone's language stands first. `#choose` asks to stay. This runs
   * before the list is there, so that nothing moves under a finger. @param {string[]} offered
   */
  function choose(offered) {
    var remembered = recall(LANGUAGE) || "";
    var lite = rendition() === "lite" ? "lite/" : "";
    if (offered.indexOf(remembered) >= 0 && location.hash !== "#choose") {
      location.replace(remembered + "/" + lite + "index.html");
      return;
    }
    var best = bestLanguage(remembered ? [remembered] : navigator.languages || [], offered);
    if (best) hideUntil(".chooser", function () {
      putFirst(document.querySelector(".chooser li[data-language='" + best + "']"));
    });
    whenRead(function () {
      if (lite) each(".chooser a[hreflang]", leadToLite);
    });
  }

  /** Show what a selector names only when it is read and put in order; where the line stalls, as it is by then. @param {string} selector @param {() => void} order */
  function hideUntil(selector, order) {
    var sheet = document.styleSheets[0];
    var hidden = true;
    function show() {
      if (!hidden) return;
      hidden = false;
      order();
      sheet.deleteRule(0);
    }
    sheet.insertRule(selector + "{visibility:hidden}", 0);
    whenRead(show);
    setTimeout(show, 2000);
  }

  /** @param {Element | null} item */
  function putFirst(item) {
    if (!item || !item.parentElement) return;
    item.className = "suggested";
    item.parentElement.insertBefore(item, item.parentElement.firstElementChild);
  }

  /** The emergency numbers of the bar take their names from the section that is read. @param {HTMLElement} spoken */
  function nameTheNumbers(spoken) {
    each(".bar-emergency", function (/** @type {HTMLElement} */ bar) {
      bar.lang = spoken.lang;
      bar.dir = spoken.dir;
      bar.setAttribute("aria-label", spoken.dataset.emergency || "");
    });
    each(".bar-emergency a", function (/** @type {HTMLElement} */ link) {
      var name = link.querySelector(".unseen");
      var same = spoken.querySelector('a[href="' + link.getAttribute("href") + '"]');
      if (name && same) name.innerHTML = same.innerHTML;
    });
  }

  /** The 404 page speaks the language of the address asked for; an address without one keeps all of them. */
  function speakTheAddress() {
    var sections = /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll("section[data-language]")));
    var parts = location.pathname.split("/");
    var spoken = sections.find(function (section) {
      return parts.indexOf(section.dataset.language || "") >= 0;
    });
    if (!spoken) return;
    sections.forEach(function (section) {
      section.hidden = section !== spoken;
    });
    nameTheNumbers(spoken);
    document.documentElement.lang = spoken.lang;
    document.documentElement.dir = spoken.dir;
    document.title = "404 – " + (spoken.querySelector("h2")?.textContent || "");
  }

  /** These pages have no switch between light and dark; they look as the reader asked for elsewhere. */
  function restoreTheme() {
    var theme = recall(THEME);
    each("#theme", function (/** @type {HTMLInputElement} */ box) {
      box.checked = !!theme && (theme === "dark") !== matchMedia("(prefers-color-scheme: dark)").matches;
    });
  }

  /** @param {() => void} action */
  function whenRead(action) {
    document.addEventListener("DOMContentLoaded", action);
  }

  var languages = document.currentScript && document.currentScript.dataset.languages;
  if (languages) choose(languages.split(" "));
  whenRead(function () {
    restoreTheme();
    rememberChoices();
    if ("notFound" in document.body.dataset) speakTheAddress();
  });
})();
