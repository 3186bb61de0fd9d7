/**
 * What a rich page does with JavaScript: remembers language, rendition and light or dark, prints.
 * Everything works without it. A classic script, so that it also runs from file://.
 */
(function () {
  "use strict";

  /** Readers of the light version are led there; `#full` is how they come back, and stay. Files from a folder stay as opened. */
  function goLite() {
    var link = /** @type {HTMLAnchorElement | null} */ (document.getElementById("lite"));
    if (!link || location.protocol === "file:") return;
    link.addEventListener("click", function () {
      remember(RENDITION, "lite");
    });
    if (location.hash === "#full") {
      remember(RENDITION, "rich");
      history.replaceState(null, "", location.pathname + location.search);
    } else if (rendition() === "lite") location.replace(link.href + location.hash);
  }

  /** A choice of language is remembered; merely reading a page is not a choice. */
  function rememberLanguages() {
    each("a[data-language]", function (/** @type {HTMLElement} */ link) {
      link.addEventListener("click", function () {
        remember(LANGUAGE, link.dataset.language || "");
      });
    });
  }

  /** The switch, checked, asks for the opposite of what the system says. What the reader asked for is remembered. */
  function rememberTheme() {
    var system = matchMedia("(prefers-color-scheme: dark)");
    each("#theme", function (/** @type {HTMLInputElement} */ box) {
      function restore() {
        var theme = recall(THEME);
        box.checked = !!theme && (theme === "dark") !== system.matches;
      }
      box.addEventListener("change", function () {
        remember(THEME, box.checked ? (system.matches ? "light" : "dark") : "");
      });
      system.addEventListener("change", restore);
      restore();
    });
  }

  function showPrint() {
    each("button.print", function (/** @type {HTMLElement} */ button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        window.print();
      });
    });
  }

  /** Escape closes the drawer and the language list, as people expect. */
  function closeWithEscape() {
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape") return;
      if (location.hash === "#menu") {
        location.hash = "#main";
        /** @type {HTMLElement | null} */ (document.querySelector(".bar-menu"))?.focus();
      }
      each("details.bar-languages[open]", function (/** @type {HTMLElement} */ details) {
        details.removeAttribute("open");
        /** @type {HTMLElement | null} */ (details.querySelector("summary"))?.focus();
      });
    });
  }

  /** The search opens where the reader is; its script comes when it is asked for. Without it, the link leads to a page. */
  function loadSearch() {
    each("#search-link", function (/** @type {HTMLAnchorElement} */ link) {
      link.onclick = function () {
        var script = document.createElement("script");
        script.src = link.href + "/../assets/searching.js";
        link.onclick = null;
        return !document.head.appendChild(script);
      };
    });
  }

  goLite();
  rememberTheme();
  rememberLanguages();
  showPrint();
  loadSearch();
  closeWithEscape();
})();
