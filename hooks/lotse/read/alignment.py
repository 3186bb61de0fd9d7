"""Lay a translation beside its source, segment by segment, with what its record says it was translated from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from lotse.read.segments import Document, document, fingerprint, normal
from lotse.translation import PageRecord, Unit

ACCEPTED = re.compile(r"\[([0-9a-f]{8})\]$")  # a minor act ends with the fingerprint of the source it was accepted for


@dataclass(frozen=True, slots=True)
class Alignment:
    """A source page and its translation; `places` and `units` are by index of the source's segment.

    `places` are indices of the translation's segments; a segment the source has gained since has neither place nor unit.
    """

    source: Document
    page: Document
    places: Mapping[int, int]
    units: Mapping[int, Unit]
    lost: bool = False  # the source has lost segments that the translation still has

    @property
    def changed(self) -> tuple[int, ...]:
        """Return the segments that say something else than what was translated, accepted changes aside."""
        return tuple(
            number
            for number, segment in enumerate(self.source.segments)
            if not current(self.units.get(number), segment.text)
        )

    @property
    def accepted(self) -> bool:
        """Tell whether somebody accepted a change of the source without a new translation."""
        segments = self.source.segments
        return any(minor(unit, segments[number].text) for number, unit in self.units.items())

    @property
    def since(self) -> date | None:
        """Return when a sync first saw one of the changed segments; None where none has."""
        units = (self.units.get(number) for number in self.changed)
        return min((day for unit in units if unit and (day := day_of(unit.stale))), default=None)


def aligned(source: str, page: str, record: PageRecord) -> Alignment | None:
    """Return two files laid side by side, None where neither shape nor record says what belongs to what.

    A translation has the shape its source has, or still the one its source had when the record was written: then units
    follow their texts (difflib), so that a new paragraph makes one segment stale and not the whole page.
    """
    one, other = document(source), document(page)
    if one.shape == other.shape:
        numbers = range(len(one.shape))
        units = {unit.number: unit for unit in record.units if unit.number in numbers}
        return Alignment(one, other, dict(zip(numbers, numbers, strict=True)), units)
    if [unit.number for unit in record.units] != list(range(len(other.segments))):
        return None
    return _moved(one, other, record)


def _moved(source: Document, page: Document, record: PageRecord) -> Alignment | None:
    then, now = [normal(unit.source) for unit in record.units], [normal(one.text) for one in source.segments]
    places: dict[int, int] = {}
    lost = False
    before, after = page.shape, source.shape
    for kind, a, b, c, d in SequenceMatcher(None, then, now, autojunk=False).get_opcodes():
        places |= zip(range(c, d), range(a, b), strict=False)
        lost = lost or b - a > d - c
        if kind == "equal" and after[c:d] != before[a:b]:
            return None
    return Alignment(source, page, places, {now: record.units[then] for now, then in places.items()}, lost)


def current(unit: Unit | None, source: str) -> bool:
    """Tell whether a unit is the translation of what its source says now, or may stand for it."""
    if unit is None or not unit.text:
        return False
    return minor(unit, source) or (not unit.fuzzy and normal(unit.source) == normal(source))


def minor(unit: Unit, source: str) -> bool:
    """Tell whether somebody accepted exactly this source without a new translation."""
    if not unit.minor:
        return False
    return fingerprint(source) in {match[1] for act in unit.minor if (match := ACCEPTED.search(act))}


def reviewed_on(record: PageRecord) -> date | None:
    """Return the day of the last review, None where the record names none: it ends the reviewer's field."""
    return day_of(record.reviewer[-10:])


def day_of(text: str) -> date | None:
    """Return a day written as ISO 8601 says, None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
