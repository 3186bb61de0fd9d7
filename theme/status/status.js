/** Shows only the pages of one priority or state. Without it everything is there. A classic script. */
(function () {
  "use strict";

  var form = /** @type {HTMLFormElement | null} */ (document.querySelector(".status-filter"));
  var items = /** @type {HTMLElement[]} */ (Array.prototype.slice.call(document.querySelectorAll("[data-priority]")));

  /** @param {string} name @returns {string} */
  function chosen(name) {
    return form ? /** @type {HTMLSelectElement} */ (form.elements.namedItem(name)).value : "";
  }

  /** @param {HTMLElement} item @returns {boolean} */
  function fits(item) {
    var states = (item.getAttribute("data-states") || "").split(" ");
    var priority = chosen("priority");
    var state = chosen("state");
    return (!priority || item.getAttribute("data-priority") === priority) && (!state || states.indexOf(state) >= 0);
  }

  function filter() {
    var shown = items.filter(function (item) {
      item.hidden = !fits(item);
      return !item.hidden;
    });
    var place = form && form.querySelector("output");
    if (place) place.textContent = (place.getAttribute("data-found") || "").replace("{number}", String(shown.length));
  }

  if (form) {
    form.hidden = false;
    form.addEventListener("change", filter);
    filter(); // browsers keep what was chosen when a page is loaded again
  }
})();
