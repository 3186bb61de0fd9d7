// Registers the worker when the page has loaded, as Workbox's documentation shows, and looks for a newer one at once:
// visits of the benchmark are too short for the browser's own look.
if ("serviceWorker" in navigator) {
  window.addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js").then((registration) => registration.update()).catch(() => undefined);
  });
}
