/** Material's own worker, unchanged. Reads {worker, lunr, config, pages, queries}, writes the pages found. */
const fs = require("fs");
const path = require("path");
const vm = require("vm");
const { worker, config, pages, queries } = JSON.parse(fs.readFileSync(0, "utf8"));
let hear;
let answer;
Object.assign(globalThis, {
  self: globalThis,
  addEventListener: (_, listener) => (hear = listener),
  postMessage: (message) => answer(message),
  importScripts: (...files) => files.forEach((file) => vm.runInThisContext(fs.readFileSync(path.join(path.dirname(worker), file), "utf8"))),
});
console.warn = () => {};
vm.runInThisContext(fs.readFileSync(worker, "utf8"));
const ask = (type, data) => new Promise((resolve) => {
  answer = resolve;
  hear({ data: { type, data } });
});
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
(async () => {
  const docs = pages.map((page, id) => ({ location: `${id}/`, title: escaped(page.title), text: `<p>${escaped(page.text)}</p>` }));
  await ask(0, { config, docs, options: { suggest: false } });
  const answers = [];
  for (const query of queries) {
    const { data } = await ask(2, query);
    answers.push(data.items.slice(0, 10).map((group) => parseInt(group[0].location, 10)));
  }
  process.stdout.write(JSON.stringify(answers));
})();
