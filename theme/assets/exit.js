/**
 * The exit of safety pages: with a click, or three times Escape or Shift within 1.5 seconds, the page is blank at once
 * and its place in the history is taken. Loaded where the link stands: it must work before the rest has come.
 */
(function () {
  var exit = /** @type {HTMLAnchorElement} */ (document.getElementById("exit"));
  var key = "";
  /** @type {number[]} */
  var times = [];

  /** @param {Event} event */
  function leave(event) {
    event.preventDefault();
    document.documentElement.innerHTML = ""; // an empty head and body: scripts under way find something
    location.replace(exit.href);
  }

  exit.onclick = leave;
  addEventListener(
    "keydown",
    function (event) {
      if (event.repeat) return;
      times = event.key === key ? times.slice(-2).concat(event.timeStamp) : [event.timeStamp];
      key = event.key;
      if ((key === "Escape" || key === "Shift") && times.length === 3 && times[2] - times[0] < 1500) leave(event);
    },
    true,
  );
})();
