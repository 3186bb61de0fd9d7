"""Sync the translations of a whole portal with their records; the files are named, not written."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from lotse.exchange.page_po import record_bytes
from lotse.exchange.sync import Merged, merge
from lotse.model import Page, Portal
from lotse.read.records import record_file
from lotse.report import Finding
from lotse.translation import PageRecord

Files = dict[str, bytes | None]  # by path in the project; None removes a file


@dataclass(frozen=True, slots=True)
class Pair:
    """A source page and its translation into one language; `page` and `record` are None where there is none."""

    source: Page
    tag: str
    page: Page | None
    record: PageRecord | None

    @property
    def file(self) -> str:
        """Return where the translation belongs."""
        return f"content/{self.tag}/{self.source.path}"


@dataclass(slots=True)
class Outcome:
    """What a sync would do: the files to write, and what a person has to decide."""

    files: Files = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def pairs(portal: Portal, tags: Collection[str] = ()) -> Iterator[Pair]:
    """Yield every source page with its translation into every language (or these), whether there is one or not.

    A translation is at the path of its source page; one that a renaming left behind is known by its id.
    """
    sources = portal.pages[portal.register.source]
    for tag in tags or portal.register.languages:
        if tag != portal.register.source:
            pages = portal.pages.get(tag, {})
            left = {page.id: page for page in pages.values() if page.path not in sources}
            for source in sources.values():
                record = portal.records.get(tag, {}).get(source.id)
                yield Pair(source, tag, pages.get(source.path) or left.get(source.id), record)


def readable(portal: Portal, pair: Pair) -> bool:
    """Tell whether page and record are either absent or could be read: what is broken is left alone."""
    page = pair.page or not (portal.root / pair.file).exists()
    record = pair.record or not (portal.root / record_file(pair.tag, pair.source.id)).exists()
    return bool(page and record)


def merged(portal: Portal, pair: Pair) -> Merged:
    """Return a translation merged with its record."""
    empty = PageRecord(record_file(pair.tag, pair.source.id), pair.source.id)
    text = pair.page.text if pair.page else None
    file = pair.page.file if pair.page else pair.file
    return merge(pair.source.text, text, pair.record or empty, file, portal.settings.today)


def sync_portal(portal: Portal, tags: Collection[str] = (), first: str = "") -> Outcome:
    """Return what brings translations, records and sources together, in all languages or in these.

    `first` is the state of translations that get their first record: "machine" where a machine made them.
    """
    outcome = Outcome()
    for pair in pairs(portal, tags):
        if (pair.page or pair.record) and readable(portal, pair):
            done = merged(portal, pair)
            if first and done.record.units and not (pair.record and pair.record.texts):
                done = replace(done, record=replace(done.record, state=first))
            outcome.findings.extend(done.findings)
            outcome.files.update(changed(portal, pair, done))
    return outcome


def changed(portal: Portal, pair: Pair, done: Merged) -> Files:
    """Return the files a merge changes; a page that a renaming left behind moves to the path of its source."""
    files: Files = {}
    if pair.page and pair.page.file != pair.file:
        files[pair.page.file] = None
    if done.text is not None and (pair.page is None or pair.page.file != pair.file or done.text != pair.page.text):
        files[pair.file] = _as_typed(portal, pair, done.text)
    if done.record != (pair.record or PageRecord(done.record.file, done.record.page)):
        files[done.record.file] = record_bytes(done.record, pair.tag)
    return files


def _as_typed(portal: Portal, pair: Pair, text: str) -> bytes:
    """Return a page's bytes with the line ends its file has."""
    before = (portal.root / pair.page.file).read_bytes() if pair.page else b""
    return (text.replace("\n", "\r\n") if b"\r\n" in before else text).encode("utf-8")


def named(portal: Portal, name: str) -> Page | None:
    """Return the source page somebody means: by its id, its path or its file in any language."""
    sources = portal.pages[portal.register.source]
    path = name.removeprefix("./")
    if path.startswith("content/"):
        path = path.split("/", 2)[-1]
    known = sources.get(path) or sources.get(f"{path}.md") or sources.get(f"{path.rstrip('/')}/index.md")
    return known or next((page for page in sources.values() if page.id == name), None)


def nearest(portal: Portal, name: str) -> str:
    """Return the id of the page somebody may have meant, or an empty string."""
    ids = [page.id for page in portal.pages[portal.register.source].values()]
    return next(iter(get_close_matches(name, ids, 1, 0.4)), "")
