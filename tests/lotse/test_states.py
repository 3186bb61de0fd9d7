"""States of translations: one for each page and language, from page, source and record, and from nothing else."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from portals import TODAY

from lotse.check.offer import as_offered
from lotse.check.staleness import check_states
from lotse.check.states import page_state, with_states
from lotse.model import Page, PageRecord, PageState, Portal, State, Unit
from lotse.read.pages import parse_page
from lotse.read.portal import read_portal
from lotse.read.segments import fingerprint
from lotse.report import Level
from recording import REVIEWED, page, record
from scenario import ROOT

BODY = "## Jetzt für alle {#now}\n\nGehen Sie [raus](fire.md).\nSofort!\n\n- Eins.\n- Zwei."
ENGLISH = "## Now {#now}\n\nGo [out](fire.md).\nAt once!\n\n- One.\n- Two."
SOURCE, TRANSLATION = page("a", "Feuer", BODY, "safety"), page("a", "Fire", ENGLISH)
RECORD = record("en", "a", SOURCE, TRANSLATION)
MINOR = "2026-11-20 Ada: only a comma"


def parsed(text: str, tag: str) -> Page:
    made = parse_page(text, tag, "a.md", f"content/{tag}/a.md", [])
    assert made
    return made


def state_of(
    source: str = SOURCE,
    translation: str | None = TRANSLATION,
    known: PageRecord | None = RECORD,
    today: date = TODAY,
    why: str = "",
) -> PageState:
    there = parsed(translation, "en") if translation else None
    return page_state(parsed(source, "de"), "en", there, known, today, why)


def with_unit(number: int, **changes: object) -> PageRecord:
    units = list(RECORD.units)
    units[number] = replace(units[number], **changes)  # type: ignore[arg-type]
    return replace(RECORD, units=tuple(units))


MACHINE = replace(RECORD, state="machine", reviewer="")
REVIEW = replace(RECORD, state="review", reviewer="")
EMPTY = replace(RECORD, state="", reviewer="", units=tuple(replace(unit, text="") for unit in RECORD.units))
WAIVER = "2026-11-23 Ada Beck: until tonight"
CHANGED = SOURCE.replace("Zwei", "Drei")
CASES: dict[str, tuple[PageState, State]] = {
    "neither page nor record": (state_of(translation=None, known=None), State.MISSING),
    "no page and an empty record": (state_of(translation=None, known=EMPTY), State.MISSING),
    "no page and a record with texts": (state_of(translation=None), State.DRAFT),
    "a draft": (state_of(known=replace(RECORD, state="draft")), State.DRAFT),
    "a draft that is stale": (state_of(CHANGED, known=replace(RECORD, state="draft")), State.DRAFT),
    "an unreadable record": (state_of(known=None, why="it has errors"), State.BROKEN),
    "no record": (state_of(known=None), State.REVIEW),
    "an empty record": (state_of(known=EMPTY), State.REVIEW),
    "another shape": (state_of(translation=page("a", "Fire", "Go out.")), State.BROKEN),
    "a changed source": (state_of(CHANGED), State.STALE),
    "a changed title": (state_of(SOURCE.replace("Feuer", "Brand")), State.STALE),
    "a fuzzy unit": (state_of(known=with_unit(2, fuzzy=True)), State.STALE),
    "a unit without text": (state_of(known=with_unit(2, text="")), State.STALE),
    "a segment without a unit": (state_of(known=replace(RECORD, units=RECORD.units[:-1])), State.STALE),
    "a unit of no segment": (
        state_of(known=replace(RECORD, units=(*RECORD.units, Unit(99, "Weg", "Gone", minor=(MINOR,))))),
        State.COMPLETE,
    ),
    "a machine's page": (state_of(known=MACHINE), State.MACHINE),
    "a machine's unit": (
        state_of(known=replace(with_unit(1, machine=True), reviewer="", state="review")),
        State.MACHINE,
    ),
    "a machine's unit that somebody reviewed": (state_of(known=with_unit(1, machine=True)), State.COMPLETE),
    "a person's page": (state_of(known=REVIEW), State.REVIEW),
    "no state and no reviewer": (state_of(known=replace(REVIEW, state="")), State.REVIEW),
    "a review": (state_of(), State.COMPLETE),
    "a waiver on its last day": (state_of(known=replace(MACHINE, waiver=WAIVER)), State.WAIVED),
    "a waiver of a person's page": (state_of(known=replace(REVIEW, waiver=WAIVER)), State.WAIVED),
    "a waiver that ended": (
        state_of(known=replace(MACHINE, waiver=WAIVER), today=date(2026, 11, 24)),
        State.MACHINE,
    ),
    "a waiver without reason": (state_of(known=replace(MACHINE, waiver="2027-01-01 Ada:")), State.MACHINE),
    "a waiver without name": (state_of(known=replace(MACHINE, waiver="2027-01-01 : because")), State.MACHINE),
    "a waiver on a day that is none": (state_of(known=replace(MACHINE, waiver="2027-02-30 Ada: x")), State.MACHINE),
    "a waiver of what is stale": (state_of(CHANGED, known=replace(MACHINE, waiver=WAIVER)), State.STALE),
    "a waiver of what is broken": (state_of(known=replace(MACHINE, waiver=WAIVER), why="x"), State.BROKEN),
    "a waiver of what is missing": (
        state_of(translation=None, known=replace(EMPTY, state="machine", waiver=WAIVER)),
        State.MISSING,
    ),
    "a waiver of what somebody reviewed": (state_of(known=replace(RECORD, waiver=WAIVER)), State.COMPLETE),
    "an accepted change": (
        state_of(CHANGED, known=with_unit(4, minor=(f"{MINOR} [{fingerprint('Drei.')}]",))),
        State.STALE_MINOR,
    ),
    "an accepted change in a fuzzy unit": (
        state_of(CHANGED, known=with_unit(4, fuzzy=True, minor=(f"{MINOR} [{fingerprint('Drei.')}]",))),
        State.STALE_MINOR,
    ),
    "an accepted change of a machine's page": (
        state_of(
            CHANGED,
            known=replace(with_unit(4, minor=(f"{MINOR} [{fingerprint('Drei.')}]",)), state="machine", reviewer=""),
        ),
        State.MACHINE,
    ),
    "an older accepted change": (
        state_of(CHANGED, known=with_unit(4, minor=(f"{MINOR} [{fingerprint('Vier.')}]",))),
        State.STALE,
    ),
    "an accepted change of no source": (state_of(CHANGED, known=with_unit(4, minor=(MINOR,))), State.STALE),
    "an accepted change beside another one": (
        state_of(CHANGED.replace("Eins", "Null"), known=with_unit(4, minor=(f"{MINOR} [{fingerprint('Drei.')}]",))),
        State.STALE,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_translation_has_one_state(case: str) -> None:
    found, expected = CASES[case]
    assert found.state is expected


def test_a_stale_page_says_which_segments_and_since_when() -> None:
    units = [replace(unit, stale="2026-11-05" if n == 1 else "2026-11-0") for n, unit in enumerate(RECORD.units)]
    units[4] = replace(units[4], stale="2026-11-03")
    found = state_of(CHANGED.replace("Sofort", "Jetzt"), known=replace(RECORD, units=tuple(units)))
    assert found.stale == (2, 4) and found.since == date(2026, 11, 3)
    assert state_of(CHANGED).since is None


UNTRANSLATED: dict[str, Callable[[str], str]] = {
    "lines broken elsewhere": lambda text: text.replace("\nSofort", " Sofort").replace("\nAt once", " At once"),
    "the target of a link": lambda text: text.replace("(fire.md)", "(safety/fire.md)"),
    "an attribute list": lambda text: text.replace("{#now}", "{#at-once .big}"),
    "other bullets": lambda text: text.replace("- ", "* "),
    "blank lines": lambda text: text.replace("\n\n", "\n\n\n"),
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "lines ended by CR LF": lambda text: text.replace("\n", "\r\n"),
    "blanks at the ends of lines": lambda text: text.replace("Zwei.", "Zwei. "),
    "front matter in another order": lambda text: text.replace("checked: 2026-11-01\n", "").replace(
        "---\nid", "---\nchecked: 2026-11-01\nid"
    ),
    "a title in quotes": lambda text: text.replace("title: Feuer", 'title: "Feuer"'),
}


@pytest.mark.parametrize("both", [False, True], ids=["in the source", "in both"])
@pytest.mark.parametrize("edit", UNTRANSLATED)
def test_an_edit_that_touches_no_words_changes_no_state(edit: str, both: bool) -> None:
    change = UNTRANSLATED[edit]
    text = change(SOURCE)
    assert text != SOURCE
    assert (
        state_of(text.replace("\r\n", "\n"), change(TRANSLATION).replace("\r\n", "\n") if both else TRANSLATION)
        == state_of()
    )


MOVED: dict[str, tuple[str, tuple[int, ...], State]] = {
    "a segment more": (BODY.replace("- Zwei", "- Neu.\n- Zwei"), (4,), State.STALE),
    "a segment less": (BODY.replace("- Eins.\n", ""), (), State.STALE),
    "two segments exchanged": (BODY.replace("- Eins.\n- Zwei.", "- Zwei.\n- Eins."), (3, 4), State.STALE),
    "a paragraph made an item": (
        BODY.replace("Gehen", "- Gehen").replace("\nSofort", "\n    Sofort"),
        (),
        State.BROKEN,
    ),
}


@pytest.mark.parametrize("case", MOVED)
def test_units_follow_their_texts(case: str) -> None:
    body, stale, expected = MOVED[case]
    found = state_of(page("a", "Feuer", body, "safety"))
    assert (found.state, found.stale) == (expected, stale)


def demo() -> Portal:
    return read_portal(ROOT, TODAY)[0]


def alone(portal: Portal, path: str, tag: str) -> Portal:
    """Return a portal of one page in its source and one language."""
    source, known = portal.pages["de"][path], portal.records[tag]
    pages = {"de": {path: source}, tag: {path: portal.pages[tag][path]}}
    return replace(portal, pages=pages, records={tag: {source.id: known[source.id]}}, assets={})


def spoiled(portal: Portal, path: str, tag: str) -> Iterator[Portal]:
    """Yield the portal with each fault that a safety page must not have."""
    source, there = portal.pages["de"][path], portal.pages[tag][path]
    known = portal.records[tag][source.id]
    records = [
        replace(known, waiver=""),
        replace(known, waiver="", state="review"),
        replace(known, waiver="2026-11-22 Ada: gone"),
        replace(known, state="draft"),
        *(replace(known, units=_changed(known.units, number)) for number in range(len(known.units))),
    ]
    yield replace(portal, pages={**portal.pages, tag: {}}, records={})
    yield replace(portal, records={})
    yield replace(portal, unreadable=frozenset({known.file}), records={})
    yield replace(portal, pages={**portal.pages, tag: {path: replace(there, body="# One\n\n# Two\n\n# Three\n")}})
    yield from (replace(portal, records={tag: {source.id: record}}) for record in records)


def _changed(units: tuple[Unit, ...], number: int) -> tuple[Unit, ...]:
    return tuple(replace(unit, source=f"{unit.source} 110") if unit.number == number else unit for unit in units)


def test_every_fault_of_every_safety_page_stops_publishing_and_is_never_offered() -> None:
    portal, faults = demo(), 0
    for tag in ("ar", "ckb"):  # one complete translation, one of safety pages only
        for path in (path for path, one in portal.pages["de"].items() if one.priority == "safety"):
            one = alone(portal, path, tag)
            assert [found for found in check_states(with_states(one)) if found.level is Level.ERROR] == []
            assert as_offered(one).register.languages[tag].status == "published"
            for bad in spoiled(one, path, tag):
                faults += 1
                errors = [found for found in check_states(with_states(bad)) if found.level is Level.ERROR]
                assert len(errors) == 1 or bad.unreadable, (path, tag)
                assert as_offered(bad).register.languages[tag].status == "withheld"
    assert faults > 300


def test_a_reviewer_makes_the_demo_complete() -> None:
    one = alone(demo(), "safety/fire.md", "ar")
    known = one.records["ar"]["safety-fire"]
    done = replace(one, records={"ar": {"safety-fire": replace(known, reviewer=REVIEWED, waiver="")}})
    assert with_states(done).states["ar"]["safety/fire.md"].state is State.COMPLETE


def test_an_error_found_in_a_file_breaks_its_page() -> None:
    one = alone(demo(), "safety/fire.md", "ar")
    for file in ("content/ar/safety/fire.md", "locales/ar/pages/safety-fire.po"):
        assert with_states(one, {file}).states["ar"]["safety/fire.md"].state is State.BROKEN
    assert with_states(one, {"content/de/safety/fire.md"}).states["ar"]["safety/fire.md"].state is State.WAIVED
