/**
 * Keeps a language for reading without a network: after one visit the first pages, when the reader asks all of them.
 * The page installs, sw.js only reads. Every byte is verified before it counts; one record says what is kept (the
 * commit), and what no record needs is deleted only then. A classic script; on file:// it does nothing.
 *
 * Cache Storage: `lotse-store` holds chunks and files under `<site>_lotse/<sha256>`, `lotse-records` one record for each
 * language under `<site>_lotse/<tag>?<time>`: the newest that parses counts, so that a put cut off half-way loses nothing.
 * For programs: `data-state` of #save (idle, saving, partial, failed, saved); its `data-runs`, and `data-offline` of the
 * document's element, count the runs that have ended; a `lotse-run` event of the document tells the state of each.
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

(function () {
  "use strict";
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const root = document.documentElement;
  const able = "serviceWorker" in navigator && "caches" in self && "AbortController" in self && self.crypto && crypto.subtle;
  if (!script || !able || !/^http/.test(location.protocol) || root.dataset.offline) return;
  root.dataset.offline = "0";

  const BASE = new URL("../", script.src).href; // the language's folder
  const SITE = new URL("../", BASE).href;
  const TAG = BASE.slice(SITE.length, -1);
  const KEPT = SITE + "_lotse/";
  const STORE = "lotse-store";
  const RECORDS = "lotse-records";
  const QUIET = 20000; // milliseconds without a byte after which a connection is dead
  const TRIES = 3;
  const AT_ONCE = 3;

  let words = /** @type {Record<string, string>} */ ({});
  let wish = /** @type {boolean | undefined} */ (undefined); // what the reader asked for on this page: all, or to stop
  let running = /** @type {Run | undefined} */ (undefined);
  let removed = false; // the reader removed everything: this page keeps nothing any more
  let latest = ""; // version of the newest manifest
  const copy = /** @type {HTMLElement | null} */ (document.getElementById("copy")); // sw.js put it there
  const link = /** @type {HTMLAnchorElement} */ (document.getElementById("save") || make("a"));
  let seen = (copy && copy.dataset.version) || ""; // version of the text the reader sees

  /* ---- what is kept ---- */

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

  /* ---- what is fetched ---- */

  /** @param {number} time @returns {Promise<void>} */
  function pause(time) {
    return new Promise((resolve) => setTimeout(resolve, time));
  }

  /** Do it again when it fails, after growing pauses; not when the reader stops it or the device is full. @template T @param {Run} run @param {() => Promise<T>} work @returns {Promise<T>} */
  async function persist(run, work) {
    for (let time = 1; ; time++) {
      try {
        return await work();
      } catch (error) {
        if (time >= TRIES || run.stop.signal.aborted || full(error)) throw error;
        await pause(400 * time * time);
      }
    }
  }

  /** @param {any} error @returns {boolean} */
  function full(error) {
    return !!error && error.name === "QuotaExceededError";
  }

  /** The body of an answer; a connection that stays silent is dead. @param {Run} run @param {string} url @param {RequestCache} cache @param {(size: number) => void} progress @returns {Promise<ArrayBuffer>} */
  async function get(run, url, cache, progress) {
    const dead = new AbortController();
    const end = () => dead.abort();
    let timer = setTimeout(end, QUIET);
    run.stop.signal.addEventListener("abort", end);
    try {
      if (run.stop.signal.aborted) end();
      const response = await fetch(url, { cache, redirect: "error", signal: dead.signal });
      if (!response.ok) throw Error();
      if (!response.body) return await response.arrayBuffer();
      const reader = response.body.getReader();
      const pieces = [];
      for (let piece = await reader.read(); piece.value; piece = await reader.read()) {
        clearTimeout(timer);
        timer = setTimeout(end, QUIET);
        pieces.push(piece.value);
        progress(piece.value.length);
      }
      return await new Response(new Blob(pieces)).arrayBuffer();
    } finally {
      clearTimeout(timer);
      run.stop.signal.removeEventListener("abort", end);
    }
  }

  /** Fetch the manifest; one whose version is not the hash of its list is damaged. @param {Run} run @returns {Promise<{version: string, list: List}>} */
  function manifest(run) {
    return persist(run, async () => {
      const { version, list } = JSON.parse(new TextDecoder().decode(await get(run, BASE + "pack/manifest.json", "no-cache", () => {})));
      if (list.language !== TAG || (await digest(new TextEncoder().encode(JSON.stringify(list)))) !== version) throw Error();
      return { version, list };
    });
  }

  /** Fetch parts into the store, some at a time, each verified before it is put there. @param {Run} run @param {Part[]} parts */
  async function fetchAll(run, parts) {
    const store = await caches.open(STORE);
    const queue = parts.slice();
    let failure = /** @type {any} */ (undefined);
    const worker = async () => {
      for (let part = queue.shift(); part && !failure; part = queue.shift()) {
        const { hash, url } = part;
        await persist(run, async () => {
          let own = 0;
          try {
            const data = await get(run, url, "no-store", (size) => {
              own += size;
              advance(run, size);
            });
            if ((await digest(data)) !== hash) throw Error();
            await store.put(KEPT + hash, new Response(data));
            run.have.add(hash);
            advance(run, 0);
          } catch (error) {
            advance(run, -own);
            throw error;
          }
        }).catch((error) => {
          failure = error;
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if (failure) throw failure;
  }

  /* ---- one run: what a visit keeps ---- */

  /** One page of the site at a time; a page asleep in the background is waited for only so long, since every step verifies. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  async function alone(work) {
    if (!navigator.locks) return work();
    const wait = new AbortController();
    let begun = false;
    const timer = setTimeout(() => wait.abort(), 30000);
    const begin = () => {
      begun = true;
      return work();
    };
    try {
      return await navigator.locks.request("lotse " + SITE, { signal: wait.signal }, begin);
    } catch (error) {
      if (begun) throw error;
      return await work();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whether the reader wants all pages. @param {Kept | undefined} old @returns {boolean} */
  function wantsAll(old) {
    return !!wish || (!!old && (old.complete || (old.all && wish !== false)));
  }

  /** The parts a visit wants: all, if the reader asked; else the first ones, this page, and what was kept before. @param {List} list @param {Kept | undefined} old @returns {Part[]} */
  function wantedOf(list, old) {
    const parts = partsOf(list);
    if (wantsAll(old)) return parts;
    const here = decodeURIComponent(location.href.slice(BASE.length).replace(/[?#].*/, "").replace(/^lite\//, "").replace(/(^|\/)$/, "$1index.html"));
    const kept = old ? old.list.pages.filter(([, index]) => old.held.includes(index)).map(([url]) => url) : [];
    const indices = list.pages.filter(([url]) => kept.includes(url) || decodeURIComponent(url) === here).map(([, index]) => index);
    return parts.filter(({ index }) => index < 0 || list.first.concat(indices).includes(index));
  }

  /** Bring what is kept up to date. Throws where something is missing at the end; what was whole before stays whole. @param {Run} run */
  async function update(run) {
    let old = (await records())[TAG];
    const change = (/** @type {object} */ values) => commit((old = Object.assign({}, old, values)));
    if (old && old.all !== wantsAll(old)) await change({ all: !old.all }); // so that the next visit goes on
    let { version, list } = await manifest(run);
    const soon = new Date(Date.now() + 3e9).toISOString(); // in a month; a date after that is a slip of the builder's clock
    if (old && list.date < old.list.date && old.list.date < soon) ({ version, list } = old); // a stale answer
    latest = version;
    seen = seen || version;
    const parts = partsOf(list);
    const wanted = wantedOf(list, old);
    const same = !old || old.version === version;
    if (old && same && (await untouched(old, wanted))) return;
    const have = await verified(parts);
    const lacking = wanted.filter(({ hash }) => !have.has(hash));
    Object.assign(run, { list, have, total: sum(wanted), done: sum(wanted) - sum(lacking) });
    const next = parts.map(({ hash }) => hash);
    if (old && lacking.length && String(old.next) !== String(next)) await change({ next });
    const failure = await fetchAll(run, lacking).catch((error) => error);
    await run.worker; // without it nothing can be read: then nothing counts as kept
    const right = await verified(parts);
    const is = (/** @type {Part} */ { hash }) => right.has(hash);
    const held = parts.filter((part) => part.index >= 0 && is(part)).map(({ index }) => index);
    const whole = wanted.every(is);
    if (whole || (same && held.includes(list.frame))) {
      await commit({ version, list, held, complete: parts.every(is), all: wantsAll(old), saved: new Date().toISOString(), at: 0 });
    }
    if (!whole) throw failure || Error();
  }

  /** Whether the record has all that is wanted and the store still has it. @param {Kept} record @param {Part[]} wanted @returns {Promise<boolean>} */
  async function untouched(record, wanted) {
    const store = await caches.open(STORE);
    const there = (await store.keys()).map(({ url }) => url);
    return wanted.every(({ hash, index }) => (index < 0 || record.held.includes(index)) && there.includes(KEPT + hash));
  }

  /** @param {Part[]} parts @returns {number} */
  function sum(parts) {
    return parts.reduce((total, { size }) => total + size, 0);
  }

  /**
   * Whether the worker answers within some seconds of being there: slow phones take long to start one.
   * @param {ServiceWorkerRegistration} registration @param {number} seconds @returns {Promise<boolean>}
   */
  async function answers(registration, seconds) {
    let answer = false;
    for (let left = 400; left && !answer; left--) {
      if (registration.active) {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => (answer = true);
        registration.active.postMessage("lotse?", [channel.port2]);
        left = Math.min(left, seconds * 20);
      }
      await pause(50);
    }
    return answer;
  }

  /** Have a worker that answers. One that is dumb (an empty file was deployed) is replaced, if the host has a better one. @param {Run} run */
  async function employ(run) {
    const register = () => persist(run, () => navigator.serviceWorker.register(SITE + "sw.js", { scope: SITE, updateViaCache: "none" }));
    const registration = await register();
    if (await answers(registration, 5)) return;
    const offered = await fetch(SITE + "sw.js", { cache: "no-store" });
    if (!offered.ok || !(await offered.text()).includes(RECORDS)) throw Error();
    await registration.update();
    if (await answers(registration, 15)) return; // the dumb one stays until the new one is ready
    if (Object.values(await records()).some((record) => record.complete)) throw Error(); // without a worker no copy opens
    await registration.unregister();
    if (!(await answers(await register(), 15))) throw Error();
  }

  let queue = Promise.resolve();

  /** Run once more when the runs before have ended. @returns {Promise<void>} */
  function visit() {
    queue = queue.then(async () => {
      if (removed) return;
      const run = /** @type {Run} */ ({ stop: new AbortController(), total: 0, done: 0, asked: false });
      running = run;
      run.worker = employ(run);
      const dumb = run.worker.then(() => false, () => true);
      const old = (await records())[TAG];
      run.asked = wantsAll(old) && !(old && old.complete);
      await show(run.asked ? "saving" : "idle");
      const failure = await alone(() => update(run)).catch((error) => error);
      running = undefined;
      if (full(failure)) await sweep(true).catch(() => {});
      await report(run, failure, await dumb);
    }).catch(() => {});
    return queue;
  }

  /* ---- what the reader sees ---- */

  /** Words in the reader's language, with values filled in. @param {string} key @param {Record<string, string>} [values] @returns {string} */
  function say(key, values) {
    return (words[key] || "").replace(/\{(\w+)\}/g, (whole, name) => (values && values[name]) || whole);
  }

  /** @param {number} count @returns {string} */
  function number(count) {
    return new Intl.NumberFormat(TAG).format(count);
  }

  /** @param {number} bytes @returns {string} */
  function size(bytes) {
    return `\u2068${number(Math.ceil(bytes / 1000))} KB\u2069`;
  }

  /** A new element with a text. @template {keyof HTMLElementTagNameMap} K @param {K} name @param {string} [text] @param {() => void} [action] @returns {HTMLElementTagNameMap[K]} */
  function make(name, text, action) {
    const element = document.createElement(name);
    element.textContent = text || "";
    if (name === "button") element.style.cssText = "font:inherit;min-height:2.75rem";
    if (action) element.addEventListener("click", action);
    return element;
  }

  const button = make("button", "", press);
  const bar = make("progress");
  const count = make("span");
  const cancel = make("button", "", () => {
    wish = false;
    if (running) running.stop.abort();
  });
  const said = make("span");
  let control = /** @type {HTMLElement} */ (link); // the button, once there are words for it
  let persisted = true;

  function press() {
    const { state } = control.dataset;
    if (state === "saved") location.href = link.href;
    if (state === "saved" || state === "saving") return;
    wish = true;
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().then((answer) => (persisted = answer));
    visit();
  }

  /** Put the button before the link, which then leads to what is saved. @param {Kept} record */
  async function dress(record) {
    if (words.save) return;
    const data = await load(await caches.open(STORE), record.list.chunks[record.list.frame][0]);
    if (!data) return;
    words = JSON.parse(new TextDecoder().decode(data)).words;
    said.setAttribute("role", "status");
    button.type = cancel.type = "button";
    button.id = "save";
    cancel.id = "save-cancel";
    control = button;
    cancel.textContent = say("cancel");
    link.removeAttribute("id");
    link.textContent = say("here");
    bar.setAttribute("aria-label", say("saving"));
    for (const part of [button, " ", bar, " ", count, " ", cancel, " ", said, " "]) link.before(part);
    if (document.getElementById("saved")) document.head.append(Object.assign(make("script"), { src: BASE + "assets/saving.js" }));
  }

  /** Show a state; words are there from the first record on, before that the plain link stays. @param {string} state @param {string} [message] */
  async function show(state, message) {
    const record = (await records())[TAG];
    if (record) await dress(record);
    const left = record ? record.list.chunks.filter((_, index) => !record.held.includes(index)).reduce((total, chunk) => total + chunk[2], 0) : 0;
    control.dataset.state = state;
    button.textContent = say(state === "saving" ? state : record && record.complete && state !== "failed" ? "saved" : "save", { size: size(left) });
    button.setAttribute("aria-disabled", String(state === "saving"));
    bar.hidden = count.hidden = cancel.hidden = state !== "saving";
    said.textContent = message || "";
  }

  /** Progress by bytes and pages. @param {Run} run @param {number} more */
  function advance(run, more) {
    run.done += more;
    bar.max = run.total;
    bar.value = run.done;
    const { chunks, pages, size: raw, transfer } = run.list;
    const arrived = pages.filter(([, index]) => run.have.has(chunks[index][0])).length;
    count.textContent = say("progress", {
      done: size((run.done * transfer) / raw), size: size(transfer), pages: number(arrived), all: number(pages.length),
    });
  }

  /** Say how a run ended. @param {Run} run @param {any} failure @param {boolean} dumb the worker does not answer */
  async function report(run, failure, dumb) {
    const record = (await records())[TAG];
    const state = record && record.complete && !dumb ? "saved" : run.stop.signal.aborted ? "partial" : (failure || dumb) && wantsAll(record) ? "failed" : "idle";
    const message = { saved: run.asked && !persisted ? "evict" : "", partial: "stopped", failed: full(failure) ? "full" : "failed", idle: "" }[state];
    await show(state, say(message));
    if (record && latest === record.version && seen !== latest) tellNewer();
    control.dataset.runs = root.dataset.offline = String(Number(root.dataset.offline) + 1);
    document.dispatchEvent(new CustomEvent("lotse-run", { detail: state }));
  }

  /** The reader decides when to see it: nothing reloads by itself. */
  function tellNewer() {
    const place = copy || said;
    const newer = make("a", say("show"));
    newer.href = location.pathname; // without the anchor, so that it loads
    place.textContent = say("newer") + " ";
    place.append(newer);
  }

  /** Stop, and keep nothing from this page any more. */
  function halt() {
    removed = true;
    if (running) running.stop.abort();
  }

  function begin() {
    if (!document.querySelector("link[rel=manifest]")) {
      const manifest = make("link");
      manifest.rel = "manifest";
      manifest.href = BASE + "manifest.webmanifest";
      document.head.append(manifest);
    }
    addEventListener("online", visit);
    addEventListener("storage", (event) => event.key === "lotse.removed" && halt()); // another tab removed everything
    visit();
  }

  Object.assign(self, { lotseOffline: { SITE, TAG, KEPT, STORE, RECORDS, records, partsOf, verified, commit, sweep, alone, visit, halt, show, say, number, size, make } });
  const soon = () => setTimeout(begin, 100); // after what the reader sees
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon);
})();
