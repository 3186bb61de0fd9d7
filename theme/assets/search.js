/**
 * The search engine: the analyzer of hooks/lotse/search/analyze.py and the index of hooks/lotse/search/packed.py, in a browser.
 * A classic script in old syntax, so that it runs from file:// and on old phones; it touches no page and asks no network.
 * It travels with every language and our minifier keeps names: so they are short, and a comment says what they are.
 */
/**
 * @typedef {{page: number, url: string, title: string, summary: string, section: string, kind: string, anchor: string,
 *   heading: string, language: string, dir: string}} Hit
 * @typedef {{hits: Hit[], others: Hit[], emergency: boolean, meant: string, words: string[]}} Found
 * @typedef {{forms: string, starts: ArrayLike<number>, signs?: number[]}} View a vocabulary: forms between line ends
 * @typedef {View & {part: string[], classes: Int32Array, lists: Int32Array, tag: string, dir: string, own: number, roman?: View}} Index
 * @typedef {{weights: Map<number, number>, meant: string, word: string}} Term the classes a word may stand for
 */
/** @type {any} */ (self).lotseSearch = (function () {
  "use strict";

  // ---- Words. Change this together with analyze.py; tests/lotse/test_search_tokens.py holds both together. ----
  var APOSTROPHE = /([\u0300-\u036fЀ-ӿ])['`´ʹ-ʿ‘’‛′]+(?=[Ѐ-ӿ])/g;
  var MARKS = /[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u135d-\u135f\ufe00-\ufe0f\xad\u0640\u061c\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0621ъ]/g;
  var BETWEEN = "\\0-/:-@[-`{-©«-´¶-¹»-¿×÷ʰ-˿\u0600-\u060f\u061b-\u061f\u066a-\u066d\u06d4।॥ฯ๏๚๛၊-၏፠-፨។-៛\u2000-\u2bff⸀-\u2e7f\u3000-〄〈-〰〽-〿・\ue000-\uf8ff\ufff0-\uffff";
  var UNSPACED = "ก-ฮะ-\u0e3aเ-\u0e4eກ-\u0eff\u1000-၉ၐ-႟ក-\u17d3ៜ-\u17ff々-〇ぁ-ヺー-ヿ㐀-鿿"; // written without blanks
  var PAIRED = new RegExp("[" + UNSPACED + "]");
  var SAME = /** @type {{[letter: string]: string}} */ ({ ß: "ss", æ: "ae", œ: "oe" });
  // In each group the first letter stays for the others.
  "اٱ يىیۍێېۑے هةھۀہۂۃە كکڪ وۆۇۈۋ لڵ رڕړ فڤ تټ دډ نڼں иіы еєэ гґ σς iı lł dđð oø eə ሀሃሓኃ አኣዓ".split(" ").forEach(function (group) {
    for (var i = 1; i < group.length; i++) SAME[group[i]] = group[0];
  });
  // Digits by where their zero stands, Ethiopic rows by how far the row is that stays.
  [[0x660], [0x6f0], [0x966], [0x9e6], [0xe50], [0x17e0], [0x1040], [0x1210, -16], [0x1220, 16], [0x1280, -128], [0x12d0, -48], [0x1340, -8]].forEach(function (row) {
    for (var i = 0; i < (row[1] ? 8 : 10); i++) {
      var letter = String.fromCharCode(row[0] + i);
      SAME[letter] = SAME[letter] || (row[1] ? String.fromCharCode(row[0] + i + row[1]) : "" + i);
    }
  });

  /** @returns {RegExp} a word, or `size` letters that are written without blanks */
  function runs(/** @type {string} */ size) {
    return new RegExp("[" + UNSPACED + "]" + size + "|[^" + BETWEEN + UNSPACED + "]+", "g");
  }

  /** @param {string} text @param {string} tag BCP 47 @returns {string[]} its words in their plainest spelling */
  function tokens(text, tag) {
    var /** @type {string[]} */ all = [];
    text = text.replace(APOSTROPHE, "$1").normalize("NFKD").toLowerCase().replace(MARKS, "").replace(/[\ud83c-\ud83e][\udc00-\udfff]/g, " ");
    text = text.replace(/[^\0-z]/g, function (letter) {
      return SAME[letter] || letter;
    });
    (text.normalize("NFC").match(runs("+")) || []).forEach(function (run) {
      if (/^de\b/.test(tag)) run = run.replace(/([aou])e/g, "$1");
      if (PAIRED.test(run) && run[1]) for (var i = 1; i < run.length; i++) all.push(run[i - 1] + run[i]);
      else all.push(run);
    });
    return all;
  }

  /** @param {string} text @param {string[]} words from `find` @param {string=} tag @returns {number[][]} [start, end] of what to highlight */
  function marks(text, words, tag) {
    var /** @type {number[][]} */ all = [], pattern = runs("{1,2}"), /** @type {RegExpExecArray | null} */ match;
    while ((match = pattern.exec(text))) {
      var run = match[0];
      if (words.indexOf(tokens(run, tag || "")[0]) >= 0) all.push([match.index, match.index + run.length]);
      else if (PAIRED.test(run) && run[1]) pattern.lastIndex--;
    }
    return all;
  }

  // ---- The index. Change this together with packed.py. ----
  var LEVELS = [1, 2, 3.4, 6, 12, 1, 3, 6, 12]; // how often a word stands in a page; from 5 in its title too
  var SIGNS = "!#$%&'()*+,-./:;=>?@[]^_`{|}~ ", source = "", at = 0;

  /** @returns {number} the next letter of `source` */
  function digit() {
    var code = source.charCodeAt(at++);
    return code - 32 - +(code > 34) - +(code > 60) - +(code > 92);
  }

  /** @returns {number} */
  function number() {
    var value = digit();
    return value < 80 ? value : value < 91 ? 80 + (value - 80) * 92 + digit() : digit() * 8464 + digit() * 92 + digit();
  }

  /** Goes through the postings at `at`. @param {(page: number, level: number) => void} each */
  function postings(each) {
    for (var more = 1; more; ) {
      var head = digit(), count = ((head >> 1) % 5) + 1, page = -1;
      more = head & 1;
      if (count > 4) count += number();
      while (count--) each((page += number() + 1), (head / 10) | 0);
    }
  }

  /** @param {string} text @returns {Index | null} null where it is damaged or of another format */
  function open(text) {
    try {
      var part = text.split("\t"), sum = 0, form = "", own = 0, starts = [1];
      for (var i = part[0].length + part[1].length + 2; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) | 0;
      if (part[0] !== "lotse1" || sum !== +part[1]) return null;
      var head = part[2].split(" "), entries = part[5].match(/[A-Z][^A-Z]*/g) || [], classes = new Int32Array(entries.length), lists = new Int32Array(entries.length);
      source = part[6];
      at = 0;
      var forms = entries.map(function (entry, i) {
        var code = entry.charCodeAt(0) - 65;
        form = form.slice(0, code % 13) + entry.slice(1);
        classes[i] = code < 13 ? own++ : classes[i - 1 - number()];
        starts.push(starts[i] + form.length + 1);
        return form;
      });
      for (i = 0; i < own; i++) {
        lists[i] = at;
        postings(function () {});
      }
      return { part: part, tag: head[0], dir: head[1], own: +head[2], forms: "\n" + forms.join("\n") + "\n", starts: new Int32Array(starts), classes: classes, lists: lists };
    } catch (e) {
      return null;
    }
  }

  // ---- From a typed word to the words of the pages. ----
  /** @param {string} text @param {string} from @param {string} to @returns {string} the text, letters of `from` as those of `to` */
  function swapped(text, from, to) {
    return text.replace(/[^a-z0-9\n]/g, function (letter) {
      return to[from.indexOf(letter)] || letter;
    });
  }

  /** What a Cyrillic word and its ways in Latin letters have in common. @param {string} text @returns {string} */
  function romanised(text) {
    return text.replace(/[а-я]/g, function (letter) {
      return "a b v h d e z z i i k l m n o p r s t u f h c ch sh sh  i  e iu ia".split(" ")[letter.charCodeAt(0) - 1072];
    }).replace(/[yj]/g, "i").replace(/g|kh/g, "h").replace(/w/g, "v").replace(/x/g, "ks").replace(/shch|sch/g, "sh").replace(/ts/g, "c").replace(/zh/g, "z").replace(/ie/g, "e").replace(/(.)\1+/g, "$1");
  }

  /** @param {View} view @param {number} i @returns {string} */
  function formOf(view, i) {
    return view.forms.slice(view.starts[i], view.starts[i + 1] - 1);
  }

  /** @param {View} view @param {string} form @returns {boolean} */
  function has(view, form) {
    return view.forms.indexOf("\n" + form + "\n") >= 0;
  }

  /** @param {string} text @returns {number} a bit for each letter */
  function sign(text) {
    for (var bits = 0, i = 0; i < text.length; i++) bits |= 1 << text.charCodeAt(i) % 31;
    return bits;
  }

  /** @param {string} a @param {string} b @returns {number} edits between two words, a swap being one (optimal string alignment) */
  function distance(a, b) {
    var /** @type {number[][]} */ rows = [];
    for (var i = 0; i <= a.length; i++) {
      rows[i] = [i];
      for (var j = 1; j <= b.length; j++) rows[i][j] = !i ? j : Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + +(a[i - 1] !== b[j - 1]), i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? rows[i - 2][j - 2] + 1 : 99);
    }
    return rows[a.length][b.length];
  }

  /** @param {Index} index @param {string} typed @param {boolean} last whether it may be half a word @returns {Term} the classes it may stand for */
  function expand(index, typed, last) {
    var letters = index.part[3], word = swapped(typed, letters, SIGNS), /** @type {View} */ view = index, /** @type {Term} */ term = { weights: new Map(), meant: "", word: word }, found = false;
    /** @param {number} i @param {number} weight */
    function add(i, weight) {
      var of = index.classes[i];
      if (view !== index) term.word = formOf(index, i);
      if (!(/** @type {number} */ (term.weights.get(of)) >= weight)) term.weights.set(of, weight);
    }
    if (/^[а-я]/.test(letters) && /^[a-z]+$/.test(typed) && !has(index, word)) {
      if (!index.roman) {
        var forms = romanised(swapped(index.forms, SIGNS, letters)), starts = [];
        for (var place = 0; place >= 0; place = forms.indexOf("\n", place + 1)) starts.push(place + 1);
        index.roman = { forms: forms, starts: starts };
      }
      view = index.roman;
      word = romanised(typed);
    }
    var size = word.length, known = has(view, word);
    /** Adds the forms that hold letters. @param {string} pattern */
    function holding(pattern) {
      for (var start = -1; (start = view.forms.indexOf(pattern, start + 1)) >= 0; found = true) {
        for (var low = 0, high = view.starts.length - 1; low < high - 1; ) {
          var middle = (low + high) >> 1;
          if (view.starts[middle] > start + 1) high = middle;
          else low = middle;
        }
        var form = formOf(view, low);
        add(low, form === word ? 1 : ((known || pattern === word ? 0.4 : 0.9) * size) / form.length);
      }
    }
    // Its forms, and those that begin with it, where that says something; else those it is a part of.
    holding("\n" + word + (known && !last && size < 4 ? "\n" : ""));
    if (!found && size > 3) holding(word);
    if (known || (last && found)) return term;
    // The forms with the fewest edits.
    var most = size > 7 ? 2 : +(size > 2), bits = sign(word), /** @type {number[]} */ close = [], signs = (view.signs = view.signs || []);
    for (var i = 0; i < view.starts.length - 1; i++) {
      if (Math.abs(view.starts[i + 1] - view.starts[i] - 1 - size) > most) continue;
      var form = formOf(view, i), differ = bits ^ (signs[i] = signs[i] || sign(form));
      for (var left = 2 * most; differ && left--; ) differ &= differ - 1;
      var edits = differ ? 99 : distance(word, form);
      if (edits < most) close = [];
      if (edits <= most) {
        most = edits;
        close.push(i);
      }
    }
    close.forEach(function (i) {
      term.meant = term.meant || swapped(formOf(index, i), SIGNS, letters);
      add(i, 0.8 / most);
    });
    return term;
  }

  // ---- Pages. ----
  /** @param {Index} index @param {Term[]} terms @returns {Term[]} one for each four letters in a row of their words, with forms that share their beginning or two such rows */
  function grams(index, terms) {
    var forms = index.forms, table = new Uint16Array(65536), /** @type {Term[]} */ all = Array(1), /** @type {Term[]} */ held = [];
    terms.forEach(function (term) {
      var text = "\n" + term.word + "\n";
      for (var i = 0, hash = 0; i < text.length; i++) {
        hash = ((hash << 4) ^ text.charCodeAt(i)) & 65535;
        if (i > 2 && !table[hash]) table[hash] = all.push({ weights: new Map(), meant: "", word: text.substr(i - 3, 4) }) - 1;
      }
    });
    for (var i = 0, form = -1, hash = 0; i < forms.length; i++) {
      var gram = all[table[(hash = ((hash << 4) ^ forms.charCodeAt(i)) & 65535)]];
      if (gram && forms.substr(i - 3, 4) === gram.word) held.push(gram);
      if (forms[i] < " ") {
        if (held[1] || (held[0] && held[0].word[0] < " ")) {
          held.forEach(function (gram) {
            gram.weights.set(index.classes[form], 1);
          });
        }
        held = [];
        form++;
      }
    }
    return all;
  }

  /** @param {Index} index @param {Term[]} terms @param {number} from @param {number} to @returns {number[]} the pages with any of them, best first (BM25 over text and title) */
  function rank(index, terms, from, to) {
    var /** @type {number[]} */ norm = [], /** @type {number[]} */ wide = [], /** @type {number[]} */ pages = [], total = 0, size = to - from, scores = new Float64Array(size);
    /** @param {Term} term @param {number} factor @returns {boolean} whether few pages have it */
    function add(term, factor) {
      var counts = new Float64Array(size), share = new Float64Array(size), titles = new Float64Array(size), had = 0.5;
      term.weights.forEach(function (weight, of) {
        at = index.lists[of];
        postings(function (page, level) {
          page -= from;
          if (page < 0 || page >= size) return;
          counts[page] += weight * LEVELS[level];
          if (weight > titles[page] && level > 4) titles[page] = weight;
          if (weight > share[page]) {
            had += weight - share[page];
            share[page] = weight;
          }
        });
      });
      var rare = factor * Math.pow(Math.log(1 + (size - had + 1) / had), 1.5);
      for (var page = 0; page < size; page++) {
        if (counts[page]) scores[page] += rare * (counts[page] / (counts[page] + 0.5 + (1.5 * norm[page]) / total) + (factor * titles[page]) / wide[page]);
      }
      return had < 0.3 * size;
    }
    if (!size) return pages;
    source = index.part[7];
    for (at = from; at < to; total += norm[norm.length - 1] / size) {
      wide.push(1.67 + field(index, at, 1).split(" ").length / 2.4);
      norm.push(Math.pow(1.1, digit()));
    }
    source = index.part[6];
    var rares = terms.filter(function (term) {
      return add(term, 1);
    });
    grams(index, rares).forEach(function (gram) {
      add(gram, 0.25);
    });
    scores.forEach(function (score, page) {
      if (score) pages.push(page + from);
    });
    return pages.sort(function (a, b) {
      return scores[b - from] - scores[a - from];
    });
  }

  /** @param {Index} index @param {number} page @param {number} i @returns {string} */
  function field(index, page, i) {
    return index.part[8 + 7 * page + i];
  }

  /** @param {Index} index @param {number} page @param {string[]} words @returns {Hit} */
  function hit(index, page, words) {
    var part = index.part.slice(8 + 7 * page), tongue = part[5].split(" "), headings = part[6].split("\f"), best = -2, most = 0;
    for (var i = 1; i < headings.length; i += 2) {
      var count = marks(headings[i], words, index.tag).length;
      if (count > most) {
        most = count;
        best = i - 1;
      }
    }
    return { page: page, url: part[0], title: part[1], summary: part[2], section: part[3], kind: part[4] || "page", anchor: headings[best] || "", heading: headings[best + 1] || "", language: tongue[0] || index.tag, dir: tongue[1] || index.dir };
  }

  /** @param {Index} index @param {string} query @param {{section?: string, limit?: number}=} options @returns {Found} */
  function find(index, query, options) {
    query = query.slice(0, 400);
    options = options || {};
    var asked = tokens(query, index.tag).slice(0, 40), words = asked.slice(), section = options.section, limit = options.limit || 10, wanted = /** @type {number[]} */ ([]);
    var last = asked.length - 1;
    words.forEach(function (word, i) {
      word += words[i + 1]; // "Kinder geld"
      if (has(index, swapped(word, index.part[3], SIGNS))) asked.push(word);
    });
    var all = asked.map(function (word, i) {
      return expand(index, word, i === last);
    });
    var terms = all.filter(function (_, i) {
      return asked.indexOf(asked[i]) === i;
    });
    terms.forEach(function (term) {
      term.weights.forEach(function (_, of) {
        wanted[of] = 1;
      });
    });
    for (var i = 0; i < index.classes.length && words.length < 300; i++) if (wanted[index.classes[i]]) words.push(swapped(formOf(index, i), SIGNS, index.part[3]));
    /** @param {number} from @param {number} to @returns {Hit[]} */
    function hits(from, to) {
      return rank(index, terms, from, to).filter(function (page) {
        return !section || field(index, page, 3) === section;
      }).slice(0, limit).map(function (page) {
        return hit(index, page, words);
      });
    }
    var own = hits(0, index.own), others = hits(index.own, index.part[7].length), changed = 0;
    var meant = query.replace(/\S+/g, function (chunk) {
      var word = tokens(chunk, index.tag), term = all[asked.indexOf(word[0])];
      if (word[1] || !term || !term.meant) return chunk;
      changed = 1;
      var text = own.map(function (hit) {
        return hit.title + " " + hit.summary;
      }).join(" "), place = marks(text, [term.meant], index.tag)[0];
      return place ? text.slice(place[0], place[1]) : term.meant;
    });
    return {
      hits: own,
      others: others,
      emergency: index.part[4].split("\f").some(function (phrase) {
        return phrase.split(" ").every(function (word) {
          return asked.some(function (one) {
            return one === word || (word[4] && distance(one, word) < 2);
          });
        });
      }),
      meant: changed ? meant : "",
      words: words
    };
  }

  return { open: open, find: find, tokens: tokens, marks: marks };
})();
