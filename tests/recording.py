"""Pages with a translation and its record, for tests: written as a sync writes them."""

from collections.abc import Mapping
from dataclasses import replace

from lotse.exchange.page_po import record_bytes, record_of
from lotse.model import PageRecord
from lotse.read.segments import document

REVIEWED = "Ada Beck 2026-11-01"


def page(id: str, title: str, body: str, priority: str = "") -> str:
    """Return a page; only a source page has a priority."""
    more = f"priority: {priority}\n" if priority else ""
    return f"---\nid: {id}\ntitle: {title}\n{more}checked: 2026-11-01\n---\n\n{body}\n"


def record(tag: str, id: str, source: str, translation: str, **changes: str) -> PageRecord:
    """Return the record of a translation of `source`, reviewed unless `changes` say otherwise."""
    made = record_of(tag, id, document(source), document(translation))
    return replace(made, **({"state": "reviewed", "reviewer": REVIEWED} | changes))


def recorded(tag: str, id: str, before: str, now: str, translation: str, **changes: str) -> dict[str, str | bytes]:
    """Return the files of a page: its source as it is now, its translation, and what that was translated from."""
    made = record(tag, id, before, translation, **changes)
    return {
        f"content/de/{id}.md": now,
        f"content/{tag}/{id}.md": translation,
        made.file: record_bytes(made, tag),
    }


def stale_since(files: Mapping[str, str | bytes], tag: str, id: str, day: str) -> dict[str, str | bytes]:
    """Return the files with the day on which a sync saw every segment of a page's record changed."""
    file = f"locales/{tag}/pages/{id}.po"
    raw = files[file]
    assert isinstance(raw, bytes)
    return dict(files) | {file: raw.replace(b"msgctxt", f"# stale {day}\nmsgctxt".encode())}
