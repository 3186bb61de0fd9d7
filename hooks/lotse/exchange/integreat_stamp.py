"""The front-matter field `imported`: which page upstream a file came from, and whether it was edited here since.

`integreat <id> <fingerprint> <address>`: Integreat gives every edited version of a page a new id, and a page keeps its
address until somebody moves it; so both are kept, and either finds the page again. The fingerprint is that of the file as
it was written, without this line.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from lotse.read.pages import FRONT_MATTER
from lotse.read.text import Loader

LINE = re.compile(r"^imported:[ \t]*['\"]?(.*?)['\"]?[ \t]*(?:\n|\Z)", re.MULTILINE)
STAMP = re.compile(r"integreat (\S+) ([0-9a-f]{16}) ([0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file says about its import; `page_id` is the page's own id, `edited` whether somebody changed it here."""

    upstream: str
    fingerprint: str
    address: str
    page_id: str = ""
    edited: bool = False

    def __str__(self) -> str:
        """Return the stamp as it stands in front matter."""
        return f"integreat {self.upstream} {self.fingerprint} {self.address}"

    def belongs_to(self, upstream: str, address: str) -> bool:
        """Tell whether this is the stamp of a page upstream."""
        return self.upstream == upstream or self.address == address


def address_key(language: str, slugs: Sequence[str]) -> str:
    """Return the short form of a page's address upstream."""
    return hashlib.sha256("/".join([language, *slugs]).encode()).hexdigest()[:8]


def fingerprint(text: str) -> str:
    """Return the fingerprint of a page's file without its stamp, whatever its line ends."""
    return hashlib.sha256(_without_stamp(text).rstrip().encode()).hexdigest()[:16]


def stamped(text: str, upstream: str, address: str) -> str:
    """Return a page's text, which begins with front matter, with its stamp as the last field."""
    match = FRONT_MATTER.match(text)
    assert match is not None
    return f"{text[: match.end(1)]}imported: {Stamp(upstream, fingerprint(text), address)}\n{text[match.end(1) :]}"


def read_stamp(text: str) -> Stamp | None:
    """Return the stamp of a page's text, or None where it was not imported."""
    head = FRONT_MATTER.match(text.replace("\r\n", "\n"))
    line = LINE.search(head.group(1)) if head else None
    match = STAMP.fullmatch(line.group(1)) if line else None
    if head is None or match is None:
        return None
    return Stamp(
        match.group(1),
        match.group(2),
        match.group(3),
        page_id=_page_id(head.group(1)),
        edited=fingerprint(text) != match.group(2),
    )


def read_stamps(folder: Path) -> dict[str, Stamp]:
    """Return the stamps of the imported pages below a language's folder by path."""
    stamps = {}
    for file in sorted(folder.rglob("*.md")):
        stamp = read_stamp(file.read_text(encoding="utf-8", errors="replace")) if file.is_file() else None
        if stamp:
            stamps[file.relative_to(folder).as_posix()] = stamp
    return stamps


def _without_stamp(text: str) -> str:
    text = text.replace("\r\n", "\n")
    head = FRONT_MATTER.match(text)
    return LINE.sub("", text[: head.end()], count=1) + text[head.end() :] if head else text


def _page_id(head: str) -> str:
    try:
        data = yaml.load(head, Loader)
    except (yaml.YAMLError, ValueError):
        return ""
    return str(data.get("id") or "") if isinstance(data, dict) else ""
