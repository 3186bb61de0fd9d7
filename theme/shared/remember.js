/**
 * What the reader chose, remembered on this device only. The build puts these functions into every script that names them
 * (SHARED in hooks/lotse/render/minify.py).
 */

var LANGUAGE = "lotse.language";
var RENDITION = "lotse.rendition";
var THEME = "lotse.theme";

/** @param {string} key @returns {string | null} */
function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is forbidden here (file://, private mode): nothing is remembered
  }
}

/** @param {string} key @param {string} value an empty one is forgotten */
function remember(key, value) {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    return; // as above
  }
}

/** @template {HTMLElement} T @param {string} selector @param {(element: T) => void} action */
function each(selector, action) {
  Array.prototype.forEach.call(document.querySelectorAll(selector), action);
}

/** Which rendition the reader wants; the first time a slow or dear line asks for the light one. @returns {string | null} */
function rendition() {
  /** @type {{saveData?: boolean, effectiveType?: string}} */
  var line = /** @type {any} */ (navigator).connection || {};
  if (!recall(RENDITION) && (line.saveData || /2g/.test(line.effectiveType || ""))) remember(RENDITION, "lite");
  return recall(RENDITION);
}
