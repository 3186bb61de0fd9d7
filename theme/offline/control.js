/** What the reader sees: the button, the progress, plain words. */

let words = /** @type {Record<string, string>} */ ({});
const copy = /** @type {HTMLElement | null} */ (document.getElementById("copy")); // sw.js put it there
const link = /** @type {HTMLAnchorElement} */ (document.getElementById("save") || make("a"));

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
  control.dataset.runs = document.documentElement.dataset.offline = String(Number(document.documentElement.dataset.offline) + 1);
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
