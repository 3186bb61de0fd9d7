"""Remember the dictionary of a language, so that it is learned again only when a sentence has changed."""

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from lotse.search.across import taught
from lotse.search.dictionary import Dictionary


def dictionary(pairs: Sequence[tuple[str, str]], source: str, tag: str, folder: Path | None) -> Dictionary:
    """Return the dictionary learned from sentences and their translations; `folder` keeps one file for each language."""
    file = folder / f"{source}-{tag}.json" if folder else None
    key = _key(pairs, source, tag)
    known = _read(file, key) if file else None
    if known is None:
        known = taught(pairs, source, tag)
        if file:
            _write(file, key, known)
    return known


def _key(pairs: Iterable[tuple[str, str]], source: str, tag: str) -> str:
    whole = hashlib.blake2b("\0".join((_rules(), source, tag)).encode(), digest_size=16)
    for pair in pairs:
        whole.update("\0".join(("", *pair)).encode())
    return whole.hexdigest()


@cache
def _rules() -> str:
    """Return a hash of the code that learns: other rules, another dictionary."""
    whole = hashlib.blake2b(digest_size=16)
    for file in sorted(Path(__file__).parent.glob("*.py")):
        whole.update(file.read_bytes())
    return whole.hexdigest()


def _read(file: Path, key: str) -> Dictionary | None:
    """Return what was kept under a key; a file nobody can read is as good as none."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        if kept["key"] == key:
            return Dictionary({word: tuple((form, chance) for form, chance in found) for word, found in kept["words"]})
    except (OSError, ValueError, TypeError, KeyError):
        pass
    return None


def _write(file: Path, key: str, known: Dictionary) -> None:
    """Write a file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}")
    words = [[word, found] for word, found in known.words.items()]
    part.write_text(json.dumps({"key": key, "words": words}, ensure_ascii=False), encoding="utf-8")
    part.replace(file)
