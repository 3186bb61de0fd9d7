"""Compute how far each page is in each language, from the page, its source and its record: never from dates of files.

The same files give the same states in a full clone, a shallow one, a tarball, after a squash, a rebase or a renaming.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date

from lotse.model import Page, PageState, Portal, State, Waiver
from lotse.read.alignment import Alignment, aligned, day_of, reviewed_on
from lotse.read.records import record_file
from lotse.translation import PageRecord

WAIVER = re.compile(r"(\d{4}-\d\d-\d\d) ([^:]*[^:\s]): *(\S.*)")  # until when, who, why
RECORDED = frozenset({"", "draft", "machine", "review", "reviewed"})
PUBLISHABLE = frozenset({State.COMPLETE, State.STALE_MINOR, State.WAIVED})  # what a safety page may be
UNALIGNED = "its segments are not those of its source"


def with_states(portal: Portal, errors: Collection[str] = ()) -> Portal:
    """Return the portal with the state of each page in each language; `errors` are files that hold an error of parity."""
    computed = {tag: dict(_language(portal, tag, errors)) for tag in portal.in_full}
    return replace(portal, states=computed)


def states(portal: Portal) -> tuple[PageState, ...]:
    """Return the states of all pages of the source in the languages that were read, in the order of the register."""
    known = portal.states or with_states(portal).states
    return tuple(state for pages in known.values() for state in pages.values())


def _language(portal: Portal, tag: str, errors: Collection[str]) -> Iterator[tuple[str, PageState]]:
    bad = {*errors, *portal.unreadable}
    for path, source in portal.pages.get(portal.register.source, {}).items():
        page, record = portal.pages[tag].get(path), portal.records.get(tag, {}).get(source.id)
        if tag == portal.register.source:
            yield path, _start(source, tag, State.COMPLETE)
        else:
            faulty = next(
                (file for file in (record_file(tag, source.id), page.file if page else "") if file in bad), ""
            )
            why = f"{faulty} has errors" if faulty else ""
            yield path, page_state(source, tag, page, record, portal.settings.today, why)


def page_state(
    source: Page, tag: str, page: Page | None, record: PageRecord | None, today: date, why: str = ""
) -> PageState:
    """Return the state of one translation on a day; `why` says what is broken before anything is compared."""
    if page is None or (record and record.state == "draft"):
        offered = record and any(unit.text for unit in record.units)
        return _start(source, tag, State.DRAFT if page or offered else State.MISSING)
    if why:
        return replace(_start(source, tag, State.BROKEN), why=why)
    if record is None or not any(unit.text for unit in record.units):
        return replace(_start(source, tag, State.REVIEW), recorded=False)
    beside = aligned(source.text, page.text, record)
    if beside is None:
        return replace(_start(source, tag, State.BROKEN), why=UNALIGNED)
    return _judged(_start(source, tag, State.COMPLETE), beside, record, today)


def _start(source: Page, tag: str, state: State) -> PageState:
    return PageState(source.id, source.path, tag, state, source.priority)


def _judged(state: PageState, beside: Alignment, record: PageRecord, today: date) -> PageState:
    """Return the state of a translation that lies beside its source."""
    waiver = waiver_of(record)
    state = replace(state, waiver=waiver, unreviewed=_unreviewed(record), reviewed=reviewed_on(record))
    if beside.changed or beside.lost:
        return replace(state, state=State.STALE, stale=beside.changed, since=beside.since)
    if state.unreviewed and waiver and waiver.until >= today:
        return replace(state, state=State.WAIVED)
    if state.unreviewed:
        return replace(state, state=State(state.unreviewed))
    return replace(state, state=State.STALE_MINOR) if beside.accepted else state


def _unreviewed(record: PageRecord) -> str:
    if record.reviewer:
        return ""
    return "machine" if record.state == "machine" or any(unit.machine for unit in record.units) else "review"


def waiver_of(record: PageRecord) -> Waiver | None:
    """Return the waiver a record holds, None where there is none that can be understood."""
    match = WAIVER.fullmatch(record.waiver)
    until = day_of(match[1]) if match else None
    return Waiver(until, match[2], match[3]) if match and until else None


def withheld(portal: Portal) -> tuple[str, ...]:
    """Return the published languages that no reader may be offered: a safety page is not what it must be."""
    known: Mapping[str, Mapping[str, PageState]] = portal.states
    return tuple(
        tag
        for tag, pages in known.items()
        if portal.register.languages[tag].published
        and any(one.priority == "safety" and one.state not in PUBLISHABLE for one in pages.values())
    )
