/** Lotse's engine and index, as a browser loads them. Reads {scripts, queries} from stdin, writes the pages found. */
const vm = require("vm");
const { scripts, queries, across } = JSON.parse(require("fs").readFileSync(0, "utf8"));
globalThis.self = globalThis;
scripts.forEach((text) => vm.runInThisContext(text));
const index = self.lotseSearch.open(self.lotseIndex);
if (!index) throw new Error("the index cannot be opened");
const answers = queries.map((query) => self.lotseSearch.find(index, query, { limit: 10 })[across ? "others" : "hits"].map((hit) => hit.page));
process.stdout.write(JSON.stringify(answers));
