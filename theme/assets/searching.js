/**
 * The search as readers see it: a box, results while they type, everything by keyboard (combobox of the WAI-ARIA Authoring
 * Practices). It stands in #search-place (search.html, light or not, and guide.html), else it opens below the link #search-link of
 * a page's header. assets/search.js finds; its index is loaded when the box is first used. What is typed stays here: the
 * query is part of no request, and no page is fetched because it was found. ES5, for the oldest phones, and for file://.
 */
(function () {
  "use strict";

  /**
   * @typedef {{url: string, title: string, summary: string, section: string, kind: string, anchor: string, heading: string, language: string, dir: string}} Hit
   * @typedef {{hits: Hit[], others: Hit[], emergency: boolean, meant: string, words: string[]}} Found
   */
  var own = /** @type {any} */ (self);
  var script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  var BASE = ((script && script.src) || "").replace(/assets\/searching\.js.*$/, ""); // "" in guide.html, which has all in itself
  var LIMIT = 30;
  var PATIENCE = 20000; // milliseconds for the index
  var LONGEST = 200; // letters of a query that the address takes
  // The look comes along, so that no other page pays for it; rules an old browser does not know are left out.
  var LOOK = [
    ".finder input{box-sizing:border-box;inline-size:100%;min-block-size:2.75rem;padding:.3rem .75rem;font:inherit;color:inherit;background:transparent;border:2px solid;border-radius:.35rem}",
    ".finder label{display:block;font-weight:700}",
    ".finder button{min-block-size:2.75rem;min-inline-size:2.75rem;margin:.25rem 0;padding:.3rem .75rem;font:inherit}",
    ".finder [aria-pressed=true]{outline:3px solid;outline-offset:-3px;font-weight:700}",
    ".finder p{margin:.5rem 0}",
    ".finder .strip{display:flex;overflow-x:auto;padding:.25rem}",
    ".finder .strip button{flex:none;margin-inline-end:.5rem}",
    ".finder .tongue{display:inline-block;border:1px solid;border-radius:.35rem;padding:0 .4em}",
    ".finder .group{margin:1rem 0 .25rem;font-weight:700}",
    ".finder [role=option]{display:block;min-block-size:2.75rem;padding:.6rem .5rem;color:inherit;text-decoration:none;border-block-start:1px solid}",
    ".finder [role=option] b{text-decoration:underline}",
    ".finder [role=option][aria-selected=true]{outline:3px solid;outline-offset:-3px}",
    ".finder [role=option] span{display:block}",
    ".finder .help a{display:inline-flex;align-items:center;min-block-size:2.75rem;margin-inline-end:.5rem;padding:.3rem 1rem;font-size:1.25rem;font-weight:700;background:#b3261e;color:#fff;border-radius:.35rem;text-decoration:none}",
    ".top .name{position:relative}",
    ".finder.panel{position:absolute;z-index:6;inset-block-start:100%;inset-inline:0;padding:.5rem 1rem 1rem;max-block-size:75vh;overflow:auto;background:var(--paper);border-block-end:1px solid var(--line);box-shadow:0 4px 16px rgb(0 0 0 / 30%)}",
  ];

  var link = /** @type {HTMLAnchorElement | null} */ (byId("search-link"));
  var page = byId("search-place");
  var place = page || make("div", { class: "panel", id: "search-place" }, link && link.parentElement);
  var pages = page ? place.getAttribute("data-pages") || "" : "";
  var alone = pages === "#"; // guide.html
  var said = /** @type {any} */ ({}); // the words of the language, with the index
  var index = /** @type {any} */ (null);
  var texts = /** @type {Record<string, string> | null} */ (null); // of all pages by address, for the sentence around the words
  var loading = 0;
  var tries = 0;
  var waiting = 0;
  var section = ""; // the only one to show
  var active = -1; // the result the arrow keys have reached
  var shown = /** @type {Hit[]} */ ([]);

  if (page) LOOK.push("#search-place{min-block-size:" + place.offsetHeight + "px}"); // what was kept for the box: nothing moves
  place.textContent = "";
  make("label", { for: "words" }, place, place.getAttribute("data-label") || (link && link.textContent) || "");
  var box = make("input", {
    id: "words", type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "search-results", "aria-autocomplete": "list",
    autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search", dir: "auto",
  }, place);
  var found = byId("search-found") || place;
  var status = make("p", { role: "status" }, found);
  var help = make("p", { class: "help", role: "status" }, found);
  var meant = make("p", {}, found);
  var sections = make("p", { class: "strip", role: "group" }, found);
  var results = make("div", { role: "listbox", id: "search-results" }, found);
  var without = byId("search-without"); // the ways that need no search
  var broken = byId("search-broken");

  /** @param {string} id @returns {HTMLElement | null} */
  function byId(id) {
    return document.getElementById(id);
  }

  /**
   * @template {keyof HTMLElementTagNameMap} K @param {K} name @param {Record<string, string>} attributes
   * @param {Node | null} [parent] @param {string} [text] @returns {HTMLElementTagNameMap[K]}
   */
  function make(name, attributes, parent, text) {
    var element = document.createElement(name);
    Object.keys(attributes).forEach(function (key) {
      element.setAttribute(key, attributes[key]);
    });
    element.textContent = text || "";
    if (parent) parent.appendChild(element);
    return element;
  }

  /** @param {HTMLElement | null} element @param {boolean} visible */
  function reveal(element, visible) {
    if (element) element.hidden = !visible;
  }

  function dress() {
    var sheet = /** @type {CSSStyleSheet} */ (document.styleSheets[0]);
    LOOK.forEach(function (rule) {
      try {
        sheet.insertRule(rule, sheet.cssRules.length);
      } catch (_) {
        return;
      }
    });
    place.classList.add("finder");
    found.classList.add("finder");
  }

  // ---- Loading ----

  /** Loads a script of the language's folder. @param {string} path @param {() => void} done @param {() => void} wrong */
  function get(path, done, wrong) {
    var element = make("script", { src: BASE + path + (tries ? "?" + tries : "") });
    element.onload = done;
    element.onerror = wrong;
    document.body.appendChild(element);
  }

  function load() {
    if (index || loading) return;
    if (alone) return open();
    var missing = 2;
    loading = setTimeout(fail, PATIENCE);
    results.setAttribute("aria-busy", "true");
    ["assets/search.js", "search/index.js"].forEach(function (path) {
      get(path, function () {
        if (!--missing) open();
      }, fail);
    });
  }

  function open() {
    clearTimeout(loading);
    index = own.lotseSearch && own.lotseSearch.open(own.lotseIndex || "");
    own.lotseIndex = "";
    if (!index) return fail();
    said = own.lotseSaid || {};
    sections.setAttribute("aria-label", said.sections);
    results.setAttribute("aria-label", said.results);
    results.removeAttribute("aria-busy");
    reveal(broken, false);
    search();
    save();
  }

  /** Without an index there are other ways: the page of the search names them. */
  function fail() {
    if (index) return;
    clearTimeout(loading);
    loading = 0;
    results.removeAttribute("aria-busy");
    if (!page && link) location.href = link.href + hash(box.value);
    reveal(broken, true);
    reveal(without, true);
  }

  function again() {
    tries++;
    reveal(broken, false);
    load();
    box.focus();
  }

  /** The text of all pages in one file, whatever was searched; where the line is slow or dear, what the index says is enough. */
  function loadTexts() {
    var line = /** @type {any} */ (navigator).connection || {};
    var dear = line.saveData || /2g|3g/.test(line.effectiveType || "") || (pages && !byId("copy"));
    if (texts || alone || (dear && location.protocol !== "file:")) return;
    texts = {};
    get("search/text.js", function () {
      texts = own.lotseTexts || {};
      tellMore();
    }, function () {});
  }

  // ---- The query in the address, behind the #, which no browser sends ----

  /** @param {string} query @returns {string} */
  function hash(query) {
    try {
      return /\S/.test(query) ? "#q=" + encodeURIComponent(query.slice(0, LONGEST)) : "";
    } catch (_) {
      return ""; // half a sign
    }
  }

  /** @returns {string | undefined} the query of the address, if there is one */
  function asked() {
    var coded = /#q=(.*)/.exec(location.href);
    try {
      return coded ? decodeURIComponent(coded[1]) : undefined;
    } catch (_) {
      return coded ? coded[1] : undefined;
    }
  }

  function remember() {
    var to = hash(box.value);
    if (!page || to === hash(asked() || "")) return;
    if (alone && asked() === undefined) location.hash = to;
    else if (to || !alone) history.replaceState(null, "", location.href.split("#")[0] + to);
  }

  // ---- Results ----

  function search() {
    clearTimeout(waiting);
    remember();
    var query = box.value;
    if (!/\S/.test(query)) return show({ hits: [], others: [], emergency: false, meant: "", words: [] }, false);
    if (!index) return load();
    show(own.lotseSearch.find(index, query, { limit: LIMIT }), true);
    loadTexts();
  }

  var last = /** @type {Found} */ ({ hits: [], others: [], emergency: false, meant: "", words: [] });

  /** @param {Found} all @param {boolean} searched */
  function show(all, searched) {
    last = all;
    active = -1;
    shown = [];
    results.textContent = "";
    suggest(all.meant);
    offerSections(all.hits.concat(all.others));
    list(all.hits, said.here);
    list(all.others, said.elsewhere);
    var any = shown.length > 0;
    reveal(results, any);
    reveal(without, !any);
    box.setAttribute("aria-expanded", String(any));
    box.removeAttribute("aria-activedescendant");
    call(searched && (all.emergency || !any), all.emergency ? said.danger : said.numbers);
    var count = shown.length + (all.hits.length === LIMIT ? "+" : "");
    status.textContent = !searched ? "" : any ? said.found.replace("{number}", count) : said.none;
    tellMore();
  }

  /** The emergency numbers of the page's own header. @param {boolean} visible @param {string} words */
  function call(visible, words) {
    help.textContent = visible ? words + " " : "";
    reveal(help, visible);
    if (visible) Array.prototype.forEach.call(document.querySelectorAll("header a[href^='tel:'], .sos a"), function (number) {
      help.appendChild(number.cloneNode(true));
      help.appendChild(document.createTextNode(" "));
    });
  }

  /** @param {string} words */
  function suggest(words) {
    meant.textContent = words ? said.meant + " " : "";
    reveal(meant, !!words);
    if (!words) return;
    make("bdi", {}, make("button", { type: "button" }, meant), words);
    /** @type {HTMLElement} */ (meant.lastChild).onclick = function () {
      box.value = words;
      box.focus();
      search();
    };
  }

  /** A button for each section that has results; what is pressed stays pressed while it has some. @param {Hit[]} hits */
  function offerSections(hits) {
    var names = [""];
    hits.forEach(function (hit) {
      if (names.indexOf(hit.section) < 0 && said.names[hit.section]) names.push(hit.section);
    });
    if (names.indexOf(section) < 0) section = "";
    sections.textContent = "";
    reveal(sections, names.length > 2);
    names.forEach(function (name) {
      var words = name ? said.names[name] : said.all;
      var button = make("button", { type: "button", "aria-pressed": String(name === section) }, sections, words);
      button.onclick = function () {
        section = name;
        show(last, true);
        /** @type {HTMLElement} */ (sections.querySelector("[aria-pressed=true]")).focus();
      };
    });
  }

  /** @param {Hit[]} hits @param {string} name of the group */
  function list(hits, name) {
    var wanted = hits.filter(function (hit) {
      return !section || hit.section === section;
    });
    if (!wanted.length) return;
    var group = make("div", { role: "group", "aria-label": name }, results);
    if (hits === last.others) make("div", { class: "group", "aria-hidden": "true" }, group, name);
    wanted.forEach(function (hit) {
      option(hit, group);
    });
  }

  /** @param {Hit} hit @param {HTMLElement} group */
  function option(hit, group) {
    var item = make("a", { role: "option", id: "search-result-" + shown.length, "aria-selected": "false", href: address(hit) }, group);
    var foreign = hit.language !== document.documentElement.lang;
    var tongue = /** @type {Record<string, string>} */ (foreign ? { lang: hit.language, dir: hit.dir } : {});
    mark(make("b", tongue, item), hit.title);
    if (hit.heading) mark(make("i", tongue, before(item, " › ")), hit.heading);
    if (said.names[hit.section]) make("small", {}, before(item, " "), said.names[hit.section]);
    if (foreign) make("small", { class: "tongue" }, before(item, " "), said.languages[hit.language] || hit.language);
    mark(make("span", tongue, item), hit.summary);
    shown.push(hit);
  }

  /** @param {HTMLElement} item @param {string} text @returns {HTMLElement} the same, a text longer */
  function before(item, text) {
    item.appendChild(document.createTextNode(text));
    return item;
  }

  /** Where a result leads: to its heading, where there is a way to it. @param {Hit} hit @returns {string} */
  function address(hit) {
    var anchor = "p/" + hit.url + ":" + hit.anchor;
    if (alone) return "#" + (hit.anchor && byId(anchor) ? anchor : "p/" + hit.url);
    var words = hit.heading || (hit.kind === "channel" ? hit.title : "");
    var text = words ? "#:~:text=" + encodeURIComponent(words).replace(/-/g, "%2D") : ""; // light pages keep few anchors
    return BASE + pages + hit.url + (hit.anchor && !pages ? "#" + hit.anchor : text);
  }

  /** Writes a text with the words that were found in it marked. @param {HTMLElement} element @param {string} text */
  function mark(element, text) {
    var end = 0;
    own.lotseSearch.marks(text, last.words, document.documentElement.lang).forEach(function (/** @type {number[]} */ place) {
      before(element, text.slice(end, place[0]));
      make("mark", {}, element, text.slice(place[0], place[1]));
      end = place[1];
    });
    before(element, text.slice(end));
  }

  // ---- The sentence around the words ----

  /** @param {string} url @returns {string} what is on a page, as far as it lies here */
  function textOf(url) {
    if (texts && texts[url]) return texts[url];
    var body = alone && byId("p/" + url);
    if (!body) return "";
    var walker = document.createTreeWalker(body, 4, null); // texts
    var words = "";
    var block = /** @type {Node | null} */ (null);
    while (walker.nextNode()) {
      var parent = walker.currentNode.parentNode;
      while (parent && /^(A|ABBR|B|BDI|CODE|EM|I|SMALL|SPAN|STRONG)$/.test(parent.nodeName)) parent = parent.parentNode;
      words += (parent === block ? "" : "\n") + walker.currentNode.nodeValue;
      block = parent;
    }
    return words;
  }

  /** Better snippets for the results, one after the other, so that typing is never held up. */
  function tellMore() {
    var now = last;
    var next = 0;
    (function more() {
      if (now !== last || next >= shown.length) return;
      var hit = shown[next];
      var item = byId("search-result-" + next++);
      var passage = item && hit.kind === "page" && passageOf(textOf(hit.url), hit);
      if (item && passage) {
        var snippet = /** @type {HTMLElement} */ (item.lastChild);
        snippet.textContent = "";
        mark(snippet, passage);
      }
      setTimeout(more, 0);
    })();
  }

  /** The part of a text with the most of the words, from the beginning of its sentence. @param {string} text @param {Hit} hit @returns {string} */
  function passageOf(text, hit) {
    var marks = text ? own.lotseSearch.marks(text, last.words, document.documentElement.lang) : [];
    var start = -1;
    var most = own.lotseSearch.marks(hit.summary, last.words, document.documentElement.lang).length ? 1 : 0; // the summary is better than one word
    marks.forEach(function (/** @type {number[]} */ place, /** @type {number} */ number) {
      var words = /** @type {Record<string, number>} */ ({});
      for (var i = number; i < marks.length && marks[i][1] < place[0] + 150; i++) words["=" + text.slice(marks[i][0], marks[i][1]).toLowerCase()] = 1;
      if (Object.keys(words).length > most) {
        most = Object.keys(words).length;
        start = place[0];
      }
    });
    if (start < 0) return "";
    var head = /(?:^|[.!?:\n؟۔።])\s*([^.!?:\n؟۔።]{0,80})$/.exec(text.slice(0, start));
    var from = head ? start - head[1].length : Math.max(text.lastIndexOf(" ", start - 30), start - 60, 0);
    var part = text.slice(from, from + 200);
    if (from + 200 < text.length) part = part.replace(/\s\S*$/, "") + " …";
    return (head ? "" : "… ") + part.trim().replace(/\s*\n\s*/g, " · ");
  }

  // ---- Keyboard ----

  /** @param {number} to the number of a result, -1 for the box */
  function move(to) {
    var old = byId("search-result-" + active);
    var item = byId("search-result-" + to);
    if (old) old.setAttribute("aria-selected", "false");
    active = item ? to : -1;
    if (!item) return box.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  /** @type {Record<string, () => boolean | void>} what a key does; true: nothing, the key is the browser's */
  var KEYS = {
    ArrowDown: function () {
      move(active + 1 < shown.length ? active + 1 : -1);
    },
    ArrowUp: function () {
      move(active < 0 ? shown.length - 1 : active - 1);
    },
    Home: function () {
      if (active < 0) return true;
      move(0);
    },
    End: function () {
      if (active < 0) return true;
      move(shown.length - 1);
    },
    Enter: function () {
      var item = byId("search-result-" + active);
      if (item) item.click();
      else if (!page && link) location.href = link.href + hash(box.value);
      else search();
    },
    // Escape is counted by the exit of safety pages too: three times within a moment leaves the page, wherever the cursor is.
    Escape: function () {
      if (active >= 0) move(-1);
      else if (!page) toggle();
      else if (box.value) {
        box.value = "";
        search();
      }
    },
  };

  box.addEventListener("keydown", function (event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (KEYS.hasOwnProperty(event.key) && !KEYS[event.key]()) event.preventDefault();
  });
  box.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(search, 80);
  });
  box.addEventListener("focus", load);

  // ---- The panel of a page's header ----

  /** @param {Event} [event] */
  function toggle(event) {
    if (event) event.preventDefault();
    place.hidden = !place.hidden;
    if (link) link.setAttribute("aria-expanded", String(!place.hidden));
    /** @type {HTMLElement} */ (place.hidden ? link : box).focus();
  }

  function preparePanel() {
    if (!link) return;
    link.setAttribute("role", "button");
    link.setAttribute("aria-controls", "search-place");
    place.setAttribute("role", "search");
    place.hidden = true;
    link.onclick = toggle;
    document.addEventListener("click", function (event) {
      var inside = place.contains(/** @type {Node} */ (event.target)) || (link && link.contains(/** @type {Node} */ (event.target)));
      if (!place.hidden && !inside && document.contains(/** @type {Node} */ (event.target))) toggle();
    });
    toggle();
  }

  // ---- The page of the search ----

  function read() {
    var query = asked();
    if (query === undefined || query === box.value || hash(query) === hash(box.value)) return;
    box.value = query;
    search();
  }

  function preparePage() {
    var button = broken && broken.querySelector("button");
    if (button) button.onclick = again;
    addEventListener("hashchange", read);
    read();
  }

  /** What saves pages comes after what the reader asked for, and not to the page of the search alone: every other page brings it. */
  function save() {
    var there = document.querySelector("script[src$='assets/offline.js']");
    if (!alone && !there && "serviceWorker" in navigator && /^http/.test(location.protocol)) make("script", { src: BASE + "assets/offline.js" }, document.body);
  }

  dress();
  [help, meant, sections, results].forEach(function (part) {
    reveal(part, false);
  });
  if (page) preparePage();
  else preparePanel();
})();
