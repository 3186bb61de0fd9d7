"""Compress a built site beforehand: better than a host can on the way, and at no cost to it."""

import gzip
import hashlib
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import get_ident

import brotli

from lotse.parallel import cores

TEXTS = frozenset({".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml"})
KINDS: Mapping[str, Callable[[bytes], bytes]] = {
    ".br": lambda data: bytes(brotli.compress(data, quality=11)),
    ".gz": lambda data: gzip.compress(data, 9, mtime=0),
}


@dataclass(frozen=True, slots=True)
class Compressed:
    """How many files there are, and how many bytes: as they are, with brotli, with gzip."""

    files: int
    plain: int
    br: int
    gz: int


def compress(site: Path, cache: Path) -> Compressed:
    """Write a `.br` and a `.gz` beside every text file of a site; `cache` keeps them by hash for the next time.

    Both compressors let other threads run meanwhile.
    """
    cache.mkdir(parents=True, exist_ok=True)
    _remove_left_over(site)
    files = sorted(file for file in site.rglob("*") if file.suffix in TEXTS and file.is_file())
    with ThreadPoolExecutor(cores()) as pool:
        rows = list(pool.map(lambda file: _compress(file, cache), files))
    used = {name for names, _ in rows for name in names}
    for kept in cache.iterdir():
        if kept.name not in used:
            kept.unlink()
    sizes = [size for _, size in rows]
    return Compressed(len(files), *(sum(column) for column in zip(*sizes, strict=True)) if sizes else (0, 0, 0))


def _compress(file: Path, cache: Path) -> tuple[list[str], list[int]]:
    """Compress one file; return the names in the cache, and its sizes."""
    data = file.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    sizes = [len(data)]
    for ending, make in KINDS.items():
        kept = cache / f"{digest}{ending}"
        if not kept.exists():
            _put(kept, make(data))
        small = kept.read_bytes()
        beside = file.with_name(file.name + ending)
        _put(beside, small)
        os.utime(
            beside, ns=(file.stat().st_mtime_ns,) * 2
        )  # hosts make the ETag of it: what did not change is not sent again
        sizes.append(len(small))
    return [f"{digest}{ending}" for ending in KINDS], sizes


def _put(file: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    part = file.with_name(f"{file.name}.{os.getpid()}-{get_ident()}")
    part.write_bytes(data)
    part.replace(file)


def _remove_left_over(site: Path) -> None:
    for file in site.rglob("*"):
        original = file.with_suffix("")
        if file.suffix in KINDS and original.suffix in TEXTS and not original.exists():
            file.unlink()
