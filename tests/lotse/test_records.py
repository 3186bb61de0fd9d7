"""Records of translations: Markdown to PO and back loses no byte, what tools write is understood, nothing is guessed."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from segment_pages import TORTURE, text_of

from lotse.exchange.page_po import breaking, record_bytes, record_of, template_bytes, translated, without_source_fields
from lotse.model import PageRecord, Unit
from lotse.read.records import headers, number_of, read_record, read_records, record_file
from lotse.read.segments import document
from lotse.report import Finding
from scenario import ROOT

FULL = PageRecord(
    record_file("ar", "safety-fire"),
    "safety-fire",
    (
        Unit(0, "Wenn es brennt", "إذا اندلع حريق", synced="01234567"),
        Unit(
            1,
            'Zwei\nZeilen mit "Zeichen" \\ und\tTab',
            "a\nb",
            previous="Alt\nund anders",
            fuzzy=True,
            machine=True,
            stale="2026-11-01",
        ),
        Unit(2, "50 % der Leute", "", notes=("fragen: wer?",), minor=("2026-11-23 Ada: Komma", "2026-11-24 Bo: Punkt")),
    ),
    state="reviewed",
    reviewer="Ada 2026-11-23",
    waiver="2026-12-31 Bo: wartet auf Antwort",
)


def written(root: Path, record: PageRecord, raw: bytes | None = None) -> Path:
    file = root / record.file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(record_bytes(record, "ar") if raw is None else raw)
    return file


def read(root: Path, record: PageRecord) -> PageRecord:
    found: list[Finding] = []
    result = read_record(root, record.file, found)
    assert found == [] and result is not None
    return result


def through_po(root: Path, record: PageRecord) -> PageRecord:
    written(root, record)
    return read(root, record)


def test_everything_in_a_record_comes_back(tmp_path: Path) -> None:
    back = through_po(tmp_path, FULL)
    assert back == FULL
    assert record_bytes(back, "ar") == record_bytes(FULL, "ar")
    assert back.texts == {0: "إذا اندلع حريق"}


def test_a_record_has_no_dates_places_or_formats_that_nobody_wrote() -> None:
    text = record_bytes(FULL, "ar").decode()
    assert headers(text)["X-Lotse-Waiver"] == FULL.waiver
    assert headers(text)["Language"] == "ar"
    assert all(word not in text for word in ("POT-Creation", "Revision", "#:", "python-format", "Babel"))


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), min_size=1, max_size=4), st.text(max_size=10))
def test_any_texts_come_back(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]], previous: str
) -> None:
    units = tuple(Unit(n, source, text, previous=previous) for n, (source, text) in enumerate(texts))
    record = replace(FULL, units=units)
    assert through_po(tmp_path_factory.mktemp("po"), record).units == units


@pytest.mark.parametrize("file", TORTURE, ids=lambda file: file.stem)
def test_torture_pages_come_back_byte_for_byte(file: Path, tmp_path: Path) -> None:
    check_round_trip(tmp_path, text_of(file))


def test_every_page_of_the_demo_comes_back_byte_for_byte(tmp_path: Path) -> None:
    for file in sorted((ROOT / "content").rglob("*.md")):
        check_round_trip(tmp_path, text_of(file))


def test_every_page_of_a_real_region_comes_back_byte_for_byte(tmp_path: Path, region: Path) -> None:
    for file in sorted(region.rglob("*.md")):
        check_round_trip(tmp_path, text_of(file))


def check_round_trip(root: Path, text: str) -> None:
    page = document(text)
    record = through_po(root, record_of("ar", "a", page, page))
    assert [unit.text for unit in record.units] == [one.text for one in page.segments]
    assert page.with_texts(record.texts) == text
    assert translated(text, record) == without_source_fields(text)


def test_every_translation_of_the_demo_is_its_source_page_and_its_record(tmp_path: Path) -> None:
    pairs = 0
    for file in sorted((ROOT / "content").glob("*/**/*.md")):
        tag, _, path = file.relative_to(ROOT / "content").as_posix().partition("/")
        source = ROOT / "content" / "de" / path
        if tag != "de" and source.is_file():
            pairs += 1
            text, made = text_of(file), document(text_of(file))
            record = through_po(tmp_path, record_of(tag, "a", document(text_of(source)), made))
            assert made.with_texts(record.texts) == text
            assert body(translated(text_of(source), record)) == body(text), file
    assert pairs > 200


def test_every_translation_of_a_region_with_the_shape_of_its_source_is_made_of_it(tmp_path: Path, region: Path) -> None:
    pairs = 0
    for file in sorted((region / "en").rglob("*.md")):
        source = region / "de" / file.relative_to(region / "en")
        if source.is_file() and document(text_of(source)).shape == document(text_of(file)).shape:
            pairs += 1
            record = through_po(tmp_path, record_of("en", "a", document(text_of(source)), document(text_of(file))))
            assert body(translated(text_of(source), record)) == body(text_of(file)), file
    assert pairs > 100


def body(text: str) -> str:
    return text.split("---\n", 2)[2]


def test_what_is_stale_fuzzy_or_missing_stays_in_the_source_language() -> None:
    source = "---\nid: a\ntitle: Neu\npriority: safety\nfor: [fire,\n  danger]\nchecked: 2026-11-01\n---\n\nEins.\n\nZwei.\n\nDrei.\n"
    units = (
        Unit(0, "Alt", "Old"),
        Unit(1, "Eins.", "One."),
        Unit(2, "Zwei.", "Two.", fuzzy=True),
        Unit(3, "Drei.", ""),
    )
    made = translated(source, replace(FULL, page="a", units=units))
    assert made == "---\nid: a\ntitle: Neu\nchecked: 2026-11-01\n---\n\nOne.\n\nZwei.\n\nDrei.\n"


def test_texts_that_would_become_something_else_are_named() -> None:
    page = document("Eins.\n\nZwei.\n\n- drei\n")
    assert breaking(page, {0: "- One.", 1: "Two.\nAnd more.", 2: "three"}) == (0,)
    assert breaking(page, {0: "One.", 2: "# three"}) == (2,)
    assert breaking(page, {0: "One."}) == ()
    table = document("| a | b |\n| --- | --- |\n| c | d |\n")
    assert breaking(table, {0: "x`", 2: "`y", 3: "z`"}) == (0, 2, 3)


def test_a_template_holds_every_segment_and_no_translation() -> None:
    text = template_bytes("a", document("---\ntitle: A\n---\n\nText mit 50 % davon.\n")).decode()
    assert headers(text)["X-Lotse-Page"] == "a"
    assert 'msgctxt "a/1"\nmsgid "Text mit 50 % davon."\nmsgstr ""\n' in text
    assert "#," not in text


def test_an_id_never_leads_out_of_its_folder() -> None:
    assert record_file("ar", "../../x") == "locales/ar/pages/..%2F..%2Fx.po"
    assert (number_of("a/b/3", "a/b"), number_of("a/3", "b"), number_of("a/03", "a"), number_of("a/-1", "a")) == (
        3,
        None,
        None,
        None,
    )


def test_a_broken_record_hides_no_other(tmp_path: Path) -> None:
    written(tmp_path, FULL)
    (tmp_path / "locales/ar/pages/broken.po").write_text('msgid "', encoding="utf-8")
    found: list[Finding] = []
    assert read_records(tmp_path, "ar", found) == {"safety-fire": FULL}
    assert [finding.code for finding in found] == ["M001"]


@pytest.mark.parametrize("change", [lambda raw: raw.replace(b"\n", b"\r\n"), lambda raw: b"\xef\xbb\xbf" + raw])
def test_records_saved_by_other_editors_are_understood(tmp_path: Path, change: object) -> None:
    assert callable(change)
    written(tmp_path, FULL, change(record_bytes(FULL, "ar")))
    assert read(tmp_path, FULL) == FULL


@pytest.mark.skipif(not shutil.which("msgcat"), reason="gettext's msgcat is not installed")
def test_gettext_reads_a_record_and_gives_it_back(tmp_path: Path) -> None:
    file = written(tmp_path, FULL)
    subprocess.run(["msgfmt", "--check-format", "-o", "/dev/null", file], check=True, capture_output=True)
    done = subprocess.run(["msgcat", "--no-wrap", file], check=True, capture_output=True)
    file.write_bytes(done.stdout)
    assert read(tmp_path, FULL) == FULL
