/**
 * The page "What is saved here": of each language size, date and version; check, mend, remove; remove everything.
 * assets/offline.js loads it where there is an element #saved, and keeps what both need in `lotseOffline`.
 */

/** @typedef {{version: string, list: {language: string, dir: string, autonym: string, date: string, chunks: [string, number, number][], pages: [string, number][]}, held: number[], complete: boolean, all: boolean}} Saved */

(function () {
  "use strict";
  const offline = /** @type {any} */ (self).lotseOffline;
  const place = document.getElementById("saved");
  if (!offline || !place) return;
  const { SITE, TAG, KEPT, STORE, RECORDS, records, partsOf, verified, commit, sweep, alone, visit, halt, show, say, number, size, make } = offline;
  const said = make("p");
  const shown = make("div");
  said.setAttribute("role", "status");
  /** @param {...HTMLElement} parts */
  function fill(...parts) {
    if (!place) return;
    place.textContent = "";
    place.append(...parts);
  }

  async function list() {
    const all = /** @type {Saved[]} */ (Object.values(await records()));
    if (!shown.isConnected) fill(shown, said);
    shown.textContent = all.length ? "" : say("nothing");
    for (const record of all) describe(record);
    if (all.length) shown.append(make("p"), make("button", say("removeAll"), removeAll));
  }

  /** @param {Saved} record */
  function describe(record) {
    const { list, held, complete } = record;
    const name = make("h2", list.autonym);
    name.lang = list.language;
    name.dir = list.dir;
    const pages = list.pages.filter(([, index]) => held.includes(index)).length;
    const values = {
      size: size(held.reduce((total, index) => total + list.chunks[index][1], 0)),
      date: new Intl.DateTimeFormat(TAG, { dateStyle: "long", timeZone: "UTC" }).format(new Date(list.date)),
      version: `\u2068${record.version.slice(0, 8)}\u2069`,
      pages: number(pages),
      all: number(list.pages.length),
    };
    const what = make("p", `${say(complete ? "whole" : "part", values)} ${say("about", values)}`);
    what.dataset.language = list.language;
    what.dataset.complete = String(complete);
    const check = make("button", say("check"), () => examine(record));
    const remove = make("button", say("remove"), () => forget(list.language));
    for (const button of [check, remove]) {
      button.type = "button";
      button.setAttribute("aria-label", `${button.textContent}: ${list.autonym}`);
    }
    shown.append(name, what, check, " ", remove);
  }

  /** Read every kept byte again; a record that says more than there is, is corrected. @param {Saved} record */
  async function examine(record) {
    said.textContent = say("checking");
    const { list: { language, chunks, pages, autonym } } = record;
    const parts = partsOf(record.list).filter((/** @type {any} */ part) => part.index < 0 || record.held.includes(part.index));
    const right = await verified(parts);
    const broken = parts.filter((/** @type {any} */ part) => !right.has(part.hash));
    said.dataset.damaged = broken.length;
    said.textContent = `${autonym}: ${say(broken.length ? "damaged" : "right", {
      pages: number(pages.filter(([, index]) => broken.some((/** @type {any} */ part) => part.index === index)).length),
    })} `;
    if (!broken.length) return;
    const held = record.held.filter((index) => right.has(chunks[index][0]));
    await alone(() => commit(Object.assign({}, record, { held, complete: false, all: record.complete || record.all })));
    if (language === TAG) await show("partial"); // "saved" would not be true any more
    await list();
    const mend = make("button", say("mend"), async () => {
      if (language !== TAG) location.href = `${SITE}${language}/lite/saved.html`; // its own page fetches it
      else await visit();
    });
    said.append(mend);
  }

  /** @param {string} start what the addresses of the entries to delete begin with */
  async function clear(start) {
    for (const name of [RECORDS, STORE]) {
      if (!(await caches.has(name))) continue;
      const cache = await caches.open(name);
      for (const { url } of await cache.keys()) if (url.startsWith(start)) await cache.delete(url);
      if (!(await cache.keys()).length) await caches.delete(name);
    }
  }

  /** @param {string} language */
  async function forget(language) {
    await alone(async () => {
      await clear(`${KEPT}${language}?`);
      await sweep();
    });
    said.textContent = say("removed");
    await list();
  }

  async function removeAll() {
    if (!confirm(say("sure"))) return;
    localStorage.setItem("lotse.removed", "1"); // the other tabs hear of it and stop
    halt();
    await alone(async () => {
      await clear(KEPT);
      for (const registration of await navigator.serviceWorker.getRegistrations()) if (registration.scope === SITE) await registration.unregister();
      for (const key of Object.keys(localStorage)) if (key.startsWith("lotse.")) localStorage.removeItem(key);
    });
    shown.textContent = "";
    const control = document.getElementById("save");
    if (control) control.hidden = true;
    said.textContent = ["gone", "remains", "again"].map((key) => say(key)).join(" ");
  }

  document.addEventListener("lotse-run", list);
  list();
})();
