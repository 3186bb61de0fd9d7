// The whole script of a lite page, in ES5 for KaiOS 2.5. It travels with every page: rjsmin takes out comments and space,
// and one function for everything is half the bytes of three.
(function (d, leave, save, keys) {
  onclick = onscroll = onkeyup = function (e) {
    // Load what saves pages, once: when the reader does something, or has had time to read. #save tells the folder.
    if (save && navigator.serviceWorker)
      d.body.appendChild(d.createElement("script")).src = save + "/../../assets/offline.js";
    save = 0;
    // Leave, by the link or by three times Escape or Shift: blank the page at once, its title too, and take its place in
    // the history. Without script the link is a link.
    if (leave && (leave.contains(e.target) || /(Shift|Escape)\1\1$/.test((keys += e.key)))) {
      d.documentElement.innerHTML = "";
      location.replace(leave);
      return !1;
    }
  };
  setTimeout(onclick, 5e3, 0);
})(document, self.exit, self.save);
