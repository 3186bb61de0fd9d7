"""Compare one page with its source: everything the rules find, and how long its segments are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lotse.check.characters import check_text
from lotse.check.parity.align import Block, aligned
from lotse.check.parity.contacts import check_contacts
from lotse.check.parity.extract import facts
from lotse.check.parity.facts import check_facts
from lotse.check.parity.glossary import Term, check_glossary
from lotse.check.parity.identify import Identifier
from lotse.check.parity.language import check_language
from lotse.check.parity.length import Length, length
from lotse.check.parity.pair import Pair, Side
from lotse.check.parity.split import healed
from lotse.check.parity.structure import check_structure
from lotse.check.parity.units import CODE_UNIT, PICTURE_UNIT, REFERENCE_UNIT, units
from lotse.model import Segment
from lotse.report import Finding

NO_WORDS = (REFERENCE_UNIT, PICTURE_UNIT, CODE_UNIT)


@dataclass(frozen=True, slots=True)
class Gate:
    """What the rules need besides the two texts."""

    identifier: Identifier
    terms: tuple[Term, ...] = ()

    def of(self, tag: str) -> tuple[Term, ...]:
        """Return the terms of one language."""
        return tuple(term for term in self.terms if term.language == tag)


Rule = Callable[[Pair, Gate], Iterator[Finding]]

# Each takes a pair of segments; what needs no model or glossary leaves the gate alone.
RULES: tuple[Rule, ...] = (
    lambda pair, gate: check_facts(pair),
    lambda pair, gate: check_contacts(pair),
    lambda pair, gate: check_language(pair, gate.identifier),
    lambda pair, gate: check_glossary(pair, gate.of(pair.to.tag)),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What came out of comparing a page with its source."""

    findings: tuple[Finding, ...]
    lengths: tuple[Length, ...]


def compare(source: str, translation: str, of: Side, to: Side, gate: Gate) -> Compared:
    """Return what the rules find in a translation; both texts are whole files."""
    blocks = aligned(units(source), units(translation))
    shared = frozenset() if all(block.paired for block in blocks) else _shared(blocks, of, to)
    pairs = [Pair(block.source[0], block.translation[0], of, to, shared) for block in blocks if block.paired]
    found = [*check_structure(blocks, of, to), *_together(blocks, of, to, shared)]
    for pair in pairs:
        worded = pair.translation.kind not in NO_WORDS
        for rule in RULES if worded else RULES[:1]:
            found.extend(rule(pair, gate))
    lengths = (one for pair in pairs if pair.source.kind not in NO_WORDS for one in length(pair))
    return Compared(tuple(sorted(set(found))), tuple(lengths))


def _shared(blocks: Sequence[Block], of: Side, to: Side) -> frozenset[tuple[str, str]]:
    """Return the facts both pages have somewhere: where pages are built otherwise, no segment can miss them."""
    sides = [one for block in blocks for one in block.source], [one for block in blocks for one in block.translation]
    ours = {(fact.kind, fact.value) for fact in facts(_joined(sides[0]).text, of.tag)}
    return frozenset(ours & {(fact.kind, fact.value) for fact in facts(healed(_joined(sides[1]).text), to.tag)})


def _together(blocks: Sequence[Block], of: Side, to: Side, shared: frozenset[tuple[str, str]]) -> Iterator[Finding]:
    """Compare the facts of what is built in another way as a whole; links are looked at in any case."""
    for block in blocks:
        if not block.paired and block.translation:
            pair = Pair(_joined(block.source), _joined(block.translation), of, to, shared)
            yield from check_contacts(pair)
            if block.source:
                yield from check_facts(pair)


def _joined(segments: Sequence[Segment]) -> Segment:
    return Segment("block", "\n".join(one.text for one in segments), segments[0].line if segments else 1)


def check_own(text: str, side: Side) -> Iterator[Finding]:
    """Find what is wrong with a page of any language by itself: its characters."""
    for unit in units(text):
        if unit.kind != CODE_UNIT:
            yield from check_text(unit.text, side.tag, side.file, unit.line)
