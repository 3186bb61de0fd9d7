"""What people decide about a translation, as its record keeps it: accepted, accepted as minor, waived."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from lotse.exchange.minor import why_not_minor
from lotse.model import Priority
from lotse.read.segments import fingerprint
from lotse.report import Finding
from lotse.translation import PageRecord, Unit

WAITS = re.compile(r"(\S+) ([^:]+): .*\[waits ([0-9a-f]{8})\]")  # the first of two people a safety page needs


class Refused(Exception):
    """An act cannot be recorded; `findings` say why."""

    def __init__(self, *findings: Finding) -> None:
        """Keep the findings."""
        super().__init__(*findings)
        self.findings = findings


def person(text: str) -> str:
    """Return a name as records keep it; raises ValueError where it is none."""
    name = " ".join(text.split())
    if not name or re.search(r"[:\[\]#]", name):
        raise ValueError(f"{text!r} is no name: write one without colon, brackets and hash")
    return name


def reason(text: str) -> str:
    """Return a reason as records keep it; raises ValueError where it is none."""
    said = " ".join(text.split()).replace("[", "(").replace("]", ")")
    if len(said) < 3:
        raise ValueError("say why, in a few words")
    return said


def accepted(record: PageRecord, by: str, today: date, *, stale: bool = False) -> PageRecord:
    """Return the record of a page that a person has read whole and found right; a waiver ends with that.

    Raises Refused where a segment is not translated, or, unless `stale` says that those were read too, has not followed its
    source.
    """
    open_units = [unit for unit in record.units if not unit.text or (is_stale(unit) and not stale)]
    if open_units or not record.units:
        raise Refused(*_unfinished(record, open_units))
    units = tuple(  # also what was accepted as minor before has been read now
        replace(unit, fuzzy=False, machine=False, stale="", previous="", minor=()) for unit in record.units
    )
    return replace(record, units=units, state="reviewed", reviewer=f"{by} {today.isoformat()}", waiver="")


def _unfinished(record: PageRecord, units: Collection[Unit]) -> Iterator[Finding]:
    for unit in units:
        what = "is not translated" if not unit.text else "has not followed its source"
        command = f"translate.py diff {record.page} {record.file.split('/')[1]}"
        mend = f"Translate it, or look at `{command}` and accept with --stale if it still is right."
        yield Finding(record.file, unit.line or 1, "S015", f"Segment {unit.number} {what}.", mend)
    if not record.units:
        yield Finding(record.file, 1, "S015", "Nothing of the page is translated.", "Translate it first.")


def is_stale(unit: Unit) -> bool:
    """Tell whether a synced unit has a translation that has not followed its source."""
    return bool(unit.text) and unit.fuzzy


def accepted_as_minor(
    record: PageRecord, by: str, why: str, today: date, language: str, priority: Priority, only: int | None = None
) -> PageRecord:
    """Return the record with the changes of its stale segments (or of one) accepted without a new translation.

    `language` is that of the source. On a safety page two people have to accept; until the second did, the segment is stale.
    Raises Refused, naming each segment of which a fact or a negation changed, or too much.
    """
    chosen = [unit for unit in record.units if is_stale(unit) and only in (None, unit.number)]
    faults = [*_no_choice(record, chosen), *_not_minor(record, chosen, language)]
    if faults:
        raise Refused(*faults)
    act = f"{today.isoformat()} {by}: {why}"
    made = {unit.number: _minor(unit, act, by, priority) for unit in chosen}
    return replace(record, units=tuple(made.get(unit.number, unit) for unit in record.units))


def _no_choice(record: PageRecord, chosen: Collection[Unit]) -> Iterator[Finding]:
    if not chosen:
        yield Finding(
            record.file, 1, "S014", "No segment is stale there.", "Run `scripts/translate.py status` to see which are."
        )


def _not_minor(record: PageRecord, units: Collection[Unit], language: str) -> Iterator[Finding]:
    for unit in units:
        why = (
            why_not_minor(unit.previous, unit.source, language)
            if unit.previous
            else "what it was translated from is not known"
        )
        if why:
            what = f"The change of segment {unit.number} is not minor: {why}."
            yield Finding(record.file, unit.line or 1, "S014", what, "Translate the segment again.")


def _minor(unit: Unit, act: str, by: str, priority: Priority) -> Unit:
    mark = fingerprint(unit.source)
    first = {match[2] for one in unit.minor if (match := WAITS.fullmatch(one)) and match[3] == mark}
    if priority is Priority.SAFETY and not first - {by}:
        return replace(unit, minor=(*(one for one in unit.minor if f" {by}: " not in one), f"{act} [waits {mark}]"))
    return replace(unit, minor=(*unit.minor, f"{act} [{mark}]"), fuzzy=False, stale="")


def waived(record: PageRecord, until: date, by: str, why: str) -> PageRecord:
    """Return the record with a waiver: somebody answers for publishing the page unreviewed, that day included."""
    return replace(record, waiver=f"{until.isoformat()} {by}: {why}")
