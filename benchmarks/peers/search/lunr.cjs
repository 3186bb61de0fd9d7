/** lunr.js with lunr-languages: any word counts, as lunr's own default. Reads {language, pages, queries}, writes pages found. */
const { language, pages, queries } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const load = require("module").createRequire(process.cwd() + "/");
const lunr = load("lunr");
const has = (() => {
  if (language === "en") return true;
  try {
    load("lunr-languages/lunr.stemmer.support")(lunr);
    load(`lunr-languages/lunr.${language}`)(lunr);
    return true;
  } catch (error) {
    return false; // lunr-languages does not know the language: lunr as it comes
  }
})();
const index = lunr(function () {
  if (has && language !== "en") this.use(lunr[language]);
  this.ref("id");
  this.field("title", { boost: 2 });
  this.field("text");
  pages.forEach((page, id) => this.add({ id, ...page }));
});
const answers = queries.map((query) =>
  index
    .query((asked) => lunr.tokenizer(query).forEach((token) => asked.term(token.toString(), { usePipeline: true })))
    .slice(0, 10)
    .map((one) => +one.ref),
);
process.stdout.write(JSON.stringify(answers));
