/** Writes MiniSearch's index as JSON, as a site would ship it. Reads {pages, file}. */
const fs = require("fs");
const { pages, file } = JSON.parse(fs.readFileSync(0, "utf8"));
const MiniSearch = require("module").createRequire(process.cwd() + "/")("minisearch");
const index = new MiniSearch({ fields: ["title", "text"] });
index.addAll(pages.map((page, id) => ({ id, ...page })));
fs.writeFileSync(file, JSON.stringify(index));
process.stdout.write("[]");
