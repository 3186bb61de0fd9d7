"""Seed faults into clean pages and see what the gate finds; then change what must not alarm."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.measuring.gate_edit import Fault, planted, plants
from benchmarks.measuring.gate_faults import BENIGN, KINDS, World
from benchmarks.measuring.gate_pairs import Bench, PagePair

from lotse.check.parity.fold import letters
from lotse.check.parity.prose import own_words
from lotse.read.segments import document
from lotse.report import Finding, Level

NEAR = 3  # lines around a fault in which a finding is about it
TRIES = 40  # pages asked for a fault of one kind


@dataclass(frozen=True, slots=True)
class Outcome:
    """One seeded fault: its kind, how many letters it is about, what was found and what was found elsewhere."""

    kind: str
    path: str
    what: str
    letters: int
    found: str  # error, warning or nothing
    alarms: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A change that must not alarm, and on how many pages it did."""

    kind: str
    pages: int
    alarmed: int
    first: str


def seed(
    bench: Bench, clean: Sequence[PagePair], world: World, number: int, chance: random.Random
) -> Iterator[Outcome]:
    """Yield the outcome of `number` faults, the kinds in turn; a kind no page can have is left out."""
    kinds = list(KINDS)
    made = at = 0
    while made < number and kinds:
        kind = kinds[at % len(kinds)]
        fault = _fault(kind, clean, world, chance)
        if fault is None:
            kinds.remove(kind)
            continue
        yield judge(bench, kind, fault)
        made, at = made + 1, at + 1


def _fault(kind: str, clean: Sequence[PagePair], world: World, chance: random.Random) -> Fault | None:
    for pair in chance.sample(clean, min(TRIES, len(clean))):
        fault = KINDS[kind](pair, chance, world)
        if fault:
            return fault
    return None


def judge(bench: Bench, kind: str, fault: Fault) -> Outcome:
    """Say what the gate finds in a page with one fault: near it, and elsewhere."""
    findings = bench.findings(fault.pair)
    near = [one for one in findings if fault.first - NEAR <= one.line <= fault.last + NEAR]
    levels = {one.level for one in near}
    found = next((str(level) for level in (Level.ERROR, Level.WARNING) if level in levels), "")
    codes = tuple(sorted({one.code for one in findings}))
    return Outcome(kind, fault.pair.path, fault.what, _letters(fault), found, len(findings) - len(near), codes)


def _letters(fault: Fault) -> int:
    """Return how many letters of its own language the segment at a fault has now."""
    near = [one for one in document(fault.pair.translation).segments if one.line <= fault.first]
    return letters(own_words(near[-1].text)) if near else 0


def alarms(bench: Bench, clean: Sequence[PagePair], world: World, chance: random.Random) -> Iterator[Alarm]:
    """Yield, for each harmless change, on how many clean pages the gate alarms; facts are planted to change."""
    full = [_filled(pair, world, chance) for pair in clean]
    full = [pair for pair in full if not bench.findings(pair)]
    yield Alarm("facts planted in both pages", len(clean), len(clean) - len(full), "")
    for kind, change in BENIGN.items():
        found = [(pair.path, bench.findings(_with(pair, change))) for pair in full]
        hits = [(path, findings) for path, findings in found if findings]
        yield Alarm(kind, len(full), len(hits), _first(hits))


def _first(hits: Sequence[tuple[str, list[Finding]]]) -> str:
    return str(hits[0][1][0]).partition("\n")[0] if hits else ""


def _with(pair: PagePair, change: Callable[[str], str]) -> PagePair:
    """Change the words of a translation: its segments, not what stands between them."""
    page = document(pair.translation)
    texts = {index: change(one.text) for index, one in enumerate(page.segments)}
    return PagePair(pair.path, pair.source, page.with_texts(texts))


def _filled(pair: PagePair, world: World, chance: random.Random) -> PagePair:
    for plant in plants(chance, world.of, world.to).values():
        pair = planted(pair, plant, chance) or pair
    return pair
