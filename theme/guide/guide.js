/**
 * guide.html with JavaScript: one page at a time, the back button, printing, the exit (assets/searching.js: the search).
 * Without it the file is one long document. Old syntax: the file is opened on the oldest phones.
 */
(function () {
  "use strict";

  var root = document.documentElement;
  var start = "p/index.html";
  /** @type {Record<string, number>} */
  var places = {}; // how far each page was scrolled when it was left
  var clicked = false;
  var title = document.title;

  /** @template {Element} T @param {ArrayLike<T>} list @param {(element: T) => void} action */
  function each(list, action) {
    Array.prototype.forEach.call(list, action);
  }

  /** @param {string} name @returns {HTMLElement | null} */
  function byId(name) {
    return document.getElementById(name);
  }

  /** @returns {string} the id in the address, as it is written there */
  function wanted() {
    return (location.href.split("#")[1] || "") || start;
  }

  /** @param {Element | null} element @returns {HTMLElement | null} the page an element stands on */
  function pageOf(element) {
    while (element && !(element.parentElement && element.parentElement.tagName === "MAIN")) element = element.parentElement;
    return /** @type {HTMLElement | null} */ (element);
  }

  /** Shows the page of the address, at its anchor, or where it was left when the reader comes back. */
  function show() {
    var target = byId(/^q=/.test(wanted()) ? "search" : wanted()) || byId(start) || byId("contents");
    var page = pageOf(target);
    if (!page) return;
    each(document.querySelectorAll("main > .on"), function (old) {
      old.classList.remove("on");
    });
    page.classList.add("on");
    root.classList.toggle("danger", page.classList.contains("safety"));
    var heading = page.querySelector("h1");
    document.title = (heading && page.id !== start ? heading.textContent + " – " : "") + title;
    if (!clicked) scrollTo(0, places[wanted()] || 0);
    else if (target !== page) target && target.scrollIntoView();
    else scrollTo(0, 0);
    if (clicked && heading && page.id !== "search") {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    clicked = false;
  }

  /** @param {Event} event */
  function leave(event) {
    var link = /** @type {Element | null} */ (event.target);
    while (link && link.tagName !== "A") link = link.parentElement;
    if (!link || (link.getAttribute("href") || "").charAt(0) !== "#") return;
    places[wanted()] = window.pageYOffset;
    clicked = link.getAttribute("href") !== "#" + wanted();
    if (!clicked) scrollTo(0, 0);
  }

  function preparePrinting() {
    each(document.querySelectorAll(".prints"), function (line) {
      /** @type {HTMLElement} */ (line).hidden = false;
    });
    each(document.querySelectorAll(".print"), function (button) {
      button.addEventListener("click", function () {
        root.classList.toggle("whole", button.classList.contains("everything"));
        window.print();
      });
    });
    window.addEventListener("afterprint", function () {
      root.classList.remove("whole");
    });
  }

  /** Covers the page at once and goes to a harmless one: with the link, or three times Escape or Shift. */
  function prepareExit() {
    var exit = /** @type {HTMLAnchorElement | null} */ (byId("exit"));
    if (!exit) return;
    var address = exit.href;
    var key = "";
    var times = 0;
    var last = 0;
    /** @param {Event} [event] */
    function go(event) {
      if (event) event.preventDefault();
      document.title = "";
      document.body.textContent = "";
      location.replace(address);
    }
    exit.addEventListener("click", go);
    document.addEventListener("keydown", function (event) {
      var now = Date.now();
      if (event.repeat) return;
      times = event.key === key && now - last < 2000 ? times + 1 : 1;
      key = event.key;
      last = now;
      if (times >= 3 && (key === "Escape" || key === "Shift")) go();
    });
  }

  if ("scrollRestoration" in history) history.scrollRestoration = "manual";
  document.addEventListener("click", leave);
  window.addEventListener("hashchange", show);
  /** @type {HTMLElement} */ (byId("search")).hidden = false;
  preparePrinting();
  prepareExit();
  show();
})();
