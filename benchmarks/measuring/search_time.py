"""How long a slow phone waits: opening the index and asking it in Chromium with a throttled processor, and the heap it takes."""

import json
import statistics
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measuring.process import Failed
from benchmarks.measuring.search_corpus import Corpus
from benchmarks.measuring.search_ours import engine, index_of, run
from benchmarks.measuring.search_peers import material, material_config, pages_of
from playwright.sync_api import Browser, sync_playwright

from _tools import chromium
from lotse.search.packed import script

SLOWER = 6  # as much slower the processor seems to the page
ROUNDS = 4  # loads; the quickest counts, the others had company
OPTIONS = "{ prefix: true, fuzzy: 0.2, boost: { title: 2 } }"
FIELDS = "{ fields: ['title', 'text'] }"
# Each: what is loaded before the clock starts, what makes the index ready, what one query is.
OURS = ("", "self.index = lotseSearch.open(lotseIndex)", "lotseSearch.find(index, query, { limit: 10 })")
MINISEARCH = (
    "",
    f"self.index = MiniSearch.loadJSON(peerIndex, {FIELDS})",
    f"index.search(query, {OPTIONS}).slice(0, 10)",
)
MATERIAL = (
    "",
    "await new Promise((done) => { self.heard = done; self.hear({ data: { type: 0, data: peerPages } }); })",
    "await new Promise((done) => { self.heard = done; self.hear({ data: { type: 2, data: query } }); })",
)
SHIM = """self.addEventListener = (kind, listener) => { self.hear = listener; };
self.postMessage = (message) => self.heard(message); self.importScripts = () => {};"""
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


def times(work: Path, corpora: Sequence[Corpus], count: int, queries: Sequence[str]) -> dict[str, Times]:
    """Return the times of our engine, MiniSearch (JSON) and Material's worker on the first `count` pages of corpora."""
    pages = tuple(page for corpus in corpora for page in corpus.pages)[:count]
    corpus = Corpus(corpora[0].language, pages, ())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--js-flags=--expose-gc", "--enable-precise-memory-info"]
        )
        found = {name: _timed(browser, *task, queries) for name, task in _tasks(work, corpus).items()}
        browser.close()
    return found


def _tasks(work: Path, corpus: Corpus) -> Mapping[str, tuple[list[str], tuple[str, str, str]]]:
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
        "Lotse": ([engine(), script(index_of(corpus))], OURS),
        "MiniSearch": ([umd, peer], MINISEARCH),
        "Material": ([SHIM, worker.read_text(encoding="utf-8"), f"self.peerPages = {setup};"], MATERIAL),
    }


def _timed(browser: Browser, scripts: Sequence[str], task: tuple[str, str, str], queries: Sequence[str]) -> Times:
    rounds = [_once(browser, scripts, task, queries) for _ in range(ROUNDS)]
    each = [min(one[1][place] for one in rounds) for place in range(len(queries))]
    return Times(
        min(one[0] for one in rounds),
        statistics.median(each),
        statistics.quantiles(each, n=20)[-1],
        min(one[2] for one in rounds),
    )


def _once(
    browser: Browser, scripts: Sequence[str], task: tuple[str, str, str], queries: Sequence[str]
) -> tuple[float, list[float], int]:
    page = browser.new_page()
    try:
        page.set_content("<!doctype html><title>search</title>")
        session: Any = page.context.new_cdp_session(page)
        heap = "() => { gc(); gc(); return performance.memory.usedJSHeapSize; }"
        for text in scripts:
            page.add_script_tag(content=text)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        before = page.evaluate(heap)
        opening = f"async () => {{ const start = performance.now(); {task[1]}; return performance.now() - start; }}"
        ready = page.evaluate(opening)
        after = page.evaluate(heap)
        spent = page.evaluate(ASK.format(one=task[2]), list(queries))
        if len(spent) != len(queries):
            raise Failed("the browser did not answer all queries")
        return ready, spent, after - before
    finally:
        page.close()
