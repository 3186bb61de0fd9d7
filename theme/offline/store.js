/**
 * Keeps a language for reading without a network: after one visit the first pages, when the reader asks all of them.
 * The page installs, sw.js only reads. Every byte is verified before it counts; one record says what is kept (the
 * commit), and what no record needs is deleted only then. A classic script; on file:// it does nothing.
 *
 * Cache Storage: `lotse-store` holds chunks and files under `<site>_lotse/<sha256>`, `lotse-records` one record for each
 * language under `<site>_lotse/<tag>?<time>`: the newest that parses counts, so that a put cut off half-way loses nothing.
 * For programs: `data-state` of #save (idle, saving, partial, failed, saved); its `data-runs`, and `data-offline` of the
 * document's element, count the runs that have ended; a `lotse-run` event of the document tells the state of each.
 *
 * The build puts the scripts of this folder before those of assets/offline.js, inside one function (SHARED in
 * hooks/lotse/render/minify.py); here they share their names, so that their types are checked together.
 */

/**
 * @typedef {{language: string, dir: string, autonym: string, title: string, date: string, size: number, transfer: number,
 *   chunks: [string, number, number][], frame: number, first: number[], pages: [string, number][], search: number[],
 *   files: [string, string, number][]}} List
 * @typedef {{version: string, list: List, held: number[], complete: boolean, all: boolean, saved: string, at: number, next?: string[]}} Kept
 *   `all`: the reader asked for all pages; `next`: hashes that an update under way needs
 * @typedef {{hash: string, size: number, url: string, index: number}} Part
 * @typedef {{stop: AbortController, list: List, have: Set<string>, total: number, done: number, asked: boolean, worker: Promise<void>}} Run
 */

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const BASE = new URL("../", script.src).href; // the language's folder
const SITE = new URL("../", BASE).href;
const TAG = BASE.slice(SITE.length, -1);
const KEPT = SITE + "_lotse/";
const STORE = "lotse-store";
const RECORDS = "lotse-records";

/** @param {BufferSource} data @returns {Promise<string>} */
async function digest(data) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return Array.from(sum, (byte) => (byte + 256).toString(16).slice(1)).join("");
}

/** Every record there is, old slots included, oldest first. @returns {Promise<{url: string, record: Kept}[]>} */
async function slots() {
  const found = [];
  if (!(await caches.has(RECORDS))) return [];
  const cache = await caches.open(RECORDS);
  for (const { url } of await cache.keys()) {
    try {
      const response = url.startsWith(KEPT) && (await cache.match(url));
      if (response) found.push({ url, record: /** @type {Kept} */ (await response.json()) });
    } catch (_) {
      continue; // half written
    }
  }
  return found.sort((a, b) => a.record.at - b.record.at);
}

/** The record of each language. @returns {Promise<Record<string, Kept>>} */
async function records() {
  const found = /** @type {Record<string, Kept>} */ ({});
  for (const { record } of await slots()) found[record.list.language] = record;
  return found;
}

/** Bytes of the store, if they are what their hash says. @param {Cache} store @param {string} hash @returns {Promise<ArrayBuffer | undefined>} */
async function load(store, hash) {
  const response = await store.match(KEPT + hash);
  const data = response && (await response.arrayBuffer());
  return data && (await digest(data)) === hash ? data : undefined;
}

/** Everything a pack is made of: chunks by their index, and the files beside it (index -1). @param {List} list @returns {Part[]} */
function partsOf(list) {
  const base = SITE + list.language + "/";
  return list.chunks
    .map(([hash, size], index) => ({ hash, size, index, url: `${base}pack/${hash}.json` }))
    .concat(list.files.map(([path, hash, size]) => ({ hash, size, index: -1, url: base + path })));
}

/** The hashes among these parts that are in the store and right. @param {Part[]} parts @returns {Promise<Set<string>>} */
async function verified(parts) {
  const right = /** @type {Set<string>} */ (new Set());
  const store = await caches.open(STORE);
  for (const { hash } of parts) if (await load(store, hash)) right.add(hash);
  return right;
}

/** Put a record in one step; then delete the language's older ones and whatever no record needs. @param {Kept} record */
async function commit(record) {
  if (removed) throw Error();
  const cache = await caches.open(RECORDS);
  const others = (await slots()).filter((slot) => slot.record.list.language === record.list.language);
  const last = others.length ? others[others.length - 1].record.at : 0;
  record.at = Math.max(Date.now(), last + 1); // newer than any other, whatever the clock does
  await cache.put(`${KEPT}${record.list.language}?${record.at}`, new Response(JSON.stringify(record)));
  for (const { url } of others) await cache.delete(url);
  await sweep();
}

/** Delete what no record needs; `all`: not even for an update under way. @param {boolean} [all] */
async function sweep(all) {
  const needed = new Set();
  for (const { record } of await slots()) {
    partsOf(record.list).forEach((part) => (part.index < 0 || record.held.includes(part.index)) && needed.add(part.hash));
    if (!all) (record.next || []).forEach((hash) => needed.add(hash));
  }
  const store = await caches.open(STORE);
  for (const { url } of await store.keys()) if (url.startsWith(KEPT) && !needed.has(url.slice(KEPT.length))) await store.delete(url);
}
