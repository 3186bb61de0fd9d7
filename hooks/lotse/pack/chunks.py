"""Put pages into chunks: related pages together, cut by their addresses alone, so that an edited page changes one chunk.

A group of pages that grows too large is cut in two; no other group moves, since none depends on where another one ends.
"""

import gzip
import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lotse.render.languages import A_TO_Z, SAVED, SEARCH
from lotse.render.lite import LitePage

LIMIT = 12_000  # bytes of a chunk under Brotli 11
HOME = "index.html"
SITE_WIDE = (HOME, A_TO_Z, SAVED, SEARCH)  # they change with every page that comes or goes
Large = Callable[[Sequence[str]], bool]


@dataclass(frozen=True)
class Chunk:
    """The bytes of one file of the pack."""

    data: bytes

    @cached_property
    def hash(self) -> str:
        """Return the SHA-256 that is its name."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def gzipped(self) -> int:
        """Return how many bytes an ordinary host sends."""
        return len(gzip.compress(self.data, 9, mtime=0))


def compact(value: object) -> bytes:
    """Return JSON as JavaScript's JSON.stringify writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def groups(pages: Collection[LitePage], large: Large) -> tuple[list[list[str]], list[list[str]]]:
    """Return the addresses that share a chunk: first those of pages every visitor keeps, then the others.

    `large` tells whether the pages of some addresses are too many for one chunk.
    """
    there = {page.url for page in pages}
    wide = [url for url in SITE_WIDE if url in there]
    safety = {page.url for page in pages if page.priority == "safety"}.difference(wide)
    first = [wide, *cut(in_order(safety), large)] if wide else [*cut(in_order(safety), large)]
    return first, [*cut(in_order(there.difference(wide, safety)), large)]


def in_order(urls: Iterable[str]) -> list[str]:
    """Return addresses folder by folder, the index page of each folder first."""
    return sorted(urls, key=lambda url: url.removesuffix(HOME).split("/"))


def cut(urls: Sequence[str], large: Large) -> Iterator[list[str]]:
    """Yield groups of neighbours that are not too large (a page alone may be), cut between folders where that is possible.

    The place is the one of its middle half where the fewest folders go on, then the one with the least hash: a page that
    comes or goes rarely moves it.
    """
    if len(urls) < 2 or not large(urls):
        yield from [list(urls)] if urls else []
        return
    quarter = len(urls) // 4
    places = range(max(1, quarter), len(urls) - quarter + (quarter > 0))
    place = min(places, key=lambda number: _strength(urls[number - 1], urls[number]))
    yield from cut(urls[:place], large)
    yield from cut(urls[place:], large)


def _strength(before: str, after: str) -> tuple[int, bytes]:
    """Return what makes the border between two pages a better or a worse place to cut: the least is the best."""
    folders = zip(before.split("/")[:-1], after.split("/")[:-1], strict=False)
    shared = next((number for number, (one, other) in enumerate(folders) if one != other), None)
    if shared is None:
        shared = min(before.count("/"), after.count("/"))
    return shared, hashlib.sha256(after.encode()).digest()
