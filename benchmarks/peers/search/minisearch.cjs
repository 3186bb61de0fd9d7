/** MiniSearch in one of three settings. Reads {setting, pages, queries}, writes the pages found. */
const { setting, pages, queries } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const MiniSearch = require("module").createRequire(process.cwd() + "/")("minisearch");
const bare = (term) => term.normalize("NFKD").replace(/\p{Mark}/gu, "").toLowerCase() || null;
const SETTINGS = {
  usual: { prefix: true, fuzzy: 0.2, boost: { title: 2 } },
  // The best of 24 settings tried on German, French and Arabic questions (docs/decisions/0017-search.md).
  tuned: { prefix: true, fuzzy: 0.2, boost: { title: 1 }, weights: { prefix: 0.2, fuzzy: 0.2 }, bm25: { k: 2, b: 0.75, d: 0 } },
  integreat: { prefix: true, fuzzy: 0.25, boost: { title: 2 }, combineWith: "AND" },
};
const index = new MiniSearch({ fields: ["title", "text"], processTerm: bare, searchOptions: SETTINGS[setting] });
index.addAll(pages.map((page, id) => ({ id, ...page })));
process.stdout.write(JSON.stringify(queries.map((query) => index.search(query).slice(0, 10).map((one) => one.id))));
