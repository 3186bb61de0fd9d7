"""Align the units of a page with those of its source: what belongs together, what is missing, what was added.

Global alignment (Needleman & Wunsch 1970) on kind, level and attributes. Ties are broken by facts, by lengths (Gale & Church
1993), by marks such as ? and **, and by words that sound alike (cognates: Simard, Foster & Isabelle 1992).
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from lotse.check.parity.fold import folded
from lotse.check.parity.sounds import likeness, marks, sounds
from lotse.model import Segment

GAP = 1.0
APART = 3.0  # costs more than two gaps: never a pair
TOKEN = re.compile(r"\[\[[^\]]+\]\]|\]\([^)\s]+|\d{2,}")
# How much each tie-breaker weighs: tried on 1,522 paragraphs dropped from pages in en, fr, ar, uk, fa, ti and ckb.
FACTS, LENGTH, MARKS, SOUNDS = 0.8, 0.5, 0.3, 0.6
SPREAD = 12.0  # variance of a translation's letters for each letter of its source
TOO_MANY = 250_000  # pairs of units; beyond, only the order of kinds is looked at
Units = Sequence[Segment]


@dataclass(frozen=True)
class Block:
    """Units that belong together: one and one, or what could not be told apart; one side may be empty."""

    source: tuple[Segment, ...]
    translation: tuple[Segment, ...]

    @property
    def paired(self) -> bool:
        """Tell whether this is one unit and its translation."""
        return len(self.source) == len(self.translation) == 1


class _Unit:
    """A unit with what its cost depends on."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.length = len(segment.text) + 5

    @cached_property
    def tokens(self) -> frozenset[str]:
        """Return its facts, roughly."""
        return frozenset(TOKEN.findall(folded(self.segment.text)))

    @cached_property
    def sounds(self) -> frozenset[str]:
        """Return how its longer words begin to sound."""
        return sounds(self.segment.text)

    @cached_property
    def marks(self) -> Counter[str]:
        """Return its marks."""
        return marks(self.segment.text)


def signature(segment: Segment) -> tuple[str, int, str]:
    """Return what is the same in every language: kind, level, attributes."""
    return segment.kind, segment.level, segment.attributes


def aligned(source: Units, translation: Units) -> list[Block]:
    """Return the blocks of two pages in order; pages built alike are paired unit by unit."""
    if [signature(one) for one in source] == [signature(one) for one in translation]:
        return [Block((one,), (other,)) for one, other in zip(source, translation, strict=True)]
    return _blocks(source, translation, _pairs(source, translation))


def _pairs(source: Units, translation: Units) -> list[tuple[int, int]]:
    if len(source) * len(translation) > TOO_MANY:
        rough = SequenceMatcher(None, [one.kind for one in source], [one.kind for one in translation], autojunk=False)
        return [(m.a + i, m.b + i) for m in rough.get_matching_blocks() for i in range(m.size)]
    ratio = (sum(len(one.text) for one in translation) + 1) / (sum(len(one.text) for one in source) + 1)
    return _cheapest([_Unit(one) for one in source], [_Unit(one) for one in translation], ratio)


def _cheapest(source: list[_Unit], translation: list[_Unit], ratio: float) -> list[tuple[int, int]]:
    """Return the pairs (index, index) of the cheapest alignment."""
    width = len(translation) + 1
    costs = [[GAP * column for column in range(width)]]
    steps = [bytearray(width)]
    for row, unit in enumerate(source, 1):
        above, line, step = costs[-1], [GAP * row] * width, bytearray(width)
        for column, other in enumerate(translation, 1):
            best, taken = above[column - 1] + _cost(unit, other, ratio), 0
            if above[column] + GAP < best:
                best, taken = above[column] + GAP, 1
            if line[column - 1] + GAP < best:
                best, taken = line[column - 1] + GAP, 2
            line[column], step[column] = best, taken
        costs.append(line)
        steps.append(step)
    return _walk_back(steps, len(source), len(translation))


def _walk_back(steps: list[bytearray], row: int, column: int) -> list[tuple[int, int]]:
    pairs = []
    while row and column:
        taken = steps[row][column]
        if taken == 0:
            pairs.append((row - 1, column - 1))
        row, column = row - (taken != 2), column - (taken != 1)
    return pairs[::-1]


def _cost(unit: _Unit, other: _Unit, ratio: float) -> float:
    one, two = unit.segment, other.segment
    if one.kind != two.kind:
        return APART
    cost = 0.5 * (one.level != two.level) + 0.7 * (one.attributes != two.attributes)
    if unit.tokens or other.tokens:
        cost += FACTS * (1 - len(unit.tokens & other.tokens) / len(unit.tokens | other.tokens))
    cost += LENGTH * _unusual(unit.length, other.length, ratio) - SOUNDS * likeness(unit.sounds, other.sounds)
    return cost + MARKS * _unlike(unit.marks, other.marks)


def _unusual(source: int, translation: int, ratio: float) -> float:
    """Return how unusual the length of a translation is: 0 what was to be expected, 1 what never happens."""
    apart = abs(translation - source * ratio) / math.sqrt(source * SPREAD)
    return math.erf(apart / math.sqrt(2))


def _unlike(one: Counter[str], other: Counter[str]) -> float:
    """Return which share of the marks of two units only one of them has."""
    if one == other:
        return 0.0
    return 1 - sum((one & other).values()) / sum((one | other).values())


def _blocks(source: Units, translation: Units, pairs: list[tuple[int, int]]) -> list[Block]:
    """Return the pairs and, between them, what has no counterpart."""
    blocks = []
    row = column = 0
    for one, other in [*pairs, (len(source), len(translation))]:
        if one > row or other > column:
            blocks.append(Block(tuple(source[row:one]), tuple(translation[column:other])))
        if one < len(source):
            blocks.append(Block((source[one],), (translation[other],)))
        row, column = one + 1, other + 1
    return blocks
