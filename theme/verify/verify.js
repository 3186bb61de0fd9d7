/**
 * Is a copy genuine? Compares a file's SHA-256 with the list in this page, or with a chosen SHA256SUMS whose minisign
 * signature fits a key (jedisct1.github.io/minisign: Ed25519 over the list, and over signature and trusted comment).
 * Only minisign's legacy form ("Ed") can be checked with WebCrypto; the other hashes with BLAKE2b first.
 */
(function () {
  "use strict";

  /** @typedef {{list: Record<string, string>, day: string, comment: string}} Known hash → path, the day it is of */

  var subtle = window.crypto && crypto.subtle;
  var sections = /** @type {HTMLElement[]} */ (Array.prototype.slice.call(document.querySelectorAll("section[data-language]")));

  /** @param {BufferSource} data @returns {Promise<string>} */
  function sha256(data) {
    return subtle.digest("SHA-256", data).then(function (digest) {
      return Array.prototype.map.call(new Uint8Array(digest), function (byte) {
        return (256 + byte).toString(16).slice(1);
      }).join("");
    });
  }

  /** @param {string} text @returns {Uint8Array<ArrayBuffer>} throws where it is no base64 */
  function bytes(text) {
    return Uint8Array.from(atob(text.trim()), function (letter) {
      return letter.charCodeAt(0);
    });
  }

  /** @param {File} file @returns {Promise<Uint8Array<ArrayBuffer>>} */
  function read(file) {
    return new Promise(function (resolve, reject) {
      var reader = new FileReader();
      reader.onload = function () {
        resolve(new Uint8Array(/** @type {ArrayBuffer} */ (reader.result)));
      };
      reader.onerror = function () {
        reject(new Problem("unreadable"));
      };
      reader.readAsArrayBuffer(file);
    });
  }

  /** Something the reader is told. @constructor @param {string} name */
  function Problem(name) {
    /** @type {any} */ (this).say = name;
  }

  /** @param {string} text @returns {Uint8Array<ArrayBuffer>} the 42 bytes of a minisign public key */
  function publicKey(text) {
    /** @type {Uint8Array<ArrayBuffer>} */
    var key;
    try {
      key = bytes(text);
    } catch (error) {
      throw new Problem("nokey");
    }
    if (key.length !== 42 || key[0] !== 69 || key[1] !== 100) throw new Problem("nokey");
    return key;
  }

  /** @param {string} text a .minisig file @returns {{id: string, signature: Uint8Array<ArrayBuffer>, comment: string, whole: Uint8Array<ArrayBuffer>}} */
  function parseSignature(text) {
    var lines = text.split(/\r?\n/);
    /** @type {Uint8Array<ArrayBuffer>} */
    var first;
    /** @type {Uint8Array<ArrayBuffer>} */
    var whole;
    try {
      first = bytes(lines[1]);
      whole = bytes(lines[3]);
    } catch (error) {
      throw new Problem("nosignature");
    }
    var prefix = "trusted comment: ";
    if (first.length !== 74 || first[0] !== 69 || first[1] !== 100 || whole.length !== 64 || lines[2].indexOf(prefix)) throw new Problem("nosignature");
    return { id: String(first.subarray(2, 10)), signature: first.slice(10), comment: lines[2].slice(prefix.length), whole: whole };
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} list @param {Uint8Array<ArrayBuffer>} signed @param {string} typed
   * @returns {Promise<string>} the trusted comment; rejects where anything does not fit
   */
  function checkSignature(list, signed, typed) {
    var key = publicKey(typed);
    var parts = parseSignature(new TextDecoder().decode(signed));
    if (parts.id !== String(key.subarray(2, 10))) return Promise.reject(new Problem("forged"));
    var comment = new TextEncoder().encode(parts.comment);
    var both = new Uint8Array(64 + comment.length);
    both.set(parts.signature);
    both.set(comment, 64);
    return Promise.resolve().then(function () {
      return subtle.importKey("raw", key.slice(10), { name: "Ed25519" }, false, ["verify"]);
    }).catch(function () {
      throw new Problem("noed25519");
    }).then(function (imported) {
      return Promise.all([
        subtle.verify({ name: "Ed25519" }, imported, parts.signature, list),
        subtle.verify({ name: "Ed25519" }, imported, parts.whole, both),
      ]);
    }).then(function (good) {
      if (!good[0] || !good[1]) throw new Problem("forged");
      return parts.comment;
    });
  }

  /** @returns {Known} the list of this page */
  function ownList() {
    /** @type {Record<string, string>} */
    var list = {};
    Array.prototype.forEach.call(document.querySelectorAll("[data-path]"), function (code) {
      list[code.textContent] = code.getAttribute("data-path");
    });
    return { list: list, day: document.body.getAttribute("data-day") || "", comment: "" };
  }

  /** @param {FileList} files @param {string} key @returns {Promise<Known>} the list that is signed */
  function signedList(files, key) {
    var chosen = /** @type {File[]} */ (Array.prototype.slice.call(files));
    var signature = chosen.filter(function (file) {
      return /\.minisig/.test(file.name);
    })[0];
    var list = chosen.filter(function (file) {
      return file !== signature;
    })[0];
    if (chosen.length !== 2 || !signature || !list || !key.trim()) return Promise.reject(new Problem("incomplete"));
    return Promise.all([read(list), read(signature)]).then(function (read) {
      return checkSignature(read[0], read[1], key).then(function (comment) {
        return { list: parseList(new TextDecoder().decode(read[0])), day: (/\d{4}-\d\d-\d\d/.exec(comment) || [""])[0], comment: comment };
      });
    });
  }

  /** @param {string} text @returns {Record<string, string>} */
  function parseList(text) {
    /** @type {Record<string, string>} */
    var list = {};
    text.split("\n").forEach(function (line) {
      var match = /^\\?([0-9a-f]{64}) [ *](.+)$/.exec(line);
      if (match) list[match[1]] = match[2];
    });
    return list;
  }

  /** The day a copy says it is of: guide.html in its text, guide.zip in the time of its first file. @param {Uint8Array} data @returns {string} */
  function dayOf(data) {
    if (data[0] === 80 && data[1] === 75) {
      var dos = data[12] + 256 * data[13];
      return [1980 + (dos >> 9), 100 + (dos >> 5 & 15), 100 + (dos & 31)].join("-").replace(/-1/g, "-");
    }
    var found = /data-copied="?([\d-]{10})/.exec(new TextDecoder().decode(data.subarray(0, 65536)));
    return found ? found[1] : "";
  }

  /** @param {Known} known @param {string} hash @param {Uint8Array} data @param {string} name @returns {string} */
  function verdict(known, hash, data, name) {
    if (known.list[hash]) return "genuine";
    var day = dayOf(data);
    if (day && known.day) return day === known.day ? "changed" : "unknown";
    var plain = name.replace(/ ?\(\d+\)|-\d+(?=\.)/, ""); // "guide (1).html"
    return Object.keys(known.list).some(function (key) {
      return known.list[key].split("/").pop() === plain;
    }) ? "changed" : "unknown";
  }

  /** @param {HTMLElement} section @param {string} name @param {string} [value] */
  function say(section, name, value) {
    var words = /** @type {HTMLElement} */ (section.querySelector('[data-say="' + name + '"]')).cloneNode(true);
    var place = /** @type {HTMLElement} */ (words).querySelector(".value");
    if (place) place.textContent = value || "";
    /** @type {HTMLElement} */ (section.querySelector(".verdict")).appendChild(words);
  }

  /** @template {HTMLElement} T @param {HTMLElement} section @param {string} name @returns {T} */
  function part(section, name) {
    return /** @type {T} */ (section.querySelector("." + name));
  }

  /** @param {HTMLElement} section */
  function check(section) {
    var file = (/** @type {HTMLInputElement} */ (part(section, "received")).files || [])[0];
    var lists = /** @type {HTMLInputElement} */ (part(section, "lists")).files;
    var key = /** @type {HTMLInputElement} */ (part(section, "key")).value;
    part(section, "verdict").textContent = "";
    if (!subtle) return say(section, "nocrypto");
    if (!file) return say(section, "incomplete");
    (lists && lists.length ? signedList(lists, key) : Promise.resolve(ownList())).then(function (known) {
      return read(file).then(function (data) {
        return sha256(data).then(function (hash) {
          if (known.comment) say(section, "signed", known.comment);
          say(section, verdict(known, hash, data, file.name), known.list[hash]);
        });
      });
    }).catch(function (problem) {
      say(section, problem.say || "unreadable");
    });
  }

  /** @param {HTMLElement} section */
  function showFingerprint(section) {
    var place = part(section, "fingerprint");
    /** @type {Uint8Array<ArrayBuffer>} */
    var key;
    place.textContent = "";
    try {
      key = publicKey(/** @type {HTMLInputElement} */ (part(section, "key")).value);
    } catch (problem) {
      return;
    }
    if (subtle) sha256(key).then(function (hash) {
      place.textContent = (hash.slice(0, 32).match(/.{4}/g) || []).join(" ");
    });
  }

  /** The language of the address, else the best for this browser. @returns {HTMLElement | undefined} */
  function spoken() {
    var wanted = [location.hash.slice(1)].concat(navigator.languages || [navigator.language]);
    for (var number = 0; number < wanted.length; number++) {
      var fits = sections.filter(function (section) {
        return wanted[number] && (section.id === wanted[number] || section.id.split("-")[0] === wanted[number].split("-")[0]);
      });
      if (fits.length) return fits[0];
    }
    return sections[0];
  }

  function speak() {
    var chosen = spoken();
    if (!chosen) return;
    sections.forEach(function (section) {
      section.hidden = section !== chosen;
    });
    document.documentElement.lang = chosen.lang;
    document.documentElement.dir = chosen.dir;
    document.title = (chosen.querySelector("h1") || chosen).textContent || "";
  }

  sections.forEach(function (section) {
    var form = /** @type {HTMLFormElement} */ (section.querySelector("form"));
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      check(section);
    });
    part(section, "key").addEventListener("input", function () {
      showFingerprint(section);
    });
    showFingerprint(section);
  });
  window.addEventListener("hashchange", speak);
  speak();
})();
