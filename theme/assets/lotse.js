/**
 * What a rich page does with JavaScript: remembers the language and light or dark, says what is open now, prints.
 * Everything works without it. A classic script, so that it also runs from file://.
 */
(function () {
  "use strict";

  var LANGUAGE = "lotse.language";
  var THEME = "lotse.theme";
  var DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

  /** @param {string} key @returns {string | null} */
  function recall(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage is forbidden here (file://, private mode): nothing is remembered
    }
  }

  /** @param {string} key @param {string} value */
  function remember(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      return; // as above
    }
  }

  /** @template {HTMLElement} T @param {string} selector @param {(element: T) => void} action */
  function each(selector, action) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), action);
  }

  /** A choice of language is remembered; merely reading a page is not a choice. */
  function rememberLanguages() {
    each("a[data-language]", function (/** @type {HTMLElement} */ link) {
      link.addEventListener("click", function () {
        remember(LANGUAGE, link.dataset.language || "");
      });
    });
  }

  function switchTheme() {
    var dark = matchMedia("(prefers-color-scheme: dark)").matches;
    var now = document.documentElement.dataset.theme || (dark ? "dark" : "light");
    var next = now === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    remember(THEME, next);
  }

  function showButtons() {
    each("button.theme", function (/** @type {HTMLElement} */ button) {
      button.hidden = false;
      button.addEventListener("click", switchTheme);
    });
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

  /**
   * The local date, weekday (Monday is 0) and minute of the day in a time zone.
   * @param {Date} now @param {string} zone @returns {{date: string, day: number, minute: number}}
   */
  function localTime(now, zone) {
    /** @type {Record<string, string>} */
    var parts = {};
    new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, weekday: "short", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    }).formatToParts(now).forEach(function (part) {
      parts[part.type] = part.value;
    });
    return {
      date: parts.year + "-" + parts.month + "-" + parts.day,
      day: DAYS.indexOf(parts.weekday),
      minute: Number(parts.hour) * 60 + Number(parts.minute),
    };
  }

  /**
   * @param {{week: number[][][], days: Record<string, number[][]>}} hours @param {{date: string, day: number, minute: number}} time
   * @returns {boolean}
   */
  function isOpen(hours, time) {
    var spans = hours.days[time.date] || hours.week[time.day] || [];
    return spans.some(function (span) {
      return span[0] <= time.minute && time.minute < span[1];
    });
  }

  function sayWhatIsOpen() {
    each("[data-hours]", function (/** @type {HTMLElement} */ card) {
      var place = /** @type {HTMLElement | null} */ (card.querySelector(".open-now"));
      if (!place) return;
      var open = isOpen(JSON.parse(card.dataset.hours || "{}"), localTime(new Date(), card.dataset.zone || "UTC"));
      place.textContent = (open ? place.dataset.open : place.dataset.closed) || "";
    });
  }

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

  /** The chooser: go on in the remembered language; else put the phone's language first. `#choose` asks to stay. */
  function choose() {
    var links = /** @type {HTMLAnchorElement[]} */ (Array.from(document.querySelectorAll(".chooser a")));
    var offered = links.map(function (link) {
      return link.dataset.language || "";
    });
    var remembered = recall(LANGUAGE);
    if (remembered && offered.indexOf(remembered) >= 0 && location.hash !== "#choose") {
      location.replace(links[offered.indexOf(remembered)].href);
      return;
    }
    var best = bestLanguage(remembered ? [remembered] : navigator.languages || [], offered);
    var link = links[offered.indexOf(best)];
    var item = link && link.parentElement;
    if (!item || !item.parentElement) return;
    link.className = "suggested";
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

  var theme = recall(THEME);
  if (theme) document.documentElement.dataset.theme = theme;
  rememberLanguages();
  showButtons();
  closeWithEscape();
  sayWhatIsOpen();
  if ("chooser" in document.body.dataset) choose();
  if ("notFound" in document.body.dataset) speakTheAddress();
})();
