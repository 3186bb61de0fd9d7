"""Pagefind on a corpus: its program indexes HTML pages, a browser asks its script."""

import subprocess
import tempfile
from collections.abc import Sequence
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from benchmarks.measuring.process import Failed
from benchmarks.measuring.search_corpus import Corpus
from playwright.sync_api import sync_playwright

from _tools import chromium, node

PAGE = '<!doctype html><html lang="{}"><title>{}</title><body data-pagefind-body><h1>{}</h1><p>{}</p>'
ASK = """async (queries) => {
  const pagefind = await import("/pagefind/pagefind.js");
  await pagefind.init();
  const pages = {}, answers = [];
  for (const query of queries) {
    const { results } = await pagefind.search(query);
    const ids = [];
    for (const result of results.slice(0, 10)) {
      if (!(result.id in pages)) pages[result.id] = parseInt((await result.data()).url.split("/").pop(), 10);
      ids.push(pages[result.id]);
    }
    answers.push(ids);
  }
  return answers;
}"""
BATCH = 500  # queries asked in one call of the browser


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        """Say nothing of requests."""


def pagefind(work: Path, corpus: Corpus, queries: Sequence[str]) -> list[list[int]]:
    """Return the pages Pagefind finds for each query. Raises Failed."""
    with tempfile.TemporaryDirectory(prefix="lotse-pagefind-") as place:
        folder = Path(place)
        for number, page in enumerate(corpus.pages):
            title, text = escape(page.title), escape(page.text)
            html = PAGE.format(corpus.language, title, title, text)
            (folder / f"{number}.html").write_text(html, encoding="utf-8")
        program = work / "node_modules" / "pagefind" / "lib" / "runner" / "bin.cjs"
        done = subprocess.run([node(), program, "--site", folder], capture_output=True, encoding="utf-8")
        if done.returncode:
            raise Failed(f"Pagefind: {done.stderr[-2000:]}")
        return _asked(folder, queries)


def _asked(folder: Path, queries: Sequence[str]) -> list[list[int]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/0.html")
            batches = (queries[at : at + BATCH] for at in range(0, len(queries), BATCH))
            answers = [answer for batch in batches for answer in page.evaluate(ASK, list(batch))]
            browser.close()
        return answers
    finally:
        server.shutdown()
