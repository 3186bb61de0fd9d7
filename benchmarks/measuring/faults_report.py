"""Say what a run of trials showed: by strategy the faults, the broken states and how many were whole at the end."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from benchmarks.measuring.faults_judge import KINDS
from benchmarks.measuring.faults_plan import Fault
from benchmarks.measuring.faults_trial import Outcome

GOAL = 0.99


def report(outcomes: Sequence[Outcome]) -> str:
    """Return the tables as Markdown."""
    names = list(dict.fromkeys(one.strategy for one in outcomes))
    groups = [(name, [one for one in outcomes if one.strategy == name]) for name in names]
    groups += [(f"{name}, HTTPS trials", [one for one in found if one.sealed]) for name, found in groups[: len(names)]]
    return "\n".join([*summary(groups), "", *by_fault(groups), ""])


def summary(groups: Sequence[tuple[str, Sequence[Outcome]]]) -> Iterator[str]:
    """Yield the table of verdicts."""
    yield f"| | trials | updates | faults | broken | {' | '.join(KINDS)} | whole at the end | no verdict | run twice | s a trial |"
    yield "|---|" + "---:|" * (len(KINDS) + 8)
    for name, found in groups:
        kinds = broken_kinds(found)
        judged = [one for one in found if not one.failure]
        cells = [
            len(found),
            sum(one.update for one in found),
            sum(sum(one.faults.values()) for one in found),
            sum(bool(one.broken) for one in found),
            *(kinds[kind] for kind in KINDS),
            f"{sum(one.complete for one in judged)} ({share(judged):.1%})",
            len(found) - len(judged),
            sum(bool(one.first_failure) for one in found),
            f"{sum(one.seconds for one in found) / max(len(found), 1):.1f}",
        ]
        yield f"| {name} | {' | '.join(map(str, cells))} |"


def by_fault(groups: Sequence[tuple[str, Sequence[Outcome]]]) -> Iterator[str]:
    """Yield the table of injected faults; HTTPS trials have neither bit flips nor captive portals."""
    yield f"| faults injected | {' | '.join(name for name, _ in groups)} |"
    yield "|---|" + "---:|" * len(groups)
    for fault in Fault:
        counts = [sum(one.faults[fault] for one in found) for _, found in groups]
        yield f"| {fault} | {' | '.join(map(str, counts))} |"


def broken_kinds(outcomes: Sequence[Outcome]) -> Counter[str]:
    """Count the trials that showed each kind of broken state; one trial may show several."""
    return Counter(kind for one in outcomes for kind in {kind for _, kind, _ in one.broken})


def share(outcomes: Sequence[Outcome]) -> float:
    """Return the part of trials that ended whole at the target version."""
    return sum(one.complete for one in outcomes) / max(len(outcomes), 1)


def reached(outcomes: Sequence[Outcome], strategy: str) -> bool:
    """Tell whether a strategy reached the goals: no broken state, nothing unjudged, 99 % whole at the end."""
    mine = [one for one in outcomes if one.strategy == strategy]
    return not any(one.broken or one.failure for one in mine) and share(mine) >= GOAL


def complaint(outcome: Outcome, seed: int) -> str:
    """Return a broken or unfinished trial in full, with the words to run it alone."""
    head = (
        f"{outcome.strategy} trial {outcome.number} ({'update' if outcome.update else 'fresh'}, rate {outcome.rate}): "
    )
    what = [f"  {when}: {kind}: {what}" for when, kind, what in outcome.broken]
    what += [f"  no verdict: {outcome.failure}"] if outcome.failure else []
    what += ["  not whole at the end"] if not (outcome.complete or outcome.failure) else []
    faults = ", ".join(f"{name} {count}" for name, count in outcome.faults.items())
    again = f"python3 benchmarks/faults.py --seed {seed} --only {outcome.number}"
    return "\n".join([head + faults, *what, f"  again: {again}{' --peers' if outcome.strategy != 'Lotse' else ''}"])


def values(outcomes: Sequence[Outcome]) -> list[dict[str, object]]:
    """Return the outcomes for JSON, without the logs of those that went well."""
    return [
        asdict(replace(one, faults=Counter()))
        | {"faults": dict(one.faults), "log": [] if one.complete and not one.failure else one.log}
        for one in outcomes
    ]
