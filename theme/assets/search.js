/**
 * The search engine: the same words as hooks/lotse/search/analyze.py, and the index of hooks/lotse/search/packed.py.
 * A classic script in old syntax, so that it runs from file:// and on old phones. Nothing here touches the page.
 * Names are short where they are many: the script travels with every language.
 */
/**
 * @typedef {{page: number, url: string, title: string, summary: string, section: string, kind: string, anchor: string,
 *   heading: string, language: string, dir: string}} Hit
 * @typedef {{hits: Hit[], others: Hit[], emergency: boolean, meant: string, words: string[]}} Found
 * @typedef {{part: string[], vocabulary: string, starts: Int32Array, classes: Int32Array, lists: Int32Array,
 *   signs: Int32Array | null, own: number, count: number, tag: string}} Index
 */
/** @type {any} */ (self).lotseSearch = (function () {
  "use strict";

  // ---- The analyzer: change it together with analyze.py. ----
  var APOSTROPHE = /([\u0300-\u036fЀ-ӿ])['`´ʹ-ʿ‘’‛′]+(?=[Ѐ-ӿ])/g;
  var MARKS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u135d-\u135f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\xad\u0640\u061c\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0621ъ]/g;
  var BETWEEN = "\\0-/:-@\\[-`{-©«-´¶-¹»-¿×÷ʰ-˿\\u0589\\u058a\\u05be\\u05c0\\u05c3\\u05c6\\u05f3\\u05f4\\u0600-\\u060f\\u061b-\\u061f\\u066a-\\u066d\\u06d4\\u06dd\\u06de\\u06e9\\u0700-\\u070d\\u0964\\u0965\\u0970\\u0e2f\\u0e3f\\u0e4f\\u0e5a\\u0e5b\\u104a-\\u104f\\u1360-\\u1368\\u17d4-\\u17db\\u2000-\\u2bff\\u2e00-\\u2e7f\\u3000-\\u3004\\u3008-\\u3030\\u303d-\\u303f\\u30fb\\ue000-\\uf8ff\\ufd3e\\ufd3f\\ufff0-\\uffff";
  var UNSPACED = "\\u0e01-\\u0e2e\\u0e30-\\u0e3a\\u0e40-\\u0e4e\\u0e81-\\u0eff\\u1000-\\u1049\\u1050-\\u109f\\u1780-\\u17d3\\u17dc-\\u17ff\\u3005-\\u3007\\u3041-\\u30fa\\u30fc-\\u30ff\\u3400-\\u9fff";
  var RUNS = new RegExp("[" + UNSPACED + "]+|[^" + BETWEEN + UNSPACED + "]+", "g");
  var PAIRED = new RegExp("[" + UNSPACED + "]");
  /** @type {{[letter: string]: string}} what becomes what: in each group the first letter stays */
  var SAME = { ß: "ss", æ: "ae", œ: "oe", þ: "th" };
  "\u0627\u0671\u0672\u0673 \u064a\u0649\u06cc\u06cd\u06ce\u06d0\u06d1\u06d2\u06d3 \u0647\u0629\u06be\u06c0\u06c1\u06c2\u06c3\u06d5 \u0643\u06a9\u06aa\u06ab \u0648\u06c4\u06c6\u06c7\u06c8\u06cb \u0644\u06b5 \u0631\u0695\u0693 \u0641\u06a4 \u062a\u067c \u062f\u0689 \u0646\u06bc\u06ba иіы еєэ гґ σς iıɩ lł dđðɖɗ oø bɓ kƙ eəǝ nŋ hħ ሀሃሓኃ አኣዓ".split(" ").forEach(function (group) {
    for (var at = 1; at < group.length; at++) SAME[group[at]] = group[0];
  });
  var LETTERS = /[ßæœþ\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\u17e0-\u17e9\u1040-\u1049ɖɗɓƙəǝɩıłđðøŋħς\u0671-\u06d5іыєэґሃኣሐ-ሗሠ-ሧኀ-ኇዐ-ዖፀ-ፇ\u0629\u0649]/g;

  /** @param {string} letter @returns {string} */
  function same(letter) {
    var code = letter.charCodeAt(0);
    if (SAME.hasOwnProperty(letter)) return SAME[letter];
    if (code > 0x1200 && code < 0x1780) code += code < 0x1220 ? -16 : code < 0x1230 ? 16 : code < 0x1290 ? -128 : code < 0x12e0 ? -48 : -8;
    else if (code > 0x65f && /\D/.test(letter) && (code < 0x671 || code > 0x6ef)) return String((code - (code > 0x900 && code < 0xe00 ? 6 : 0)) & 15);
    return String.fromCharCode(code);
  }

  /** @param {string} text @returns {string} */
  function folded(text) {
    text = text.replace(APOSTROPHE, "$1");
    if (!text.normalize) return text.toLowerCase().replace(LETTERS, same);
    return text.normalize("NFKD").toLowerCase().replace(MARKS, "").replace(/[\ud83c-\ud83e][\udc00-\udfff]/g, " ").replace(LETTERS, same).normalize("NFC");
  }

  /** @param {string} text @param {string} tag BCP 47 @returns {string[]} the words in their plainest spelling */
  function tokens(text, tag) {
    /** @type {string[]} */
    var all = [];
    (folded(text).match(RUNS) || []).forEach(function (run) {
      if (/^de(-|$)/.test(tag)) run = run.replace(/([aou])e/g, "$1");
      if (PAIRED.test(run) && run.length > 1) for (var at = 1; at < run.length; at++) all.push(run.slice(at - 1, at + 1));
      else all.push(run);
    });
    return all;
  }

  // ---- The index: change it together with packed.py. ----
  var FIRST = 9, FIELDS = 7;
  var LEVELS = [1, 2, 3.4, 6, 12, 1, 3, 6, 12];
  var source = "", at = 0;

  /** @returns {number} the next letter of `source` as a digit */
  function digit() {
    var code = source.charCodeAt(at++);
    return code - 32 - +(code > 34) - +(code > 60) - +(code > 92);
  }

  /** @returns {number} */
  function number() {
    var value = digit();
    return value < 80 ? value : value < 91 ? 80 + (value - 80) * 92 + digit() : digit() * 8464 + digit() * 92 + digit();
  }

  /** Goes through a list of postings from `at`. @param {(page: number, level: number) => void} each */
  function postings(each) {
    for (var more = 1; more; ) {
      var head = digit(), count = ((head >> 1) % 5) + 1, page = -1;
      more = head & 1;
      if (count > 4) count += number();
      while (count--) each((page += number() + 1), (head / 10) | 0);
    }
  }

  /** @param {string} text @returns {any} the index, null where it is damaged or of another format */
  function open(text) {
    try {
      var part = text.split("\t"), sum = 0, before = "", own = 0;
      for (var i = part[0].length + part[1].length + 2; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) & 0x7fffffff;
      if (part[0] !== "lotse1" || sum !== +part[1]) return null;
      var head = part[2].split(" "), entries = part[5].match(/[A-Z][^A-Z]*/g) || [];
      var starts = new Int32Array(entries.length + 1), classes = new Int32Array(entries.length);
      source = part[6];
      at = 0;
      starts[0] = 1;
      var forms = entries.map(function (entry, i) {
        var code = entry.charCodeAt(0) - 65;
        before = before.slice(0, code % 13) + entry.slice(1);
        classes[i] = code < 13 ? own++ : classes[i - 1 - number()];
        starts[i + 1] = starts[i] + before.length + 1;
        return before;
      });
      var lists = new Int32Array(own);
      source = part[7];
      at = 0;
      for (i = 0; i < own; i++) {
        lists[i] = at;
        postings(function () {});
      }
      return { part: part, tag: head[0], dir: head[1], own: +head[2], count: part[8].length, forms: "\n" + forms.join("\n") + "\n", starts: starts, classes: classes, lists: lists };
    } catch (error) {
      return null;
    }
  }

  // ---- From a word that was typed to words of the pages. ----
  var SIGNS = "!#$%&'()*+,-./:;=>?@[]^_`{|}~ ";
  var ROMAN = ["абвгдезийклмнопрстуфхцщьюяжчш", "a b v h d e z i i k l m n o p r s t u f h c sh  iu ia z ch sh"];

  /** @param {any} index @param {string} form @returns {string} as the vocabulary writes it */
  function coded(index, form) {
    return form.replace(/[^a-z0-9]/g, function (letter) {
      var place = index.part[3].indexOf(letter);
      return place < 0 ? letter : SIGNS[place];
    });
  }

  /** @param {any} index @param {string} form @returns {string} */
  function plain(index, form) {
    return form.replace(/[^a-z0-9\n]/g, function (sign) {
      var place = SIGNS.indexOf(sign);
      return place < 0 ? sign : index.part[3][place];
    });
  }

  /** What Cyrillic words and words typed in Latin letters for them have in common. @param {string} text @returns {string} */
  function romanised(text) {
    return text.replace(/[а-я]/g, function (letter) {
      return ROMAN[1].split(" ")[ROMAN[0].indexOf(letter)];
    }).replace(/[yj]/g, "i").replace(/g|kh/g, "h").replace(/w/g, "v").replace(/x/g, "ks").replace(/shch|sch/g, "sh").replace(/ts/g, "c").replace(/zh/g, "z").replace(/ie/g, "e").replace(/(.)\1+/g, "$1");
  }

  /** @param {any} index @returns {any} the same vocabulary in Latin letters */
  function roman(index) {
    if (!index.roman) {
      var forms = romanised(plain(index, index.forms)), starts = [];
      for (var place = 0; place >= 0; place = forms.indexOf("\n", place + 1)) starts.push(place + 1);
      index.roman = { forms: forms, starts: starts };
    }
    return index.roman;
  }

  /** @param {any} view @param {number} place @returns {number} which form stands there */
  function formAt(view, place) {
    var low = 0, high = view.starts.length - 1;
    while (low < high - 1) {
      var middle = (low + high) >> 1;
      if (view.starts[middle] > place) high = middle;
      else low = middle;
    }
    return low;
  }

  /** @param {any} view @param {number} id @returns {string} */
  function formOf(view, id) {
    return view.forms.slice(view.starts[id], view.starts[id + 1] - 1);
  }

  /** @param {string} text @returns {number} a bit for each letter */
  function sign(text) {
    for (var bits = 0, i = 0; i < text.length; i++) bits |= 1 << text.charCodeAt(i) % 31;
    return bits;
  }

  /** Edits between two words, a swap counting as one (optimal string alignment). @param {string} one @param {string} other @param {number} most @returns {number} */
  function distance(one, other, most) {
    /** @type {number[]} */ var above = [], /** @type {number[]} */ row = [], /** @type {number[]} */ old;
    for (var j = 0; j <= other.length; j++) row[j] = j;
    for (var i = 1; i <= one.length; i++) {
      old = above;
      above = row;
      row = [i];
      var least = i;
      for (j = 1; j <= other.length; j++) {
        var value = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + +(one[i - 1] !== other[j - 1]));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) value = Math.min(value, old[j - 2] + 1);
        row[j] = value;
        if (value < least) least = value;
      }
      if (least > most) return least;
    }
    return row[other.length];
  }

  /** @param {any} view @param {string} word @param {number} most @returns {number[][]} forms within so many edits, nearest first, as [id, edits] */
  function near(view, word, most) {
    var bits = sign(word), /** @type {number[][]} */ found = [], count = view.starts.length - 1;
    if (!view.signs) {
      view.signs = new Int32Array(count);
      for (var id = 0; id < count; id++) view.signs[id] = sign(formOf(view, id));
    }
    for (id = 0; id < count; id++) {
      var size = view.starts[id + 1] - view.starts[id] - 1 - word.length, differ = view.signs[id] ^ bits;
      if (size > most || -size > most) continue;
      for (var left = 2 * most; differ && left >= 0; left--) differ &= differ - 1;
      if (differ) continue;
      var edits = distance(word, formOf(view, id), most);
      if (edits <= most) found.push([id, edits]);
    }
    return found.sort(function (one, other) {
      return one[1] - other[1] || one[0] - other[0];
    });
  }

  /**
   * The classes a typed word may stand for, each with a weight.
   * @param {any} index @param {string} typed @param {boolean} last whether it may still be half a word
   * @returns {{weights: {[of: number]: number}, forms: string[], meant: string, known: boolean}}
   */
  function expand(index, typed, last) {
    var /** @type {any} */ view = index, /** @type {{[of: number]: number}} */ weights = {}, /** @type {string[]} */ forms = [], meant = "", found = 0;
    /** @param {number} id @param {number} weight */
    function add(id, weight) {
      var of = index.classes[id];
      if (!(weights[of] >= weight)) weights[of] = weight;
      if (forms.length < 99) forms.push(plain(index, formOf(index, id)));
      found++;
    }
    /** @param {string} pattern @param {(id: number, form: string) => number} weigh */
    function each(pattern, weigh) {
      for (var place = -1; (place = view.forms.indexOf(pattern, place + 1)) >= 0; ) {
        var id = formAt(view, place + 1), weight = weigh(id, formOf(view, id));
        if (weight) add(id, weight);
      }
    }
    var word = coded(index, typed);
    if (/^[a-z]+$/.test(typed) && /^[а-я]/.test(index.part[3]) && index.forms.indexOf("\n" + word + "\n") < 0) {
      view = roman(index);
      word = romanised(typed);
    }
    each("\n" + word + "\n", function () {
      return 1;
    });
    var known = found > 0;
    if (last || !known) {
      each("\n" + word, function (_, form) {
        return form.length > word.length ? (known ? 0.4 : 0.9) * Math.sqrt(word.length / form.length) : 0;
      });
    }
    if (word.length > 3) {
      each(word, function (_, form) {
        return form.slice(0, word.length) === word ? 0 : form.slice(-word.length) === word ? 0.4 : 0.2;
      });
    }
    if (!known && !(last && found)) {
      near(view, word, word.length > 7 ? 2 : word.length > 2 ? 1 : 0).forEach(function (one, _, all) {
        if (one[1] > all[0][1]) return;
        if (!meant) meant = plain(index, formOf(index, one[0]));
        add(one[0], 0.8 / one[1]);
      });
      for (var cut = 3; cut <= word.length - 3 && !found; cut++) {
        var head = view.forms.indexOf("\n" + word.slice(0, cut)), tail = view.forms.indexOf("\n" + word.slice(cut) + "\n");
        if (head >= 0 && tail >= 0) {
          each("\n" + word.slice(0, cut) + "\n", function () {
            return 0.6;
          });
          add(formAt(view, tail + 1), 0.6);
        }
      }
    }
    return { weights: weights, forms: forms, meant: known ? "" : meant, known: known };
  }

  // ---- Pages. ----
  /** @param {any} index @param {any[]} terms @param {number} from @param {number} to @returns {number[][]} [page, score], best first */
  function rank(index, terms, from, to) {
    var /** @type {number[]} */ norm = [], total = 0, scores = new Float64Array(to - from), size = to - from;
    source = index.part[8];
    for (at = from; at < to; ) total += norm[at - 1 - from] = Math.pow(1.1, digit());
    norm = norm.map(function (length) {
      return 0.25 + (0.75 * length * size) / total;
    });
    source = index.part[7];
    terms.forEach(function (term) {
      var counts = new Float64Array(size), share = new Float64Array(size), had = 0;
      Object.keys(term.weights).forEach(function (of) {
        var weight = term.weights[of];
        at = index.lists[+of];
        postings(function (page, level) {
          page -= from;
          if (page < 0 || page >= size) return;
          counts[page] += weight * (LEVELS[level] / norm[page] + (level > 4 ? 3 : 0));
          if (share[page] < weight) {
            had += weight - share[page];
            share[page] = weight;
          }
        });
      });
      if (!had) return;
      var rare = Math.pow(Math.log(1 + (size - had + 0.5) / (had + 0.5)), terms.length > 4 ? 1.3 : 0.8);
      for (var page = 0; page < size; page++) if (counts[page]) scores[page] += (rare * share[page] * counts[page]) / (counts[page] + 2);
    });
    var /** @type {number[][]} */ best = [];
    for (var page = 0; page < size; page++) if (scores[page]) best.push([page + from, scores[page]]);
    return best.sort(function (one, other) {
      return other[1] - one[1] || one[0] - other[0];
    });
  }

  /** @param {any} index @param {number} page @param {string[]} words @returns {Hit} */
  function hit(index, page, words) {
    var part = index.part.slice(FIRST + page * FIELDS, FIRST + (page + 1) * FIELDS), most = 0, tongue = part[5] ? part[5].split(" ") : [index.tag, index.dir];
    var headings = part[6] ? part[6].split("\f") : [], best = -2;
    for (var i = 0; i < headings.length; i += 2) {
      var marked = marks(headings[i + 1], words, index.tag).length;
      if (marked > most) {
        most = marked;
        best = i;
      }
    }
    return { page: page, url: part[0], title: part[1], summary: part[2], section: part[3] ? part[3].trim() : part[0].split("/").slice(0, -1)[0] || "", kind: ({ c: "channel", n: "notice" })[/** @type {"c"} */ (part[4])] || "page", anchor: headings[best] || "", heading: headings[best + 1] || "", language: tongue[0], dir: tongue[1] };
  }

  /** @param {string} text @param {string[]} words from `find` @param {string=} tag @returns {number[][]} [start, end] of what to highlight */
  function marks(text, words, tag) {
    var /** @type {number[][]} */ found = [], pattern = new RegExp("[" + UNSPACED + "]{1,2}|[^" + BETWEEN + UNSPACED + "]+", "g"), /** @type {any} */ match;
    while ((match = pattern.exec(text))) {
      if (tokens(match[0], tag || "de").concat(tokens(match[0], "")).some(function (token) {
        return words.indexOf(token) >= 0;
      })) found.push([match.index, pattern.lastIndex]);
      else if (PAIRED.test(match[0]) && match[0].length > 1) pattern.lastIndex--;
    }
    return found;
  }

  /** @param {any} index @param {string} query @param {{section?: string, limit?: number}=} options @returns {Found} */
  function find(index, query, options) {
    query = query.slice(0, 400);
    var asked = tokens(query, index.tag).slice(0, 40), /** @type {string[]} */ words = [], limit = (options && options.limit) || 10, section = options && options.section;
    var terms = asked.map(function (word, place) {
      var term = expand(index, word, place === asked.length - 1);
      words = words.concat(term.forms);
      return term;
    });
    /** @param {number} from @param {number} to @returns {Hit[]} */
    function hits(from, to) {
      return rank(index, terms, from, to).map(function (one) {
        return section || limit ? one[0] : 0;
      }).filter(function (page) {
        return !section || hit(index, page, []).section === section;
      }).slice(0, limit).map(function (page) {
        return hit(index, page, words);
      });
    }
    var own = hits(0, index.own), others = hits(index.own, index.count);
    var corrected = asked.map(function (word, place) {
      return terms[place].meant ? written(own.concat(others), terms[place].meant, index.tag) : word;
    }).join(" ");
    return {
      hits: own,
      others: others,
      emergency: index.part[4].split("\f").some(function (/** @type {string} */ phrase) {
        return phrase && phrase.split(" ").every(function (word) {
          return asked.some(function (one) {
            return one === word || (word.length > 4 && distance(one, word, 1) < 2);
          });
        });
      }),
      meant: corrected === asked.join(" ") ? "" : corrected,
      words: words
    };
  }

  /** @param {Hit[]} hits @param {string} word @param {string} tag @returns {string} as the pages write it */
  function written(hits, word, tag) {
    for (var i = 0; i < hits.length; i++) {
      var text = hits[i].title + " " + hits[i].summary, place = marks(text, [word], tag)[0];
      if (place) return text.slice(place[0], place[1]);
    }
    return word;
  }

  return { open: open, find: find, tokens: tokens, marks: marks };
})();
