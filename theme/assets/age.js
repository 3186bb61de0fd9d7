/** Says how many weeks old a passed-on copy is. Part of guide.html and of every page in guide.zip; a classic script for file://. */
(function () {
  "use strict";

  /** @param {string} tongue @param {number} weeks @param {string} pattern @returns {string} */
  function inWords(tongue, weeks, pattern) {
    try {
      if (Intl.NumberFormat.supportedLocalesOf([tongue]).length) {
        return new Intl.NumberFormat(tongue, { style: "unit", unit: "week", unitDisplay: "long" }).format(weeks);
      }
    } catch (error) {
      return pattern.replace("{number}", String(weeks)); // a browser without units
    }
    return pattern.replace("{number}", String(weeks));
  }

  /** @param {Element} line */
  function sayAge(line) {
    var spans = line.getElementsByTagName("span");
    var old = /** @type {HTMLElement | null} */ (line.querySelector("[hidden]"));
    var weeks = Math.floor((Date.now() - Date.parse(line.getAttribute("data-copied") || "")) / 6048e5);
    if (!old || !spans.length || !(weeks > 0)) return;
    var tongue = old.querySelector("[lang]") || document.documentElement;
    var place = tongue === document.documentElement ? old : tongue;
    var time = inWords(tongue.getAttribute("lang") || "", weeks, line.getAttribute("data-weeks") || "");
    place.textContent = (place.textContent || "").replace("{time}", time);
    old.hidden = false;
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-copied]"), sayAge);
})();
