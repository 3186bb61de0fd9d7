"""Write a page's translation as XLIFF 1.2 or 2.1, for OmegaT, Trados and translation offices.

Inline Markdown stays text, line breaks stay: one unit is one segment. (OASIS XLIFF 1.2, 2008; XLIFF 2.1, 2018.)
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lotse.model import PageRecord, Segment, Unit
from lotse.read.segments import Document

NAMESPACES = {"1.2": "urn:oasis:names:tc:xliff:document:1.2", "2.1": "urn:oasis:names:tc:xliff:document:2.0"}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What XML 1.0 cannot hold, or gives back as another character.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\r\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NO_TOKEN = re.compile(r"[^A-Za-z0-9_.-]")


def xliff_bytes(page: Document, record: PageRecord, languages: tuple[str, str], version: str = "1.2") -> bytes:
    """Return the XLIFF file of a page: its segments as they are now, with what the record says of each.

    `languages` are the tags of source and target, `version` is "1.2" or "2.1". A segment with a character that XML cannot
    hold is left out: it keeps its text.
    """
    known = {unit.number: unit for unit in record.units}
    units = [
        (number, segment, known.get(number, Unit(number, segment.text, "")))
        for number, segment in enumerate(page.segments)
        if not UNWRITABLE.search(segment.text + known[number].text if number in known else segment.text)
    ]
    root = (_root_1 if version == "1.2" else _root_2)(record, languages)
    body = root.find("file/body") if version == "1.2" else root.find("file")
    assert body is not None
    for number, segment, unit in units:
        (_unit_1 if version == "1.2" else _unit_2)(body, record, number, segment, unit)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def unit_id(page: str, number: int, version: str) -> str:
    """Return a unit's id: the id of its page and the index of its segment; XLIFF 2 allows few characters (NMTOKEN)."""
    return f"{page}/{number}" if version == "1.2" else f"{NO_TOKEN.sub('_', page)}.{number}"


def _root_1(record: PageRecord, languages: tuple[str, str]) -> Element:
    root = Element("xliff", {"xmlns": NAMESPACES["1.2"], "version": "1.2"})
    named = {"original": record.page, "source-language": languages[0], "target-language": languages[1]}
    SubElement(SubElement(root, "file", named | {"datatype": "x-markdown"}), "body")
    return root


def _unit_1(body: Element, record: PageRecord, number: int, segment: Segment, unit: Unit) -> None:
    made = SubElement(body, "trans-unit", {"id": unit_id(record.page, number, "1.2"), SPACE: "preserve"})
    SubElement(made, "source").text = segment.text
    state, more = _state_1(record, segment, unit)
    SubElement(made, "target", {"state": state} | more).text = unit.text
    for note in _notes(segment, unit):
        SubElement(made, "note").text = note


def _state_1(record: PageRecord, segment: Segment, unit: Unit) -> tuple[str, dict[str, str]]:
    if not unit.text:
        return "needs-translation", {}
    if unit.machine:
        return "needs-review-translation", {"state-qualifier": "mt-suggestion"}
    if unit.fuzzy or unit.source != segment.text:
        return "needs-review-translation", {}
    return ("signed-off" if record.state == "reviewed" else "translated"), {}


def _root_2(record: PageRecord, languages: tuple[str, str]) -> Element:
    named = {"version": "2.1", "srcLang": languages[0], "trgLang": languages[1]}
    root = Element("xliff", {"xmlns": NAMESPACES["2.1"]} | named)
    SubElement(root, "file", {"id": f"f.{NO_TOKEN.sub('_', record.page)}", "original": record.page})
    return root


def _unit_2(body: Element, record: PageRecord, number: int, segment: Segment, unit: Unit) -> None:
    named = {"id": unit_id(record.page, number, "2.1"), "name": f"{record.page}/{number}", "canResegment": "no"}
    made = SubElement(body, "unit", named | {SPACE: "preserve"})
    notes = SubElement(made, "notes")
    for note in _notes(segment, unit):
        SubElement(notes, "note").text = note
    inner = SubElement(made, "segment", _state_2(record, segment, unit))
    SubElement(inner, "source").text = segment.text
    if unit.text:
        SubElement(inner, "target").text = unit.text


def _state_2(record: PageRecord, segment: Segment, unit: Unit) -> dict[str, str]:
    if not unit.text:
        return {"state": "initial"}
    if unit.machine:
        return {"state": "initial", "subState": "lotse:machine"}
    if unit.fuzzy or unit.source != segment.text:
        return {"state": "initial", "subState": "lotse:stale"}
    return {"state": "reviewed" if record.state == "reviewed" else "translated"}


def _notes(segment: Segment, unit: Unit) -> Iterator[str]:
    """Yield what helps to translate a segment: what it is, what it said before, what translators noted."""
    yield f"{segment.kind} {segment.level}" if segment.level else segment.kind
    before = unit.previous or (unit.source if unit.source != segment.text else "")
    notes = [f"before: {before}"] if before else []
    yield from (UNWRITABLE.sub(" ", note) for note in (*notes, *unit.notes))
