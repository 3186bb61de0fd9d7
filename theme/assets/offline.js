/** One run: what a visit keeps. Begins after the page has loaded; on file:// and in browsers that cannot, never. */

let wish = /** @type {boolean | undefined} */ (undefined); // what the reader asked for on this page: all, or to stop
let running = /** @type {Run | undefined} */ (undefined);
let removed = false; // the reader removed everything: this page keeps nothing any more
let latest = ""; // version of the newest manifest
let seen = (copy && copy.dataset.version) || ""; // version of the text the reader sees

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

const able = "serviceWorker" in navigator && "caches" in self && "AbortController" in self && self.crypto && crypto.subtle;
if (able && /^http/.test(location.protocol) && !document.documentElement.dataset.offline) {
  document.documentElement.dataset.offline = "0";
  Object.assign(self, { lotseOffline: { SITE, TAG, KEPT, STORE, RECORDS, records, partsOf, verified, commit, sweep, alone, visit, halt, show, say, number, size, make } });
  const soon = () => setTimeout(begin, 100); // after what the reader sees
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon);
}
