"""Say what the gate found: by kind of fault, on clean pages, and which goals are reached."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from benchmarks.measuring.gate_faults import FACTS, KINDS, LANGUAGE, LENGTH, STRUCTURE
from benchmarks.measuring.gate_run import Alarm, Outcome


@dataclass(frozen=True, slots=True)
class Goal:
    """What a run promises: the least (or, of alarms, the greatest) share."""

    name: str
    share: float
    goal: float
    most: bool = False

    @property
    def reached(self) -> bool:
        """Tell whether it is kept."""
        return self.share <= self.goal if self.most else self.share >= self.goal


def share(outcomes: Sequence[Outcome], *levels: str) -> float:
    """Return the part of faults that were found at one of these levels; 1 where there were none."""
    return sum(one.found in levels for one in outcomes) / len(outcomes) if outcomes else 1.0


def goals(outcomes: Sequence[Outcome], changes: Sequence[Alarm]) -> list[Goal]:
    """Return the goals of issue 4 as this run kept them."""
    any_ = ("error", "warning")
    language = _of(outcomes, LANGUAGE)
    alarmed = sum(one.alarmed for one in changes[1:])
    return [
        Goal("facts found as errors", share(_of(outcomes, FACTS), "error"), 0.99),
        Goal("structure found as errors", share(_of(outcomes, STRUCTURE), "error"), 0.99),
        Goal("wrong language from 60 letters", share([o for o in language if o.letters >= 60], *any_), 0.99),
        Goal("wrong language from 25 letters", share([o for o in language if o.letters < 60], *any_), 0.90),
        Goal("paragraphs cut to half", share(_of(outcomes, LENGTH), *any_), 0.95),
        Goal("all faults", share(outcomes, *any_), 0.97),
        Goal(
            "alarms elsewhere on a page with a fault",
            sum(bool(o.alarms) for o in outcomes) / max(1, len(outcomes)),
            0.01,
            True,
        ),
        Goal("alarms after harmless changes", alarmed / max(1, sum(one.pages for one in changes)), 0.0, True),
    ]


def _of(outcomes: Sequence[Outcome], kinds: object) -> list[Outcome]:
    return [one for one in outcomes if one.kind in kinds]  # type: ignore[operator]


def report(outcomes: Sequence[Outcome], changes: Sequence[Alarm]) -> Iterator[str]:
    """Yield the tables as Markdown."""
    yield "| fault | seeded | error | warning | missed | alarms elsewhere |"
    yield "|---|---:|---:|---:|---:|---:|"
    for kind in (*KINDS, "all"):
        own = [one for one in outcomes if kind in (one.kind, "all")]
        if own:
            counts = [sum(one.found == level for one in own) for level in ("error", "warning", "")]
            yield f"| {kind} | {len(own)} | {' | '.join(map(str, counts))} | {sum(bool(one.alarms) for one in own)} |"
    yield from ("", "| harmless change | pages | alarmed |", "|---|---:|---:|")
    for one in changes:
        yield f"| {one.kind} | {one.pages} | {one.alarmed} |"
    yield from ("", "| goal | | reached |", "|---|---:|---|")
    for goal in goals(outcomes, changes):
        sign = "≤" if goal.most else "≥"
        yield f"| {goal.name} | {goal.share:.2%} ({sign} {goal.goal:.0%}) | {'yes' if goal.reached else 'MISSED'} |"


def values(outcomes: Sequence[Outcome], changes: Sequence[Alarm]) -> dict[str, object]:
    """Return everything as programs read it."""
    return {
        "faults": [asdict(one) for one in outcomes],
        "changes": [asdict(one) for one in changes],
        "goals": [asdict(goal) | {"reached": goal.reached} for goal in goals(outcomes, changes)],
    }
