"""Read XLIFF that comes back from a translator, and say what it would change; nothing is written here.

The file is a stranger's: without a document type there are no entities, so none is accepted, and size is limited. That is
all defusedxml would add.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers.expat import ExpatError, ParserCreate

from lotse.exchange.page_po import breaking
from lotse.exchange.xliff import NAMESPACES, UNWRITABLE, unit_id
from lotse.model import PageRecord, Unit
from lotse.read.segments import Document, document, normal
from lotse.report import Finding

MOST_BYTES = 8_000_000
UNFINISHED = re.compile("new|initial|needs-.*")
MARKS = frozenset({"mrk", "sm", "em"})  # a tool's remarks; their words are ours


@dataclass(frozen=True, slots=True)
class Change:
    """One translation an imported file would put in place of another; `fuzzy` where its translator is not done."""

    number: int
    source: str
    before: str
    after: str
    fuzzy: bool = False


@dataclass(frozen=True, slots=True)
class _Target:
    id: str
    line: int
    source: str
    text: str
    fuzzy: bool


class _Refused(Exception):
    pass


def changes(
    raw: bytes, file: str, page: Document, record: PageRecord, languages: tuple[str, str], found: list[Finding]
) -> tuple[Change, ...]:
    """Return what an XLIFF file (1.2, 2.0 or 2.1) would change in the record of a page's translation.

    `page` is the source page as it is now, `languages` the tags of source and target. A file of another page or language is
    refused; so is each unit whose source is no longer that of the page, or whose translation would not stay one segment.
    Units without translation change nothing. Every refusal is a finding.
    """
    try:
        root = _parsed(raw)
        version = _version(root)
        part = _file(root, version, record.page, languages)
    except (_Refused, ExpatError, ParseError, ValueError, LookupError) as error:
        mend = (
            "Ask for the file again as XLIFF 1.2 or 2.1, and import it for the page and language it was exported for."
        )
        found.append(Finding(file, getattr(error, "lineno", 1), "M010", f"The file is refused: {error}.", mend))
        return ()
    taken: dict[int, _Target] = {}
    for target in _targets(part, version, raw.decode("utf-8", "replace")):
        number = _number(target, page, record.page, version)
        fault = _fault(target, number, page, taken)
        if fault:
            found.append(Finding(file, target.line, *fault))
        elif number is not None and target.text.strip():
            taken[number] = target
    return tuple(_changes(file, page, record, taken, found))


def _parsed(raw: bytes) -> Element:
    """Return the root of an XML file without a document type, and so without entities."""
    if len(raw) > MOST_BYTES:
        raise _Refused(f"it has {len(raw)} bytes, more than {MOST_BYTES}")

    def refuse(*_: object) -> NoReturn:
        raise _Refused("it has a document type (DTD), which can hide entities")

    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(raw, True)
    return fromstring(raw)


def _version(root: Element) -> str:
    for version, namespace in NAMESPACES.items():
        if root.tag == f"{{{namespace}}}xliff":
            return version
    raise _Refused(f"it is no XLIFF 1.2 or 2 but <{root.tag[:80]}>")


def _file(root: Element, version: str, page: str, languages: tuple[str, str]) -> Element:
    """Return the element with the units of this page."""
    name = f"{{{NAMESPACES[version]}}}"
    parts = [part for part in root.iter(f"{name}file") if part.get("original") == page]
    if len(parts) != 1:
        pages = ", ".join(sorted({part.get("original", "?")[:80] for part in root.iter(f"{name}file")})) or "no page"
        raise _Refused(f"it is of {pages}, not of {page}")
    holder, keys = (
        (parts[0], ("source-language", "target-language")) if version == "1.2" else (root, ("srcLang", "trgLang"))
    )
    for key, wanted in zip(keys, languages, strict=True):
        if holder.get(key, wanted).lower() != wanted.lower():
            raise _Refused(f"its {key} is {holder.get(key)}, not {wanted}")
    return parts[0]


def _targets(part: Element, version: str, text: str) -> Iterator[_Target]:
    name = f"{{{NAMESPACES[version]}}}"
    for unit in part.iter(f"{name}trans-unit" if version == "1.2" else f"{name}unit"):
        pieces = (
            [unit]
            if version == "1.2"
            else [piece for piece in unit if piece.tag in (f"{name}segment", f"{name}ignorable")]
        )
        sources = [_words(piece.find(f"{name}source")) for piece in pieces]
        targets = [_words(piece.find(f"{name}target")) for piece in pieces]
        whole = all(target or piece.tag.endswith("ignorable") for target, piece in zip(targets, pieces, strict=True))
        said = "".join(target or source for target, source in zip(targets, sources, strict=True)) if whole else ""
        known = unit.get("id", "")
        line = text.count("\n", 0, max(0, text.find(f'id="{known}"'))) + 1
        yield _Target(known, line, "".join(sources), said, any(_unfinished(piece, name) for piece in pieces))


def _words(element: Element | None) -> str:
    """Return the text of an element; inline codes were never exported and cannot come back."""
    if element is None:
        return ""
    foreign = [inner for inner in element.iter() if inner is not element and inner.tag.rpartition("}")[2] not in MARKS]
    return "\0" if foreign else "".join(element.itertext())


def _unfinished(piece: Element, name: str) -> bool:
    target = piece.find(f"{name}target")
    state = piece.get("state") or (target.get("state") if target is not None else "") or ""
    return bool(UNFINISHED.fullmatch(state))


def _number(target: _Target, page: Document, record: str, version: str) -> int | None:
    match = re.search(r"[./](\d{1,6})$", target.id)
    number = int(match.group(1)) if match else -1
    return number if 0 <= number < len(page.segments) and target.id == unit_id(record, number, version) else None


def _fault(
    target: _Target, number: int | None, page: Document, taken: dict[int, _Target]
) -> tuple[str, str, str] | None:
    """Return code, what and mend of a unit that is left out."""
    if number is None:
        return (
            "M011",
            f"The page has no segment `{target.id[:80]}`.",
            "Export the page again, and carry the translation over.",
        )
    if number in taken:
        return "M011", f"The unit `{target.id}` stands there twice.", "Keep one of them."
    if "\0" in target.source + target.text or UNWRITABLE.search(target.text):
        return (
            "M012",
            f"`{target.id}` has inline codes, which were never exported.",
            "Write the marks of Markdown as text.",
        )
    if normal(target.source) != normal(page.segments[number].text):
        what = f"The source of `{target.id}` has changed since the export: it was {target.source[:60]!r}."
        return "M011", what, "Export the page again, and carry the translation over."
    return None


def _changes(
    file: str, page: Document, record: PageRecord, taken: dict[int, _Target], found: list[Finding]
) -> Iterator[Change]:
    texts = {number: target.text for number, target in sorted(taken.items())}
    broken = breaking(page, texts)
    written = document(
        page.with_texts({number: text for number, text in texts.items() if number not in broken})
    ).segments
    before = {unit.number: unit for unit in record.units}
    for number, target in sorted(taken.items()):
        source = page.segments[number].text
        had = before.get(number, Unit(number, source, ""))
        if number in broken:
            what = f"`{target.id}` would become something else: {target.text[:60]!r}."
            mend = r"Put a backslash before the first character: `\#`, `\-`, `1\.`."
            found.append(Finding(file, target.line, "M012", what, mend))
            continue
        after = written[
            number
        ].text  # as the page would say it: without blank lines, on one line where there is but one
        if had.text != after or (not target.fuzzy and (had.fuzzy or had.machine or had.source != source)):
            yield Change(number, source, had.text, after, target.fuzzy)
