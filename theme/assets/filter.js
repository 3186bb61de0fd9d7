/**
 * The box above the list of a-z.html hides what does not match. assets/search.js finds more, but costs more.
 * A classic script in old syntax, so that it runs from file:// and on old phones.
 */
(function () {
  "use strict";

  /** What readers type differently but mean the same: accents, Arabic and Persian letters, digits. */
  /** @type {[RegExp, string][]} */
  var SAME = [
    [/[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u00ad\u200d]/g, ""],
    [/[\u0649\u06cc\u06ce\u06d2]/g, "\u064a"], // alef maksura, Farsi, Kurdish and Urdu yeh
    [/[\u0629\u06c1\u06d5\u06be]/g, "\u0647"], // teh marbuta, Urdu and Kurdish heh
    [/\u06a9/g, "\u0643"],
    [/[\u0671\u0622\u0623\u0625]/g, "\u0627"],
    [/[\u06c6\u06c7]/g, "\u0648"],
    [/\u06b5/g, "\u0644"],
    [/\u0695/g, "\u0631"],
    [/\u00df/g, "ss"],
    [/\u0131/g, "i"],
    [/\u0142/g, "l"],
    [/\u0111/g, "d"],
    [/\u00f8/g, "o"],
    [/\u00e6/g, "ae"],
  ];
  var BETWEEN = /[\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u206f\u3000-\u303f\u060c\u061b\u061f\u066a-\u066d\u06d4\u1361-\u1368]+/g;

  /** @param {string} text @returns {string} the words in their plainest spelling, each with a space before it */
  function plain(text) {
    var result = text.toLowerCase();
    if (result.normalize) result = result.normalize("NFD");
    SAME.forEach(function (pair) {
      result = result.replace(pair[0], pair[1]);
    });
    result = result.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, function (digit) {
      return String(digit.charCodeAt(0) & 15);
    });
    return " " + result.replace(BETWEEN, " ").trim();
  }

  /** Hides the entries of the list without the words. @param {HTMLInputElement} box */
  function filterList(box) {
    var list = document.querySelector(".listing");
    var entries = Array.prototype.map.call(list ? list.children : [], function (/** @type {HTMLElement} */ item) {
      return { words: plain(item.textContent || ""), item: item };
    });
    var place = document.getElementById("filter-count");
    box.addEventListener("input", function () {
      var asked = plain(box.value).split(" ").filter(Boolean);
      var count = 0;
      entries.forEach(function (/** @type {any} */ entry) {
        entry.item.hidden = !asked.every(function (word) {
          return entry.words.indexOf(" " + word) >= 0;
        });
        count += entry.item.hidden ? 0 : 1;
      });
      if (place) place.textContent = asked.length ? (place.getAttribute("data-found") || "").replace("{number}", String(count)) : "";
    });
    if (box.parentElement) box.parentElement.hidden = false;
  }

  var box = /** @type {HTMLInputElement | null} */ (document.getElementById("filter"));
  if (box) filterList(box);
})();
