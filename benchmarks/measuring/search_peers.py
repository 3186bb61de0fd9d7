"""The search engines beside ours, on the same pages and queries."""

import json
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from benchmarks.measuring.process import Failed
from benchmarks.measuring.search_corpus import Corpus
from benchmarks.measuring.search_ours import RUNNERS, run
from benchmarks.measuring.search_pagefind import pagefind

from _tools import npm

Engine = Callable[[Corpus, Sequence[str]], list[list[int]]]
PARTIAL = re.compile(r'"(search\.config\.[a-z]+)":\s*("(?:[^"\\]|\\.)*")')


def install(work: Path) -> Path:
    """Install the npm packages of the peers in a folder, once, and return the folder. Raises Failed."""
    work.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy2(RUNNERS / name, work)
    if not (work / "node_modules" / "minisearch").is_dir():
        words = ("ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error")
        if npm(*words, cwd=work).returncode:
            raise Failed("npm could not install the peers. Is there a connection to the npm registry?")
    return work


def peers(work: Path) -> Mapping[str, Engine]:
    """Return the peers by name; `work` is the folder of `install`."""
    return {
        "lunr.js + lunr-languages": partial(_node, work, "lunr.cjs", {}),
        "Material": partial(_material, work),
        "MiniSearch": partial(_node, work, "minisearch.cjs", {"setting": "usual"}),
        "MiniSearch, tuned": partial(_node, work, "minisearch.cjs", {"setting": "tuned"}),
        "Integreat's rule": partial(_node, work, "minisearch.cjs", {"setting": "integreat"}),
        "Pagefind": partial(pagefind, work),
    }


def pages_of(corpus: Corpus) -> list[dict[str, str]]:
    """Return the pages as the peers' programs read them."""
    return [{"title": page.title, "text": page.text} for page in corpus.pages]


def _node(
    work: Path, name: str, options: Mapping[str, object], corpus: Corpus, queries: Sequence[str]
) -> list[list[int]]:
    task = {"language": corpus.language, "pages": pages_of(corpus), "queries": list(queries), **options}
    return run(name, task, work)


def _material(work: Path, corpus: Corpus, queries: Sequence[str]) -> list[list[int]]:
    theme = material()
    worker = next(iter(sorted((theme / "assets" / "javascripts" / "workers").glob("search.*.min.js"))))
    return _node(
        work, "material.cjs", {"worker": str(worker), "config": material_config(corpus.language)}, corpus, queries
    )


def material() -> Path:
    """Return the templates of the installed Material for MkDocs."""
    found = find_spec("material")
    assert found and found.origin
    return Path(found.origin).parent / "templates"


def material_config(language: str) -> dict[str, object]:
    """Return how Material sets its search up for a language: as its translation says, else the English one."""
    said: dict[str, str] = {}
    for tag in ("en", language):
        file = material() / "partials" / "languages" / f"{tag}.html"
        if file.is_file():
            said |= {key: json.loads(value) for key, value in PARTIAL.findall(file.read_text(encoding="utf-8"))}
    steps = [step for step in re.split(r"\s*,\s*", said["search.config.pipeline"]) if step.strip()]
    fields = {"title": {"boost": 1e3}, "text": {"boost": 1.0}, "tags": {"boost": 1e6}}
    return {
        "lang": [said["search.config.lang"]],
        "separator": said["search.config.separator"],
        "pipeline": steps,
        "fields": fields,
    }
