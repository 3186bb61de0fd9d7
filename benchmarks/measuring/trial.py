"""Measure one stack on one corpus: cold builds, what they weigh, and one page edited."""

import gzip
import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from statistics import median
from urllib.parse import unquote, urlsplit

from benchmarks.measuring.pages import append
from benchmarks.measuring.process import Failed, Usage, run, run_watched
from benchmarks.measuring.stacks import Stack


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of the typical page: its HTML, and with the styles and scripts it names; and of the whole site."""

    html: int
    html_gzip: int
    loaded_gzip: int
    elsewhere: int
    site: int
    files: int


@dataclass(frozen=True, slots=True)
class Edit:
    """What one edited page took, and how many pages of its language are then not as they should be.

    `changed`: other pages whose bytes changed. `stale`: pages that a cold build of the same text writes differently; a
    stack that leaves pages as they are must still be right.
    """

    usage: Usage
    changed: int
    stale: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The figures of one stack at one number of languages; after a failure only what was measured before it."""

    stack: str
    languages: int
    pages: int
    cold: Usage | None = None
    memory: int | None = None
    weight: Weight | None = None
    edit: Edit | None = None
    failure: str = ""


def measure(stack: Stack, repeat: int, *, edits: bool) -> Trial:
    """Return the trial of a stack; whatever a command does wrong becomes its `failure`."""
    figures: dict[str, object] = {
        "stack": stack.name,
        "languages": len(stack.corpus.tags),
        "pages": len(stack.corpus.tags) * len(stack.corpus.shown),
    }
    try:
        shutil.rmtree(stack.folder, ignore_errors=True)
        stack.folder.mkdir(parents=True)
        stack.prepare()
        stack.forget()
        figures["memory"] = run_watched(
            stack.build(), stack.jobs
        )  # also fills the disk cache, so no repetition is the first
        complete(stack)
        figures["weight"] = weigh(stack)
        figures["cold"] = middle([cold(stack) for _ in range(repeat)])
        if edits:
            figures["edit"] = edited(stack, repeat)
    except Failed as failure:
        figures["failure"] = str(failure)
    return Trial(**figures)  # type: ignore[arg-type]


def middle(usages: list[Usage]) -> Usage:
    """Return the median wall and the median CPU time."""
    return Usage(median(usage.wall for usage in usages), median(usage.cpu for usage in usages))


def cold(stack: Stack) -> Usage:
    """Build everything from nothing."""
    stack.forget()
    return run(stack.build(), stack.jobs)


def complete(stack: Stack) -> None:
    """Raise Failed where a page of a language was not written: a stack that leaves pages out is no faster."""
    missing = [
        stack.page(tag, path)
        for tag in stack.corpus.tags
        for path in stack.corpus.shown
        if not stack.page(tag, path).is_file()
    ]
    if missing:
        raise Failed(f"{len(missing)} pages were not written, the first is {missing[0].relative_to(stack.folder)}.")


def edited(stack: Stack, repeat: int) -> Edit:
    """Add a sentence to the typical page of the second language and bring that language up to date, `repeat` times."""
    tag = stack.corpus.tags[min(1, len(stack.corpus.tags) - 1)]
    page, after, usages, changed = stack.page(tag, stack.corpus.typical), digests(stack, tag), [], set()
    for number in range(repeat):
        sentence = f"This is edit number {number} of the benchmark."
        append(stack.source(tag, stack.corpus.typical), sentence)
        before = after
        usages.append(run(stack.rebuild(tag)))
        if sentence not in page.read_text(encoding="utf-8"):
            raise Failed(f"The edited sentence is not in {page.relative_to(stack.folder)}.")
        complete(stack)
        after = digests(stack, tag)
        changed |= {path for path in after if after[path] != before[path]} - {stack.corpus.typical}
    cold(stack)
    fresh = digests(stack, tag)
    return Edit(middle(usages), len(changed), sum(fresh[path] != after[path] for path in fresh))


def digests(stack: Stack, tag: str) -> dict[str, bytes]:
    """Return the hash of each page of a language."""
    return {path: hashlib.sha256(stack.page(tag, path).read_bytes()).digest() for path in stack.corpus.shown}


def weigh(stack: Stack) -> Weight:
    """Weigh the typical page in the source language, and everything that was built."""
    tag = stack.corpus.tags[0]
    page = stack.page(tag, stack.corpus.typical)
    html = page.read_bytes()
    wanted = Resources()
    wanted.feed(html.decode("utf-8"))
    root = next(folder for folder in stack.made() if page.is_relative_to(folder))
    local = {file for address in wanted.addresses if (file := resource(address, page, root)) is not None}
    elsewhere = sum(1 for address in wanted.addresses if urlsplit(address).netloc)
    files = list(site_files(stack))
    loaded = packed(html) + sum(packed(file.read_bytes()) for file in local)
    return Weight(len(html), packed(html), loaded, elsewhere, sum(file.stat().st_size for file in files), len(files))


class Resources(HTMLParser):
    """Collects the addresses of the styles, scripts and pictures an HTML document loads at once."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag loads."""
        found = dict(attrs)
        address = (
            found.get("href")
            if tag == "link" and found.get("rel") == "stylesheet"
            else found.get("src")
            if tag in ("script", "img")
            else None
        )
        if address and not address.startswith("data:"):
            self.addresses.add(address)


def resource(address: str, page: Path, root: Path) -> Path | None:
    """Return the file an address of a page leads to, None where it is on another host or not there."""
    parts = urlsplit(address)
    start = root if parts.path.startswith("/") else page.parent
    file = start / unquote(parts.path).lstrip("/")
    return file.resolve() if not parts.netloc and file.is_file() else None


def packed(data: bytes) -> int:
    """Return how many bytes gzip -9 makes of some."""
    return len(gzip.compress(data, 9, mtime=0))


def site_files(stack: Stack) -> Iterator[Path]:
    """Yield the files of the built site, without what the stack keeps for itself."""
    sites = {folder for folder in stack.made() if folder.name in ("site", "public")}
    return (file for site in sites for file in site.rglob("*") if file.is_file())
