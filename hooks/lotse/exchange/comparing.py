"""Lay the stale segments of a page beside their translations: what changed in the source, and which facts differ."""

from collections.abc import Iterator
from dataclasses import dataclass

from lotse.exchange.minor import differing, facts
from lotse.exchange.speech import ENGLISH, Speech
from lotse.model import Segment
from lotse.read.segments import Document
from lotse.render.cards import N_
from lotse.render.word_diff import safe, shown
from lotse.translation import PageRecord, Unit


@dataclass(frozen=True, slots=True)
class Comparison:
    """One segment: the source before and now, the translation below it."""

    number: int
    source: Segment
    before: str
    translation: str
    line: int
    since: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the facts the source has and the translation lacks (`-`), and those only the translation has (`+`)."""
        ours, theirs = facts(self.source.text), facts(self.translation)
        lacks, has = sorted((ours - theirs).elements()), sorted((theirs - ours).elements())
        return (*(f"-{fact}" for fact in lacks), *(f"+{fact}" for fact in has))

    def as_dict(self) -> dict[str, object]:
        """Return the comparison as programs read it."""
        return {
            "segment": self.number,
            "kind": self.source.kind,
            "line": self.source.line,
            "before": self.before,
            "source": self.source.text,
            "translation": self.translation,
            "translation_line": self.line,
            "since": self.since or None,
            "facts": list(self.facts),
        }


def comparisons(
    source: Document, page: Document | None, record: PageRecord, *, every: bool = False
) -> Iterator[Comparison]:
    """Yield the segments of a synced page whose translation has not followed, or with `every` all of them."""
    units = {unit.number: unit for unit in record.units}
    here = page.segments if page and len(page.segments) == len(source.segments) else ()
    for number, segment in enumerate(source.segments):
        unit = units.get(number, Unit(number, segment.text, ""))
        if every or unit.fuzzy or not unit.text:
            line = here[number].line if here else 1
            before = unit.previous if unit.previous else segment.text if unit.text else ""
            yield Comparison(number, segment, before, unit.text, line, unit.stale)


def told(one: Comparison, source: str, file: str, say: Speech = ENGLISH, *, coloured: bool = False) -> Iterator[str]:
    """Yield the lines that show a comparison to people."""
    since = say(", stale since {since}", since=one.since) if one.since and one.translation else ""
    name = say("segment {number} ({kind})", number=one.number, kind=say(one.source.kind))
    yield f"{source}:{one.source.line}: {name}{since}"
    rows = _rows(one, f"{file}:{one.line}", say, coloured=coloured)
    labels = [(say(label), text) for label, text in rows]
    wide = max(12, *(len(label) for label, _ in labels))
    for label, text in labels:
        first, *rest = text.split("\n")
        yield f"    {label:<{wide}} {first}"
        yield from (f"    {'':<{wide}} {line}" for line in rest)


def _rows(one: Comparison, place: str, say: Speech, *, coloured: bool) -> Iterator[tuple[str, str]]:
    """Yield (label, text) for each row below a segment."""
    text = one.source.text
    yield N_("source"), shown(one.before, text, coloured=coloured) if one.before else safe(text)
    yield N_("translation"), safe(one.translation) or say("(none yet)")
    if one.translation and one.facts:
        meaning = say("(- only in the source, + only in the translation)")
        yield N_("facts"), f"{', '.join(map(safe, one.facts))}   {meaning}"
    elif one.translation and facts(text):
        yield N_("facts"), say("the same: {facts}", facts=", ".join(map(safe, sorted(facts(text)))))
    if changed := differing(facts(one.before), facts(text)) if one.before else []:
        yield N_("changed fact"), ", ".join(map(safe, changed))
    yield N_("edit"), place
