"""How long a slow phone waits: opening the index and asking it in Chromium with a throttled processor, and the heap it takes.

The heap is what opening adds; the text of the index, loaded before, is not in it. Everything runs in the page itself: Chromium
slows no workers.
"""

import json
import os
import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.measuring.process import Failed
from benchmarks.measuring.search_corpus import Corpus, read_corpus
from benchmarks.measuring.search_ours import engine, index_of, run
from benchmarks.measuring.search_peers import material, material_config, pages_of
from benchmarks.measuring.search_queries import query_sets
from benchmarks.measuring.search_report import OURS as LOTSE
from playwright.sync_api import Browser, sync_playwright

from _tools import chromium
from lotse.search.packed import script

SLOWER = 6  # as much slower the processor seems to the page
ROUNDS = 4  # loads; the quickest counts, the others had company
PAGES = 800
LANGUAGES = ("de", "en", "fr", "uk")  # whose pages come after those of the language asked, until there are enough
SETS, EACH = ("full", "keywords", "typo", "prefix"), 40  # the queries: so many of each set
OPTIONS = "{ prefix: true, fuzzy: 0.2, boost: { title: 2 } }"
FIELDS = "{ fields: ['title', 'text'] }"
# Each: what makes the index ready, what one query is.
OURS = ("self.index = lotseSearch.open(lotseIndex)", "lotseSearch.find(index, query, { limit: 10 })")
MINISEARCH = (
    f"self.index = MiniSearch.loadJSON(peerIndex, {FIELDS})",
    f"index.search(query, {OPTIONS}).slice(0, 10)",
)
MATERIAL = (
    "await new Promise((done) => { self.heard = done; self.hear({ data: { type: 0, data: peerPages } }); })",
    "await new Promise((done) => { self.heard = done; self.hear({ data: { type: 2, data: query } }); })",
)
SHIM = """self.addEventListener = (kind, listener) => { self.hear = listener; };
self.postMessage = (message) => self.heard(message); self.importScripts = () => {};"""
Task = tuple[list[str], tuple[str, str]]  # scripts that are loaded before the clock starts, and what is timed
Round = tuple[float, list[float], int]  # one load: milliseconds until ready and for each query, bytes of heap
ASK = """async (queries) => {{
  const times = [];
  for (const query of queries) {{ const start = performance.now(); {one}; times.push(performance.now() - start); }}
  return times;
}}"""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds until the index is ready, of the median and the 95th percentile of queries; heap in bytes."""

    ready: float
    median: float
    p95: float
    heap: int


@dataclass(frozen=True, slots=True)
class Timing:
    """What was measured by engine, on how many pages and queries, the machine's load average before and after, its cores."""

    languages: tuple[str, ...]
    pages: int
    queries: int
    load: tuple[float, float]
    cores: int
    engines: Mapping[str, Times]

    def data(self) -> dict[str, object]:
        """Return the figures as they are written as JSON."""
        return asdict(self)


def enough(first: Corpus, pages: Path | None, questions: Path, count: int = PAGES) -> list[Corpus]:
    """Return a corpus and as many of those of other languages beside its questions as it takes for `count` pages."""
    found = [first]
    for tag in LANGUAGES:
        file = questions.with_name(f"{tag}.jsonl")
        if tag != first.language and file.is_file() and sum(len(one.pages) for one in found) < count:
            found.append(read_corpus(pages, file, tag))
    return found


def queries_of(corpus: Corpus) -> list[str]:
    """Return the queries that are timed."""
    sets = query_sets([question.text for question in corpus.questions], corpus.language)
    return [query for kind in SETS for query in sets[kind][:EACH]]


