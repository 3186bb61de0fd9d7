"""The sync of a translation and its record: no edit of either side is lost, nothing stale goes unnoticed."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotse.exchange.carrying import collapsed
from lotse.exchange.page_po import record_bytes
from lotse.exchange.sync import Merged, merge
from lotse.read.records import read_record
from lotse.read.segments import document
from lotse.report import Finding
from lotse.translation import PageRecord, Unit

TODAY = date(2026, 11, 23)
FILE = "content/en/a.md"
SOURCE = """\
---
id: a
title: Titel
priority: safety
---

Rufen Sie [die Hilfe](../help.md) an. Sie kostet nichts.

## Wenn es brennt {#fire}

- Gehen Sie hinaus.
- Warnen Sie die Nachbarn.

[[notruf]]
"""
ENGLISH = """\
---
id: a
title: Title
checked: 2026-11-01
---

Call [the help line](../help.md). It costs nothing.

## When it burns {#fire}

- Go outside.
- Warn the neighbours.

[[notruf]]
"""


def sync(source: str, translation: str | None, record: PageRecord | None = None) -> Merged:
    """Return a merge, which a second one must not change."""
    merged = merge(source, translation, record or PageRecord("locales/en/pages/a.po", "a"), FILE, TODAY)
    assert merge(source, merged.text, merged.record, FILE, TODAY) == merged
    return merged


@pytest.fixture
def synced() -> PageRecord:
    """Return the record of the translation after its first sync."""
    return sync(SOURCE, ENGLISH).record


def with_unit(record: PageRecord, number: int, **changes: object) -> PageRecord:
    units = tuple(replace(unit, **changes) if unit.number == number else unit for unit in record.units)  # type: ignore[arg-type]
    return replace(record, units=units)


def stale(merged: Merged) -> list[int]:
    return [unit.number for unit in merged.record.units if unit.fuzzy or unit.stale]


def test_the_first_sync_takes_the_page_as_the_translation_of_its_source() -> None:
    merged = sync(SOURCE, ENGLISH)
    assert merged.text == ENGLISH and not merged.findings and stale(merged) == []
    assert [(unit.source, unit.text) for unit in merged.record.units][:2] == [
        ("Titel", "Title"),
        (
            "Rufen Sie [die Hilfe](../help.md) an. Sie kostet nichts.",
            "Call [the help line](../help.md). It costs nothing.",
        ),
    ]
    assert all(unit.synced for unit in merged.record.units)


def test_an_edit_of_the_page_is_carried_into_the_record(synced: PageRecord) -> None:
    merged = sync(SOURCE, ENGLISH.replace("Go outside.", "Leave the building at once."), synced)
    assert merged.record.units[3].text == "Leave the building at once." and not merged.findings


def test_an_edit_of_the_record_is_carried_into_the_page(synced: PageRecord) -> None:
    merged = sync(SOURCE, ENGLISH, with_unit(synced, 3, text="Leave the building at once."))
    assert merged.text == ENGLISH.replace("Go outside.", "Leave the building at once.") and not merged.findings


def test_a_fuzzy_text_of_the_record_stays_out_of_the_page(synced: PageRecord) -> None:
    merged = sync(SOURCE, ENGLISH, with_unit(synced, 3, text="Leave?", fuzzy=True))
    assert merged.text == ENGLISH and merged.record.units[3].text == "Leave?"


def test_an_edit_on_both_sides_is_a_conflict_and_stays_as_it_is(synced: PageRecord) -> None:
    edited, record = ENGLISH.replace("Go outside.", "Get out."), with_unit(synced, 3, text="Leave.", line=30)
    merged = sync(SOURCE, edited, record)
    assert merged.text == edited and merged.record.units[3].text == "Leave."
    assert [(one.file, one.line, one.code) for one in merged.findings] == [(FILE, 11, "S010")]
    assert "locales/en/pages/a.po:30" in merged.findings[0].what


def test_a_conflict_ends_when_the_record_is_emptied(synced: PageRecord) -> None:
    merged = sync(SOURCE, ENGLISH.replace("Go outside.", "Get out."), with_unit(synced, 3, text=""))
    assert merged.record.units[3].text == "Get out." and not merged.findings


def test_a_changed_source_makes_its_segment_stale_and_keeps_what_it_was(synced: PageRecord) -> None:
    merged = sync(SOURCE.replace("Gehen Sie hinaus.", "Bleiben Sie drinnen."), ENGLISH, synced)
    unit = merged.record.units[3]
    assert merged.text == ENGLISH and stale(merged) == [3]
    assert (unit.source, unit.previous, unit.fuzzy, unit.stale) == (
        "Bleiben Sie drinnen.",
        "Gehen Sie hinaus.",
        True,
        "2026-11-23",
    )
    later = merge(SOURCE.replace("Gehen Sie hinaus.", "Warten Sie."), ENGLISH, merged.record, FILE, date(2026, 12, 1))
    assert (later.record.units[3].previous, later.record.units[3].stale) == ("Gehen Sie hinaus.", "2026-11-23")


def test_a_change_taken_back_leaves_nothing_stale(synced: PageRecord) -> None:
    changed = sync(SOURCE.replace("Gehen Sie hinaus.", "Bleiben Sie drinnen."), ENGLISH, synced)
    assert sync(SOURCE, ENGLISH, changed.record).record == synced


def test_a_new_translation_of_a_stale_segment_is_fresh(synced: PageRecord) -> None:
    source = SOURCE.replace("Gehen Sie hinaus.", "Bleiben Sie drinnen.")
    changed = sync(source, ENGLISH, synced)
    by_page = sync(source, ENGLISH.replace("Go outside.", "Stay inside."), changed.record)
    by_record = sync(source, ENGLISH, with_unit(changed.record, 3, text="Stay inside.", fuzzy=False))
    assert stale(by_page) == stale(by_record) == []
    assert by_page.text == by_record.text and by_page.record.units[3] == by_record.record.units[3]


def test_touching_up_a_stale_segment_does_not_make_it_fresh(synced: PageRecord) -> None:
    source = SOURCE.replace("Warnen Sie die Nachbarn.", "Rufen Sie zuerst an.")
    merged = sync(source, ENGLISH.replace("Warn the neighbours.", "Warn the neighbors."), synced)
    assert stale(merged) == [4] and merged.record.units[4].text == "Warn the neighbors."


def test_a_changed_number_makes_a_stale_segment_fresh_however_small_it_is() -> None:
    source, english = "Der Beitrag kostet 12 Euro im Monat für alle.\n", "The fee is 12 euros a month for everybody.\n"
    record = sync(source, english).record
    changed = sync(source.replace("12", "13"), english, record)
    assert stale(changed) == [0]
    assert stale(sync(source.replace("12", "13"), english.replace("12", "13"), changed.record)) == []


def test_link_targets_follow_the_source_and_make_nothing_stale(synced: PageRecord) -> None:
    merged = sync(SOURCE.replace("../help.md", "help/line.md#now"), ENGLISH, synced)
    assert merged.text == ENGLISH.replace("../help.md", "help/line.md#now") and stale(merged) == []


def test_a_link_target_of_the_translation_stays(synced: PageRecord) -> None:
    own = ENGLISH.replace("../help.md", "https://example.org/en")
    merged = sync(SOURCE.replace("../help.md", "help/line.md"), own, sync(SOURCE, own, synced).record)
    assert merged.text == own


def test_attributes_and_facts_of_the_source_are_carried_along(synced: PageRecord) -> None:
    merged = sync(SOURCE.replace("[[notruf]]", "[[polizei]]").replace("{#fire}", "{#burning}"), ENGLISH, synced)
    assert merged.text == ENGLISH.replace("[[notruf]]", "[[polizei]]").replace("{#fire}", "{#burning}")
    assert stale(merged) == [] and not merged.findings


def test_markup_of_the_translation_is_not_overwritten(synced: PageRecord) -> None:
    own = ENGLISH.replace("[[notruf]]", "[[notruf]]\n\n[[polizei]]")
    record = sync(SOURCE, own, synced).record
    merged = sync(SOURCE.replace("[[notruf]]", "[[feuerwehr]]"), own, record)
    assert merged.text == own and [one.code for one in merged.findings] == ["S012"]


def test_a_new_paragraph_waits_in_the_source_language(synced: PageRecord) -> None:
    source = SOURCE.replace("## Wenn", "Ganz neu hier.\n\n## Wenn")
    merged = sync(source, ENGLISH, synced)
    assert merged.text == ENGLISH.replace("## When", "Ganz neu hier.\n\n## When")
    assert (merged.record.units[2].text, merged.record.units[2].stale) == ("", "2026-11-23")
    assert merged.record.units[3].text == "When it burns"
    done = sync(source, str(merged.text).replace("Ganz neu hier.", "Quite new here."), merged.record)
    assert done.record.units[2].text == "Quite new here." and stale(done) == []
    changed = sync(source.replace("Ganz neu hier.", "Noch neuer."), merged.text, merged.record)
    assert changed.text and "Noch neuer." in changed.text


def test_segments_move_with_their_translations(synced: PageRecord) -> None:
    source = SOURCE.replace(
        "- Gehen Sie hinaus.\n- Warnen Sie die Nachbarn.", "- Warnen Sie die Nachbarn.\n- Gehen Sie hinaus."
    )
    merged = sync(source, ENGLISH, synced)
    assert merged.text == ENGLISH.replace(
        "- Go outside.\n- Warn the neighbours.", "- Warn the neighbours.\n- Go outside."
    )
    assert stale(merged) == []


def test_a_removed_segment_takes_its_translation_along(synced: PageRecord) -> None:
    merged = sync(SOURCE.replace("- Warnen Sie die Nachbarn.\n", ""), ENGLISH, synced)
    assert merged.text == ENGLISH.replace("- Warn the neighbours.\n", "") and stale(merged) == []


@pytest.mark.parametrize("side", ["page", "record"])
def test_a_removed_segment_that_somebody_edited_is_kept_and_named(synced: PageRecord, side: str) -> None:
    source = SOURCE.replace("- Warnen Sie die Nachbarn.\n", "")
    page = ENGLISH.replace("Warn the", "Please warn all the") if side == "page" else ENGLISH
    record = with_unit(synced, 4, text="Please warn everybody.") if side == "record" else synced
    merged = sync(source, page, record)
    assert (merged.text, merged.record) == (page, record) and [one.code for one in merged.findings] == ["S011"]


def test_a_translation_that_follows_the_source_by_itself_keeps_its_words(synced: PageRecord) -> None:
    source = SOURCE.replace("## Wenn", "Ganz neu hier.\n\n## Wenn").replace("- Warnen Sie die Nachbarn.\n", "")
    page = ENGLISH.replace("## When", "Quite new here.\n\n## When").replace("- Warn the neighbours.\n", "")
    merged = sync(source, page, synced)
    assert merged.text == page and stale(merged) == [] and not merged.findings


def test_a_paragraph_lost_in_the_translation_is_not_put_back_in_silence(synced: PageRecord) -> None:
    page = ENGLISH.replace("- Warn the neighbours.\n", "")
    merged = sync(SOURCE, page, synced)
    assert merged.text == page and merged.record == synced and [one.code for one in merged.findings] == ["S011"]


def test_a_page_of_another_shape_gets_no_record() -> None:
    merged = sync(SOURCE, ENGLISH.replace("- Go outside.\n", ""))
    assert merged.record.units == () and [(one.line, one.code) for one in merged.findings] == [(1, "S011")]


def test_a_reviewed_page_is_reviewed_no_more_when_its_words_change(synced: PageRecord) -> None:
    record = replace(synced, state="reviewed", reviewer="Ada 2026-11-20")
    assert sync(SOURCE, ENGLISH, record).record.reviewer == "Ada 2026-11-20"
    changed = sync(SOURCE, ENGLISH.replace("Go outside.", "Leave at once."), record).record
    assert (changed.state, changed.reviewer) == ("review", "")


def test_a_record_without_a_page_makes_the_page_once_all_is_translated(synced: PageRecord) -> None:
    new = replace(synced, frame="", units=tuple(replace(unit, synced="") for unit in synced.units))
    merged = sync(SOURCE, None, new)
    assert merged.text == ENGLISH.replace("checked: 2026-11-01\n", "") and all(
        unit.synced for unit in merged.record.units
    )
    assert sync(SOURCE, None, with_unit(new, 3, text="")).text is None
    assert sync(SOURCE, None, with_unit(new, 3, fuzzy=True)).text is None


def test_a_deleted_page_is_not_made_again_in_silence(synced: PageRecord) -> None:
    merged = sync(SOURCE, None, synced)
    assert merged.text is None and merged.record == synced and [one.code for one in merged.findings] == ["S010"]


def test_a_text_that_would_become_something_else_is_not_written(synced: PageRecord) -> None:
    merged = sync(SOURCE, ENGLISH, with_unit(synced, 1, text="# Call", line=7))
    assert merged.text == ENGLISH and [(one.file, one.line, one.code) for one in merged.findings] == [
        ("locales/en/pages/a.po", 7, "S013")
    ]


@pytest.mark.parametrize(
    "reformatted",
    [
        lambda text: text.replace("](../help.md) an. Sie", "](../help.md) an.\nSie"),
        lambda text: text.replace("- ", "* "),
        lambda text: text.replace("\n## ", "\n\n## "),
        lambda text: text.replace("title: Titel", 'title: "Titel"'),
    ],
)
def test_reformatting_the_source_makes_nothing_stale(synced: PageRecord, reformatted: Callable[[str], str]) -> None:
    merged = sync(reformatted(SOURCE), ENGLISH, synced)
    assert stale(merged) == [] and not merged.findings


@pytest.mark.skipif(not shutil.which("msgattrib"), reason="gettext's msgattrib is not installed")
def test_a_translator_with_gettext_makes_a_stale_segment_fresh(synced: PageRecord, tmp_path: Path) -> None:
    source = SOURCE.replace("Gehen Sie hinaus.", "Bleiben Sie drinnen.")
    changed = sync(source, ENGLISH, replace(synced, state="machine")).record
    file = tmp_path / changed.file
    file.parent.mkdir(parents=True)
    file.write_bytes(record_bytes(changed, "en").replace(b"Go outside.", b"Stay inside."))
    subprocess.run(["msgattrib", "--clear-fuzzy", "--clear-previous", "--no-wrap", "-o", file, file], check=True)
    found: list[Finding] = []
    record = read_record(tmp_path, changed.file, found)
    assert record is not None and found == [] and record.units[3].stale == "2026-11-23"
    merged = sync(source, ENGLISH, record)
    assert merged.text == ENGLISH.replace("Go outside.", "Stay inside.") and stale(merged) == []
    assert merged.record.state == "machine" and merged.record.frame == changed.frame


WORDS = st.lists(
    st.sampled_from(["Haus", "Feuer", "Nachbarn", "laufen", "warten", "Hilfe", "Straße", "nicht", "110", "heute"]),
    min_size=1,
    max_size=5,
).map(" ".join)
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=6, unique=True)


def page_of(paragraphs: list[str], tail: str = "") -> str:
    return "".join(f"{words}{tail}.\n\n" for words in paragraphs)


@st.composite
def edits(draw: st.DrawFn, paragraphs: list[str], mark: str) -> list[str]:
    """Return paragraphs some of which were edited, removed, moved or added; what is new carries a mark of its own."""
    made = list(paragraphs)
    for number in range(draw(st.integers(0, 3))):
        kind, at = (
            draw(st.sampled_from(["edit", "remove", "add", "move"])),
            draw(st.integers(0, 10)) % max(len(made), 1),
        )
        if kind == "add" or not made:
            made.insert(at, f"{mark}{number} {draw(WORDS)}")
        elif kind == "edit":
            made[at] = f"{mark}{number} {draw(WORDS)}"
        elif kind == "remove":
            made.pop(at)
        else:
            made.insert(draw(st.integers(0, 10)) % len(made), made.pop(at))
    return made


@settings(deadline=None)
@given(st.data())
def test_no_edit_of_either_side_is_ever_lost(data: st.DataObject) -> None:
    paragraphs = data.draw(PARAGRAPHS)
    record = sync(page_of(paragraphs), page_of(paragraphs, " übersetzt")).record
    source = page_of(data.draw(edits(paragraphs, "neu")))
    page = page_of(data.draw(edits([f"{words} übersetzt" for words in paragraphs], "page")))
    units: list[Unit] = []
    for unit in record.units:
        edited = data.draw(st.booleans())
        units.append(replace(unit, text=f"record{unit.number} {data.draw(WORDS)}.") if edited else unit)
    merged = sync(source, page, replace(record, units=tuple(units)))
    after = document(str(merged.text))
    known = {
        collapsed(text) for text in [*(one.text for one in after.segments), *(one.text for one in merged.record.units)]
    }
    typed = [one.text for one in document(page).segments if one.text.startswith("page")]
    typed += [unit.text for unit in units if unit.text.startswith("record")]
    assert [text for text in typed if collapsed(text) not in known] == []
    if merged.findings:
        assert str(merged.text) == page or {one.code for one in merged.findings} <= {"S010", "S012"}
    else:
        check_in_step(source, merged)


def check_in_step(source: str, merged: Merged) -> None:
    """Hold page and record against the source: the same shape, and each unit what the page says of its source."""
    segments = document(source).segments
    assert document(str(merged.text)).shape == document(source).shape
    assert [unit.source for unit in merged.record.units] == [one.text for one in segments]
    for unit, said, one in zip(merged.record.units, document(str(merged.text)).segments, segments, strict=True):
        assert said.text == (unit.text or one.text)
