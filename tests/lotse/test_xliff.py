"""XLIFF: every segment goes out and comes back as it was; what a stranger sends is refused or shown, never written."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from segment_pages import TORTURE, text_of

from lotse.exchange.page_po import record_of, translated
from lotse.exchange.xliff import NAMESPACES, SPACE, UNWRITABLE, xliff_bytes
from lotse.exchange.xliff_import import MOST_BYTES, Change, changes
from lotse.read.segments import Document, document, normal
from lotse.report import Finding
from lotse.translation import PageRecord, Unit
from scenario import ROOT

CASES = sorted((ROOT / "tests" / "golden" / "exchange").glob("*.yml"))
VERSIONS = ("1.2", "2.1")
LANGUAGES = ("de", "ar")
PAGE = document("---\ntitle: Titel\n---\n\nEins.\n\nZwei\nZeilen & <b>mehr</b> ]]>.\n\n- drei\n\nVier.\n")
UNITS = (
    Unit(0, "Titel", "عنوان"),
    Unit(1, "Uno.", "One.", previous="Un."),
    Unit(2, "Zwei\nZeilen & <b>mehr</b> ]]>.", "Two\nlines & <b>more</b> ]]>.", notes=("wer?",)),
    Unit(3, "drei", "three", machine=True),
    Unit(4, "Vier.", "Four.", fuzzy=True),
)
RECORD = PageRecord("locales/ar/pages/a b.po", "a/b ü", UNITS, state="reviewed")


def back(raw: bytes, page: Document, record: PageRecord) -> tuple[Change, ...]:
    found: list[Finding] = []
    result = changes(raw, "file.xlf", page, record, LANGUAGES, found)
    assert found == []
    return result


def part(element: Element, path: str, version: str) -> list[Element]:
    """Return what is at a path of names in the namespace of a version."""
    names = {"x": NAMESPACES[version]}
    return element.findall("/".join(f"x:{name}" for name in path.split("/")), names)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_file_that_comes_back_earns_exactly_these_findings_and_changes(case: Path) -> None:
    golden: dict[str, Any] = yaml.safe_load(case.read_text(encoding="utf-8"))
    assert set(golden) == {"given", "expect", "changes"}
    page, found = document(golden["given"]["page"]), []
    record = record_of("en", "a", page)
    made = changes(golden["given"]["xliff"].encode(), "file.xlf", page, record, ("de", "en"), found)
    assert [f"{one.file}:{one.line} {one.code}" for one in found] == golden["expect"], "\n".join(map(str, found))
    assert {change.number: change.after for change in made} == golden["changes"]
    assert record == record_of("en", "a", page)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_file_nobody_touched_changes_nothing(version: str) -> None:
    raw = xliff_bytes(PAGE, RECORD, LANGUAGES, version)
    assert raw == xliff_bytes(PAGE, RECORD, LANGUAGES, version)
    assert back(raw, PAGE, RECORD) == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_what_a_translator_confirms_is_a_change_though_the_words_stay(version: str) -> None:
    raw = xliff_bytes(PAGE, RECORD, LANGUAGES, version)
    for unfinished in (
        b"needs-review-translation",
        b'initial" subState="lotse:stale',
        b'initial" subState="lotse:machine',
    ):
        raw = raw.replace(unfinished, b"translated")
    assert back(raw, PAGE, RECORD) == (
        Change(1, "Eins.", "One.", "One."),
        Change(3, "drei", "three", "three"),
        Change(4, "Vier.", "Four.", "Four."),
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_a_translator_sees_the_source_the_state_and_what_it_said_before(version: str) -> None:
    root = fromstring(xliff_bytes(PAGE, RECORD, LANGUAGES, version))
    path = "file/body/trans-unit" if version == "1.2" else "file/unit"
    units = part(root, path, version)
    assert [unit.get(SPACE) for unit in units] == ["preserve"] * 5
    inner = [part(unit, "segment", version)[0] for unit in units] if version == "2.1" else units
    assert [part(one, "source", version)[0].text for one in inner] == [one.text for one in PAGE.segments]
    assert [part(one, "target", version)[0].text for one in inner] == [unit.text for unit in UNITS]
    notes = [
        [note.text for note in part(unit, "notes/note" if version == "2.1" else "note", version)] for unit in units
    ]
    assert notes == [["title"], ["paragraph", "before: Un."], ["paragraph", "wer?"], ["item 1"], ["paragraph"]]
    states = [(part(one, "target", version)[0] if version == "1.2" else one).get("state") for one in inner]
    review = "needs-review-translation"
    assert (
        states
        == {
            "1.2": ["signed-off", review, "signed-off", review, review],
            "2.1": ["reviewed", "initial", "reviewed", "initial", "initial"],
        }[version]
    )


def test_the_structure_is_that_of_the_standards() -> None:
    old, new = (fromstring(xliff_bytes(PAGE, replace(RECORD, units=()), LANGUAGES, version)) for version in VERSIONS)
    file = part(old, "file", "1.2")[0]
    assert dict(file.attrib) == {
        "original": RECORD.page,
        "source-language": "de",
        "target-language": "ar",
        "datatype": "x-markdown",
    }
    names = [child.tag.rpartition("}")[2] for child in part(file, "body/trans-unit", "1.2")[0]]
    assert names == ["source", "target", "note"]
    assert (new.get("version"), new.get("srcLang"), new.get("trgLang")) == ("2.1", "de", "ar")
    units = part(new, "file/unit", "2.1")
    assert [child.tag.rpartition("}")[2] for child in units[0]] == ["notes", "segment"]
    ids = [unit.get("id", "") for unit in units] + [part(new, "file", "2.1")[0].get("id", "")]
    assert len(set(ids)) == len(ids) and all(set(one) <= set("abcdefghijklmnopqrstuvwxyz0123456789._") for one in ids)
    assert part(units[0], "segment/target", "2.1") == []


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("file", TORTURE, ids=lambda file: file.stem)
def test_torture_pages_come_back_byte_for_byte(file: Path, version: str) -> None:
    check_round_trip(text_of(file), version)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_page_of_the_demo_comes_back_byte_for_byte(version: str) -> None:
    for file in sorted((ROOT / "content").rglob("*.md")):
        check_round_trip(text_of(file), version)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_page_of_a_real_region_comes_back_byte_for_byte(version: str, region: Path) -> None:
    for file in sorted(region.rglob("*.md")):
        check_round_trip(text_of(file), version)


def check_round_trip(text: str, version: str) -> None:
    page = document(text)
    full, empty = record_of("ar", "a", page, page), record_of("ar", "a", page)
    made = back(xliff_bytes(page, full, LANGUAGES, version), page, empty)
    left_out = [n for n, one in enumerate(page.segments) if UNWRITABLE.search(one.text)]
    assert [change.number for change in made] == [n for n in range(len(page.segments)) if n not in left_out]
    assert page.with_texts({change.number: change.after for change in made}) == text


def test_every_translation_of_the_demo_comes_back_through_both_versions() -> None:
    for file in sorted((ROOT / "content" / "ar").rglob("*.md")):
        source = document(text_of(ROOT / "content" / "de" / file.relative_to(ROOT / "content" / "ar")))
        full = record_of("ar", "a", source, document(text_of(file)))
        for version in VERSIONS:
            made = back(xliff_bytes(source, full, LANGUAGES, version), source, replace(full, units=()))
            assert {change.number: change.after for change in made} == full.texts


@given(st.text(min_size=1), st.sampled_from(VERSIONS))
def test_any_words_come_back_or_are_named(words: str, version: str) -> None:
    record = replace(RECORD, units=(Unit(1, "Eins.", words),))
    found: list[Finding] = []
    raw = xliff_bytes(PAGE, record, LANGUAGES, version)
    made = {one.number: one.after for one in changes(raw, "f", PAGE, replace(record, units=()), LANGUAGES, found)}
    assert normal(made.get(1, "")) == normal(words) or found or UNWRITABLE.search(words) or not words.strip()


@given(st.binary(max_size=200))
def test_no_bytes_whatsoever_do_more_than_earn_a_finding(raw: bytes) -> None:
    found: list[Finding] = []
    assert changes(raw, "f", PAGE, RECORD, LANGUAGES, found) == ()
    assert [one.code for one in found] == ["M010"]


def test_a_file_too_large_is_refused_before_it_is_read() -> None:
    found: list[Finding] = []
    assert changes(b" " * (MOST_BYTES + 1), "f", PAGE, RECORD, LANGUAGES, found) == ()
    assert "bytes" in found[0].what


def test_an_imported_translation_makes_the_page() -> None:
    source = "---\ntitle: Titel\n---\n\nEins.\n"
    page = document(source)
    full = PageRecord("", "a", (Unit(0, "Titel", "Title"), Unit(1, "Eins.", "One.")))
    made = back(xliff_bytes(page, full, LANGUAGES, "2.1"), page, record_of("ar", "a", page))
    units = tuple(Unit(one.number, one.source, one.after) for one in made)
    assert translated(source, replace(full, units=units)) == "---\ntitle: Title\n---\n\nOne.\n"


@pytest.mark.parametrize(("tag", "codes"), [("g", ["M012"]), ("mrk", [])])
def test_elements_nested_a_hundred_thousand_deep_are_read_or_refused_like_others(tag: str, codes: list[str]) -> None:
    page, found = document("---\nid: a\ntitle: Titel\n---\n\nEins.\n"), []
    deep = f"<{tag}>" * 100_000 + "Title" + f"</{tag}>" * 100_000
    xliff = (
        f'<xliff xmlns="{NAMESPACES["1.2"]}" version="1.2"><file original="a" source-language="de" target-language="en" '
        f'datatype="x-markdown"><body><trans-unit id="a/0"><source>Titel</source><target>{deep}</target></trans-unit>'
        "</body></file></xliff>"
    )
    made = changes(
        xliff.encode(), "file.xlf", page, PageRecord(file="locales/en/pages/a.po", page="a"), ("de", "en"), found
    )
    assert [one.code for one in found] == codes
    assert [one.after for one in made] == ([] if codes else ["Title"])
