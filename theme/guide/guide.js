/**
 * guide.html with JavaScript: one page at a time, the back button, a search over its own text, printing, the exit.
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
  /** @type {{title: string, text: string, link: HTMLAnchorElement, section: HTMLElement}[] | undefined} */
  var pages;

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
    var target = byId(wanted()) || byId(start) || byId("contents");
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

  /** Reads the text of all pages once, when the first search begins. */
  function read() {
    if (pages) return pages;
    pages = [];
    each(document.querySelectorAll("#contents a"), function (entry) {
      var link = /** @type {HTMLAnchorElement} */ (entry);
      var section = byId((link.getAttribute("href") || "#").slice(1));
      if (section && pages) pages.push({ title: lotseFind.plain(link.textContent || ""), text: lotseFind.plain(section.textContent || ""), link: link, section: section });
    });
    return pages;
  }

  /** @param {HTMLElement} results @param {string} name @param {number} number */
  function say(results, name, number) {
    each(results.querySelectorAll("[role=status] > span"), function (element) {
      var sentence = /** @type {HTMLElement} */ (element);
      sentence.hidden = sentence.className !== name;
      var words = sentence.querySelector("[lang]") || sentence;
      var pattern = sentence.getAttribute("data-pattern") || words.textContent || "";
      sentence.setAttribute("data-pattern", pattern);
      words.textContent = pattern.replace("{number}", String(number));
    });
  }

  /** @param {string} query */
  function search(query) {
    var results = byId("search");
    var list = results && results.querySelector("ul");
    if (!results || !list) return;
    var asked = lotseFind.plain(query) !== " ";
    var found = lotseFind.find(asked ? read() : [], query);
    list.textContent = "";
    each(/** @type {any} */ (found.pages.slice(0, 50)), function (/** @type {any} */ page) {
      var item = document.createElement("li");
      item.appendChild(page.link.cloneNode(true));
      var summary = page.section.querySelector("h1 + p");
      if (summary) item.appendChild(document.createElement("p")).textContent = summary.textContent;
      if (list) list.appendChild(item);
    });
    say(results, !asked ? "" : !found.pages.length ? "none" : found.all ? "all" : "some", found.pages.length);
    if (asked && wanted() !== "search") {
      places[wanted()] = window.pageYOffset;
      clicked = true;
      location.hash = "search";
    }
  }

  function prepareSearch() {
    var form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
    var box = /** @type {HTMLInputElement} */ (byId("words"));
    var results = /** @type {HTMLElement} */ (byId("search"));
    var waiting = 0;
    form.hidden = results.hidden = false;
    box.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(search, 150, box.value);
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      clearTimeout(waiting);
      search(box.value);
    });
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
  prepareSearch();
  preparePrinting();
  prepareExit();
  show();
})();