def timed(work: Path, corpora: Sequence[Corpus], queries: Sequence[str], count: int = PAGES) -> Timing:
    """Return the times of our engine, MiniSearch (JSON) and Material's worker on the first `count` pages of corpora.

    `work` holds the peers' packages. Raises Failed.
    """
    pages = tuple(page for corpus in corpora for page in corpus.pages)[:count]
    tasks, before = _tasks(work, Corpus(corpora[0].language, pages, ())), os.getloadavg()[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        found = best_of(browser, tasks, queries)
        browser.close()
    languages = tuple(corpus.language for corpus in corpora)
    return Timing(languages, len(pages), len(queries), (before, os.getloadavg()[0]), os.cpu_count() or 1, found)


def best_of(browser: Browser, tasks: Mapping[str, Task], queries: Sequence[str]) -> dict[str, Times]:
    """Return the times of tasks by name. Each has its turn in every round: a busy minute then slows them all."""
    rounds = [{name: _once(browser, *task, queries) for name, task in tasks.items()} for _ in range(ROUNDS)]
    return {name: _best([one[name] for one in rounds]) for name in tasks}


def our_task(corpus: Corpus) -> Task:
    """Return what our engine has to do."""
    return [engine(), script(index_of(corpus))], OURS


def _tasks(work: Path, corpus: Corpus) -> Mapping[str, Task]:
    umd = (work / "node_modules" / "minisearch" / "dist" / "umd" / "index.js").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "index.json"
        run("minisearch_json.cjs", {"pages": pages_of(corpus), "file": str(file)}, work)
        peer = f"self.peerIndex = {json.dumps(file.read_text(encoding='utf-8'))};"
    worker = next(iter(sorted((material() / "assets" / "javascripts" / "workers").glob("search.*.min.js"))))
    docs = [
        {"location": f"{number}/", "title": page.title, "text": f"<p>{page.text}</p>"}
        for number, page in enumerate(corpus.pages)
    ]
    config = material_config(corpus.language) | {"lang": ["en"]}  # its stemmers would be a request of their own
    setup = json.dumps({"config": config, "docs": docs, "options": {"suggest": False}})
    return {
        LOTSE: our_task(corpus),
        "MiniSearch": ([umd, peer], MINISEARCH),
        "Material": ([SHIM, worker.read_text(encoding="utf-8"), f"self.peerPages = {setup};"], MATERIAL),
    }


def _best(rounds: Sequence[Round]) -> Times:
    each = [min(times) for times in zip(*(one[1] for one in rounds), strict=True)]
    return Times(
        min(one[0] for one in rounds),
        statistics.median(each),
        statistics.quantiles(each, n=20)[-1],
        min(one[2] for one in rounds),
    )


def _once(browser: Browser, scripts: Sequence[str], task: tuple[str, str], queries: Sequence[str]) -> Round:
    page = browser.new_page()
    try:
        page.set_content("<!doctype html><title>search</title>")
        session: Any = page.context.new_cdp_session(page)
        for text in scripts:
            page.add_script_tag(content=text)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        before = _heap(session)
        opening = f"async () => {{ const start = performance.now(); {task[0]}; return performance.now() - start; }}"
        ready = page.evaluate(opening)
        after = _heap(session)
        spent = page.evaluate(ASK.format(one=task[1]), list(queries))
        if len(spent) != len(queries):
            raise Failed("the browser did not answer all queries")
        return ready, spent, after - before
    finally:
        page.close()


def _heap(session: Any) -> int:
    session.send("HeapProfiler.collectGarbage")
    return int(session.send("Runtime.getHeapUsage")["usedSize"])


def times_table(timing: Timing) -> str:
    """Return the times as Markdown, with our share of what each peer needs."""
    before, after = timing.load
    lines = [
        f"### Chromium, processor {SLOWER} times slower: {timing.pages} pages ({', '.join(timing.languages)})",
        "",
        f"{timing.queries} queries, the best of {ROUNDS} loads; load average of the machine {before:.1f} before, {after:.1f} after, "
        f"{timing.cores} cores",
        "",
        "| engine | ready | query, median | query, 95th percentile | heap |",
        "|---|---|---|---|---|",
        *(_row(name, one) for name, one in timing.engines.items()),
        *_ratios(timing.engines),
    ]
    return "\n".join(lines) + "\n"


def _row(name: str, one: Times) -> str:
    return f"| {name} | {one.ready:,.0f} ms | {one.median:.1f} ms | {one.p95:.1f} ms | {one.heap / 1e6:.2f} MB |"


def _ratios(engines: Mapping[str, Times]) -> Iterator[str]:
    ours = asdict(engines[LOTSE])
    for name, one in engines.items():
        if name != LOTSE:
            shares = (f"{ours[key] / value:.3f} ×" if value else "–" for key, value in asdict(one).items())
            yield f"| {LOTSE} / {name} | " + " | ".join(shares) + " |"
