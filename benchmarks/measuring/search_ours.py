"""Lotse's search as a browser runs it: the published script and the index script, in Node."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring.process import Failed
from benchmarks.measuring.search_corpus import Corpus

from _tools import node
from lotse.render.minify import published
from lotse.search.index import build
from lotse.search.model import Document, Index
from lotse.search.packed import script

ROOT = Path(__file__).resolve().parents[2]
RUNNERS = ROOT / "benchmarks" / "peers" / "search"


def documents(corpus: Corpus) -> list[Document]:
    """Return the pages of a corpus as search knows them."""
    return [
        Document(url=f"{number}.html", title=page.title, text=page.text, language=corpus.language)
        for number, page in enumerate(corpus.pages)
    ]


def index_of(corpus: Corpus) -> Index:
    """Return the index of a corpus."""
    return build(documents(corpus), corpus.language)


def engine() -> str:
    """Return the engine as it is published."""
    return published(ROOT / "theme", "assets/search.js")


def found(index: Index, queries: Sequence[str], across: bool = False) -> list[list[int]]:
    """Return for each query the numbers of up to ten documents, best first; `across`: those in other languages."""
    return run("lotse.cjs", {"scripts": [engine(), script(index)], "queries": list(queries), "across": across}, RUNNERS)


def run(name: str, task: object, folder: Path) -> list[list[int]]:
    """Run a program of the peers' folder in Node on a task and return its answers. Raises Failed."""
    done = subprocess.run(
        [node(), RUNNERS / name], input=json.dumps(task), capture_output=True, encoding="utf-8", cwd=folder
    )
    if done.returncode:
        raise Failed(f"{name}: {done.stderr[-2000:]}")
    answers: list[list[int]] = json.loads(done.stdout)
    return answers
