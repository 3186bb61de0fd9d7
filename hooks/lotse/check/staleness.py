"""Check of states: what may not be published, what readers are warned of, and what a record says that cannot be."""

from collections.abc import Iterator
from datetime import timedelta

from lotse.check.states import PUBLISHABLE, RECORDED, UNALIGNED, states, waiver_of
from lotse.model import Page, PageState, Portal, State
from lotse.read.alignment import aligned
from lotse.read.segments import document
from lotse.report import Finding, Level
from lotse.translation import PageRecord

GRACE = timedelta(days=30)  # how long an essential page may be stale
INCOMPLETE = {
    State.MISSING: "is missing",
    State.DRAFT: "is a draft",
    State.MACHINE: "is a machine's, reviewed by nobody",
    State.REVIEW: "has been reviewed by nobody",
}
MENDS = {
    State.MISSING: "Translate it, or set the language to `draft` in locales/languages.yml.",
    State.DRAFT: "Finish it: set its state to `review` and run scripts/translate.py sync.",
}
REVIEW = "Have somebody read it and run scripts/translate.py accept, or waive it until a date."
TRANSLATE = "Translate what changed (scripts/translate.py diff shows it), then run scripts/translate.py sync."


def check_states(portal: Portal) -> Iterator[Finding]:
    """Find translations that may not be published as they are; drafts of languages may be anything."""
    for state in states(portal):
        if portal.register.languages[state.language].published:
            yield from _of_page(portal, state)


def _of_page(portal: Portal, state: PageState) -> Iterator[Finding]:
    if state.state is State.STALE:
        yield _stale(portal, state)
    elif state.state is State.BROKEN:
        if state.why != UNALIGNED:
            return  # the errors are findings of their own
        level = Level.WARNING if state.priority == "ordinary" else Level.ERROR
        mend = "Give it the headings, paragraphs and items of its source in their order, then run scripts/translate.py sync."
        yield Finding(_file(portal, state), 1, "S004", f"The translation is broken: {state.why}.", mend, level)
    elif state.priority == "safety" and state.state not in PUBLISHABLE:
        what = f"This safety page {INCOMPLETE[state.state]}."
        yield Finding(_file(portal, state), 1, "S001", what, MENDS.get(state.state, REVIEW))


def _file(portal: Portal, state: PageState) -> str:
    page = portal.pages[state.language].get(state.path)
    return page.file if page else f"content/{state.language}/{state.path}"


def _stale(portal: Portal, state: PageState) -> Finding:
    """Return what is stale on a page, at the first place readers would get an older text."""
    source, page = portal.pages[portal.register.source][state.path], portal.pages[state.language][state.path]
    beside = aligned(source.text, page.text, portal.records[state.language][state.page])
    assert beside  # or the page would be broken
    first = next((beside.source.segments[number].line for number in state.stale), 1)
    line = next((beside.page.segments[beside.places[n]].line for n in state.stale if n in beside.places), 1)
    many = f"{len(state.stale)} segments say" if len(state.stale) > 1 else "One segment says"
    since = f" (seen {state.since})" if state.since else ""
    what = f"{many} what {source.file} no longer says{since}, first {source.file}:{first}."
    if not state.stale:
        what = f"The page has segments that {source.file} has lost."
    if state.priority == "safety":
        return Finding(page.file, line, "S002", what, TRANSLATE)
    if state.priority == "essential" and state.since and portal.settings.today - state.since > GRACE:
        return Finding(page.file, line, "S003", what, TRANSLATE)
    return Finding(page.file, line, "S005", f"{what} Readers are told.", TRANSLATE, Level.ADVICE)


def check_records(portal: Portal) -> Iterator[Finding]:
    """Find headers of records that cannot be understood, expired waivers, records of no page and pages of no record."""
    ids = {page.id: page for page in portal.pages.get(portal.register.source, {}).values()}
    for tag, records in portal.records.items():
        for record in records.values():
            yield from _headers(record)
            if record.page not in ids:
                what = f"There is no page `{record.page}` in the source language."
                mend = "Give the page its id again, or remove the record."
                yield Finding(record.file, 1, "S009", what, mend, Level.ADVICE)
                continue
            yield from _beyond(portal, tag, ids[record.page], record)
            if (waiver := waiver_of(record)) and waiver.until < portal.settings.today and not record.reviewer:
                level = Level.WARNING if ids[record.page].priority == "safety" else Level.ADVICE
                what = f"The waiver ended on {waiver.until} ({waiver.who}: {waiver.reason})."
                yield Finding(record.file, 1, "S006", what, REVIEW, level)
        yield from _without_record(portal, tag)


def _beyond(portal: Portal, tag: str, source: Page, record: PageRecord) -> Iterator[Finding]:
    """Find segments of a record that its source does not have; those its source has lost are stale, which is said elsewhere."""
    page = portal.pages[tag].get(source.path)
    beside = aligned(source.text, page.text, record) if page else None
    if page and (beside is None or beside.lost):
        return  # findings of their own: S004, S002, S003, S005
    many = len(document(source.text).segments)
    for unit in record.units:
        if unit.number >= many:
            what = f"`{record.page}/{unit.number}` is beyond {source.file}, which has {many} segments."
            mend = "Run scripts/translate.py sync, or take the record whole from where it came from."
            yield Finding(record.file, unit.line, "S016", what, mend, Level.WARNING)


def _headers(record: PageRecord) -> Iterator[Finding]:
    if record.state not in RECORDED:
        what = f"There is no state `{record.state}` to record."
        yield Finding(record.file, 1, "S007", what, f"Write one of {', '.join(sorted(RECORDED - {''}))}.")
    if record.state == "reviewed" and not record.reviewer:
        mend = "Write `X-Lotse-Reviewer: name 2026-11-23`."
        yield Finding(record.file, 1, "S007", "It says `reviewed`, not by whom.", mend)
    if record.waiver and waiver_of(record) is None:
        what = f"The waiver cannot be understood: `{record.waiver}`."
        mend = "Write until when, who and why: `X-Lotse-Waiver: 2026-12-31 Ada Beck: reason`."
        yield Finding(record.file, 1, "S007", what, mend)


def _without_record(portal: Portal, tag: str) -> Iterator[Finding]:
    pages = [one for one in states(portal) if one.language == tag]
    unknown = [one for one in pages if one.state is State.REVIEW and not one.recorded]
    if unknown:
        what = f"{len(unknown)} of {len(pages)} translations have no record, this is the first: nobody sees when they are stale."
        yield Finding(_file(portal, unknown[0]), 1, "S008", what, "Run scripts/translate.py sync.", Level.ADVICE)
