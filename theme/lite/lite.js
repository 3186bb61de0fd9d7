// The whole script of a lite page, in ES5 for KaiOS 2.5. It travels with every page: rjsmin takes out comments and space,
// and one function for everything is half the bytes of three.
(function (/** @type {Document} */ d, /** @type {any} */ leave, /** @type {any} */ save, /** @type {any} */ run, /** @type {any} */ keys) {
  onclick = onscroll = onkeyup = function (/** @type {any} */ e) {
    // Load what the page is for (#run), at once; then what saves pages, once: when the reader does something, or has had
    // time to read. #save tells the folder.
    if (run || (save && navigator.serviceWorker))
      d.body.appendChild(d.createElement("script")).src = run || save + "/../../assets/offline.js";
    run = run ? 0 : (save = 0);
    // Leave, by the link or by three times Escape or Shift: blank the page at once, its title too, and take its place in
    // the history. Without script the link is a link.
    if (leave && (leave.contains(e.target) || /(Shift|Escape)\1\1$/.test((keys += e.key)))) {
      d.documentElement.innerHTML = "";
      location.replace(leave);
      return !1;
    }
  };
  setTimeout(onclick, run ? 0 : 5e3, 0);
  // @ts-expect-error -- elements are found by their ids
})(document, self.exit, self.save, self.run);
