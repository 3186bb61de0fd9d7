/**
 * Answers where the network does not. The pages install the language packs (assets/offline.js); this worker only reads
 * them: network first for documents, the kept copy where the network fails, answers 5xx or says nothing for 7 seconds.
 * One wrapped function, so that a file cut off on its way is no script at all. The same bytes for every site.
 */
(function () {
  "use strict";

  const worker = /** @type {any} */ (self);
  const SCOPE = worker.registration.scope;
  const KEPT = SCOPE + "_lotse/";
  const PATIENCE = 7000; // milliseconds a kept page waits for the network
  const SCRIPT = /^([^/]+)\/((?:assets|search)\/[\w.-]+\.js)$/;

  const INLINE = /<\/?(?:a|abbr|b|bdi|code|em|i|img|mark|s|small|span|strong|sub|sup|u)(?![a-z0-9])[^>]*>/g; // as INLINE_NAMES in lite_html.py

  /**
   * @typedef {[string, number, string]} Page address, chunk, title as HTML
   * @typedef {{version: string, held: number[], at: number, list: {language: string, dir: string, autonym: string, date: string,
   *   frame: number, chunks: [string, number, number][], pages: Page[], search: number[], files: [string, string, number][]}}} Kept
   */

  /** The newest record of each language; a record half written does not parse and does not count. @returns {Promise<Record<string, Kept>>} */
  async function records() {
    const found = /** @type {Record<string, Kept>} */ ({});
    if (!(await caches.has("lotse-records"))) return found; // opening a cache would make it
    const cache = await caches.open("lotse-records");
    for (const request of await cache.keys()) {
      try {
        const response = request.url.startsWith(KEPT) && (await cache.match(request));
        if (!response) continue;
        const record = /** @type {Kept} */ (await response.json());
        const known = found[record.list.language];
        if (!known || known.at < record.at) found[record.list.language] = record;
      } catch (_) {
        continue;
      }
    }
    return found;
  }

  /** The bytes kept under a hash, if they are still what the hash says. @param {string} hash @returns {Promise<ArrayBuffer | undefined>} */
  async function bytes(hash) {
    const response = await caches.match(KEPT + hash, { cacheName: "lotse-store" });
    const data = response && (await response.arrayBuffer());
    if (!data) return undefined;
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
    return Array.from(sum, (byte) => (byte + 256).toString(16).slice(1)).join("") === hash ? data : undefined;
  }

  /** A chunk that the record says it holds. @param {Kept} record @param {number} index @returns {Promise<any>} */
  async function chunk(record, index) {
    const data = record.held.includes(index) && (await bytes(record.list.chunks[index][0]));
    return data ? JSON.parse(new TextDecoder().decode(data)) : undefined;
  }

  /** @param {string} template @param {Record<string, string>} values @returns {string} */
  function fill(template, values) {
    return template.replace(/\{(title|about|tongue|up|url|switch|main|note)\}/g, (whole, name) => (name in values ? values[name] : whole));
  }

  /**
   * The HTML of a page from its short form (hooks/lotse/pack/shorthand.py): codes become tags, links get addresses and titles.
   * @param {string} short @param {string} url @param {Page[]} pages @param {string[]} codes @returns {string}
   */
  function unpack(short, url, pages, codes) {
    const folder = url.replace(/[^/]*$/, "");
    const below = (/** @type {string} */ to) => to.startsWith(folder) && /^[^/]+(\/index\.html)?$/.test(to.slice(folder.length));
    const near = pages.filter(([to]) => url === "a-z.html" || below(to));
    const title = (/** @type {string} */ to) => (pages.find((page) => page[0] === to) || [])[2];
    return short
      .replace(/\x9e?[\x80-\x9e]/g, (code) => code[1] || codes[code.charCodeAt(0) - 128])
      .replace("{title}", () => title(url) || "")
      .replace(/\{([^\s>}]+)([^}]*>)\}([^<]*)/g, (_, to, rest, words) => {
        const page = near[to];
        if (page) return `<a href=${page[0].slice(folder.length)}${rest}${page[2]}${words}`;
        if (!to.includes(":")) return `<a href=${to}${rest}${title(new URL(to, "file:///" + url).pathname.slice(1))}${words}`;
        return `<a href=${to}${to.startsWith("tel:") ? words.replace(/[^0-9]/g, "").slice(1) : words}${rest}${words}`;
      });
  }

  /** @param {string} text @returns {string} */
  function escape(text) {
    return text.replace(/[&<>"{]/g, (sign) => "&#" + sign.charCodeAt(0) + ";");
  }

  /** A text as it stands in an attribute. @param {string} html @returns {string} */
  function quoted(html) {
    return html.replace(/"/g, "&quot;");
  }

  /** @param {string} html @param {number} [status] @returns {Response} */
  function page(html, status) {
    return new Response(html, { status: status || 200, headers: { "Content-Type": "text/html; charset=utf-8", "Referrer-Policy": "no-referrer" } });
  }

  /** @param {Kept} record @returns {string} */
  function day(record) {
    const { language, date } = record.list;
    const known = Intl.DateTimeFormat.supportedLocalesOf([language]).length;
    return known ? new Intl.DateTimeFormat(language, { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" }).format(new Date(date)) : date;
  }

  /**
   * A kept page as its document. `rest` is the address below the language folder, rich or lite; links in it are relative.
   * @param {Kept} record @param {string} rest @returns {Promise<Response | undefined>}
   */
  async function keptPage(record, rest) {
    let asked = rest.replace(/^lite\/+/, "").replace(/(^|\/)$/, "$1index.html");
    if (!/\.\w+$/.test(asked)) asked += ".html"; // hosts that leave it out
    const place = record.list.pages.find((one) => decodeURIComponent(one[0]) === asked);
    const frame = place && (await chunk(record, record.list.frame));
    const pack = frame && place && (await chunk(record, place[1]));
    if (!frame || !pack) return undefined;
    const [url, index, title] = place;
    const [short, tongue = "", own = ""] = pack.pages[record.list.pages.filter((one) => one[1] === index).indexOf(place)];
    const main = unpack(short, url, record.list.pages, frame.codes);
    const way = { up: "../".repeat(rest.split("/").length - 1), url };
    const said = escape(frame.words.note).replace("&#123;date}", day(record));
    const note = `<p class="save" id="copy" role="status" data-version="${record.version}"><b>${said}</b></p>`;
    const parts = { title, about: quoted(title), tongue, note, main: fill(main, way), switch: fill(own || frame.switch, way) };
    return page(fill(frame.frame, Object.assign(parts, way)));
  }

  /**
   * A document that no editor wrote, in the frame of a kept language.
   * @param {Kept} record @param {(words: Record<string, string>, up: string) => [string, string]} write returns title and HTML
   * @param {number} status @returns {Promise<Response | undefined>}
   */
  async function ownPage(record, write, status) {
    const frame = await chunk(record, record.list.frame);
    if (!frame) return undefined;
    const way = { up: new URL(SCOPE).pathname + record.list.language + "/", url: "index.html" };
    const [title, html] = write(frame.words, way.up);
    const parts = { title: escape(title), about: quoted(escape(title)), tongue: "", note: "", main: `<h1>${escape(title)}</h1>${html}`, switch: fill(frame.switch, way) };
    return page(fill(frame.frame, Object.assign(parts, way)), status);
  }

  /** @param {Kept[]} all @param {number} status @returns {Promise<Response | undefined>} */
  async function chooser(all, status) {
    const links = all.map(({ list }) => `<li><a lang="${list.language}" dir="${list.dir}" href="${SCOPE}${list.language}/lite/index.html">${escape(list.autonym)}</a>`);
    return ownPage(all[0], (words) => [words.languages, `<ul>${links.join("")}</ul>`], status);
  }

  /** "This page is not kept", with links to what is. @param {Kept} record @returns {Promise<Response | undefined>} */
  function notKept(record) {
    const pages = record.list.pages.filter((page) => record.held.includes(page[1]));
    return ownPage(record, (words, up) => {
      const items = pages.map(([url, , title]) => `<li><a href="${up}lite/${url}">${title}</a>`);
      return [words.missing, `<p>${escape(words.instead)}</p><ul>${items.join("")}</ul>`];
    }, 503);
  }

  /** The kept answer for a document's path below the site, if there is one. @param {string} path @returns {Promise<Response | undefined>} */
  async function kept(path) {
    for (let look = 0; look < 3; look++) { // while an update is put in place, a record may just have gone: look again
      const found = await records();
      const [tag, ...rest] = path.split("/");
      const record = found[tag];
      const all = Object.values(found).filter((one) => one.held.includes(one.list.frame));
      if (path === "" || path === "index.html") return all.length ? chooser(all, 200) : undefined;
      if (record && !rest.length) return Response.redirect(SCOPE + tag + "/index.html");
      const copy = record && (await keptPage(record, rest.join("/")));
      if (copy) return copy;
    }
    return undefined;
  }

  /** @param {string} path @returns {Promise<Response | undefined>} */
  async function instead(path) {
    const found = await records();
    const all = Object.values(found).filter((one) => one.held.includes(one.list.frame));
    const record = all.find((one) => path.startsWith(one.list.language + "/"));
    return record ? notKept(record) : all.length ? chooser(all, 503) : undefined;
  }

  /** Ask the network, never its cache alone: a page of an older version could lie there. @param {Request} request @returns {Promise<Response>} */
  async function ask(request) {
    const response = await fetch(request, { cache: "no-cache" });
    if (response.status >= 500) throw response;
    return response; // redirects go back to the browser, which follows them itself
  }

  /** @param {Request} request @param {string} path @returns {Promise<Response>} */
  async function answer(request, path) {
    const network = ask(request);
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    const first = await Promise.race([network.catch(() => undefined), late]);
    const copy = first || (await kept(path).catch(() => undefined));
    if (copy) return /** @type {Response} */ (copy);
    try {
      return await network;
    } catch (failure) {
      const other = await instead(path).catch(() => undefined);
      return other || (failure instanceof Response ? failure : Response.error());
    }
  }

  /** A script of the search, from its pieces; one that was kept in part is none. @param {Kept} record @param {string} path @returns {Promise<string>} */
  async function searchScript(record, path) {
    if (path === "search/text.js") return keptTexts(record);
    const pieces = await Promise.all(record.list.search.map((index) => chunk(record, index)));
    return pieces.every(Boolean) ? pieces.map((piece) => piece.scripts[path] || "").join("") : "";
  }

  /** The script with the text of all kept pages, for the sentences around what was found. @param {Kept} record @returns {Promise<string>} */
  async function keptTexts(record) {
    const texts = /** @type {Record<string, string>} */ ({});
    const frame = await chunk(record, record.list.frame);
    for (const index of frame ? record.held : []) {
      const pack = await chunk(record, index);
      const here = record.list.pages.filter((page) => page[1] === index);
      here.forEach(([url], number) => {
        const html = pack && unpack(pack.pages[number][0], url, record.list.pages, frame.codes);
        if (html) texts[url] = html.replace(INLINE, "").replace(/<[^>]*>/g, "\n").replace(/&lt;/g, "<").replace(/&#123;/g, "{").replace(/&amp;/g, "&").replace(/\s*\n\s*/g, "\n");
      });
    }
    return "self.lotseTexts=" + JSON.stringify(texts);
  }

  /** A script that kept pages need. @param {Request} request @param {string} tag @param {string} path @returns {Promise<Response>} */
  async function script(request, tag, path) {
    try {
      const response = await fetch(request);
      if (response.status < 500) return response;
    } catch (_) {
      // kept, below
    }
    const record = (await records())[tag];
    const file = record && record.list.files.find((one) => one[0] === path);
    const data = file ? await bytes(file[1]) : record && (await searchScript(record, path));
    return data ? new Response(data, { headers: { "Content-Type": "text/javascript; charset=utf-8" } }) : Response.error();
  }

  worker.addEventListener("install", () => worker.skipWaiting());
  worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
  worker.addEventListener("message", (/** @type {MessageEvent} */ event) => {
    if (event.data === "lotse?" && event.ports[0]) event.ports[0].postMessage("lotse!");
  });
  worker.addEventListener("fetch", (/** @type {any} */ event) => {
    const request = /** @type {Request} */ (event.request);
    if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
    const path = decodeURIComponent(request.url.slice(SCOPE.length).replace(/[?#].*/, ""));
    const asset = SCRIPT.exec(path);
    if (request.mode === "navigate") event.respondWith(answer(request, path));
    else if (asset) event.respondWith(script(request, asset[1], asset[2]));
  });
})();
