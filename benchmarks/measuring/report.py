"""Say what was measured: a Markdown section, and the goals held against it."""

import os
import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.measuring.trial import Trial

from lotse.parallel import cores

BEGIN, END = "<!-- measured by benchmarks/build.py: begin -->", "<!-- measured: end -->"
HEAD = "| | wall s | CPU s | ms a page | memory MB | page KB | gzip | all it loads, gzip | from elsewhere | site MB | files | edit s | changed | stale |"
RULE = "|---|" + "---:|" * (HEAD.count("|") - 2)

Find = Callable[[str, int], Trial | None]


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached: a value at most `limit`; None where a figure for it was not measured."""

    what: str
    limit: float
    value: float | None

    @property
    def missed(self) -> bool:
        """Tell whether it was measured and not reached."""
        return self.value is not None and self.value > self.limit

    @property
    def verdict(self) -> str:
        """Return the goal's state in one word or two."""
        return "not measured" if self.value is None else "missed" if self.missed else "reached"


def goals(trials: Sequence[Trial]) -> list[Goal]:
    """Return the goals of the benchmark with what was measured for them."""
    by_name = {(trial.stack, trial.languages): trial for trial in trials}

    def find(stack: str, languages: int) -> Trial | None:
        return by_name.get((stack, languages))

    edits = [trial.edit for trial in trials if trial.stack == "Lotse" and trial.edit]
    return [
        Goal("20 languages: wall time, of stock's", 0.12, ratio(find, wall, ("Lotse", 20), ("Stock", 20))),
        Goal("20 languages: CPU time, of stock's", 0.24, ratio(find, cpu, ("Lotse", 20), ("Stock", 20))),
        Goal("10 languages: wall time, of Zensical's", 0.65, ratio(find, wall, ("Lotse", 10), ("Zensical", 10))),
        Goal("10 languages: wall time, of Hugo's", 3, ratio(find, wall, ("Lotse", 10), ("Hugo", 10))),
        Goal("time a page at 20 languages, of that at 2", 1.15, ratio(find, each, ("Lotse", 20), ("Lotse", 2))),
        Goal(
            "one page edited, 10 languages: wall time, of Zensical's",
            0.75,
            ratio(find, edit, ("Lotse", 10), ("Zensical", 10)),
        ),
        Goal(
            "one page edited, 10 languages: wall time, of Hugo's", 0.4, ratio(find, edit, ("Lotse", 10), ("Hugo", 10))
        ),
        Goal(
            "one page edited: other pages of its language that change", 0, max((e.changed for e in edits), default=None)
        ),
        Goal("one page edited: pages unlike a cold build's", 0, max((e.stale for e in edits), default=None)),
    ]


def ratio(
    find: Find, of: Callable[[Trial], float | None], ours: tuple[str, int], theirs: tuple[str, int]
) -> float | None:
    """Return a figure of one trial divided by that of another, None where either is missing."""
    one, other = (of(trial) if (trial := find(*key)) else None for key in (ours, theirs))
    return one / other if one is not None and other else None


def wall(trial: Trial) -> float | None:
    """Return the wall time of a cold build."""
    return trial.cold.wall if trial.cold else None


def cpu(trial: Trial) -> float | None:
    """Return the CPU time of a cold build."""
    return trial.cold.cpu if trial.cold else None


def each(trial: Trial) -> float | None:
    """Return the wall time of a cold build for each page."""
    return trial.cold.wall / trial.pages if trial.cold else None


def edit(trial: Trial) -> float | None:
    """Return the wall time after one page was edited."""
    return trial.edit.usage.wall if trial.edit else None


def machine(packages: Sequence[str]) -> dict[str, str]:
    """Return on what was measured: processor, cores in use, load before the start, versions."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")),
        platform.processor(),
    )
    here = {
        "processor": model or platform.machine(),
        "cores": str(cores()),
        "load before": f"{os.getloadavg()[0]:.1f}",
        "Python": platform.python_version(),
    }
    return here | {name: _version(name) for name in sorted(set(packages), key=str.casefold)}


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def section(trials: Sequence[Trial], about: dict[str, str], repeat: int, day: str) -> str:
    """Return the Markdown section with all tables."""
    lines = [
        f"Measured on {day}; median of {repeat}. "
        + ", ".join(f"{name} {value}" for name, value in about.items())
        + ".",
        "",
    ]
    for number in sorted({trial.languages for trial in trials}):
        rows = [trial for trial in trials if trial.languages == number]
        lines += [
            f"### {number} languages, {rows[0].pages} pages",
            "",
            HEAD,
            RULE,
            *map(row, rows),
            "",
            *failures(rows),
        ]
    lines += ["### Goals", "", "| | at most | measured | |", "|---|---:|---:|---|"]
    lines += [
        f"| {goal.what} | {goal.limit:g} | {number_or_dash(goal.value, 2)} | {goal.verdict} |" for goal in goals(trials)
    ]
    return "\n".join(lines) + "\n"


def row(trial: Trial) -> str:
    """Return one stack's line of a table."""
    weight, change = trial.weight, trial.edit
    page = (weight.html, weight.html_gzip, weight.loaded_gzip) if weight else (None,) * 3
    cells = [
        number_or_dash(wall(trial), 2),
        number_or_dash(cpu(trial), 2),
        number_or_dash(each(trial), 2, 1000),
        number_or_dash(trial.memory, 0, 1e-6),
        *(number_or_dash(size, 1, 1e-3) for size in page),
        number_or_dash(weight.elsewhere if weight else None, 0),
        number_or_dash(weight.site if weight else None, 1, 1e-6),
        number_or_dash(weight.files if weight else None, 0),
        number_or_dash(edit(trial), 2),
        number_or_dash(change.changed if change else None, 0),
        number_or_dash(change.stale if change else None, 0),
    ]
    return f"| {trial.stack}{' (failed)' if trial.failure else ''} | {' | '.join(cells)} |"


def number_or_dash(value: float | None, places: int, scale: float = 1) -> str:
    """Return a number for a table, a dash where there is none."""
    return "–" if value is None else f"{value * scale:.{places}f}"


def failures(trials: Sequence[Trial]) -> Iterator[str]:
    """Yield what went wrong, so that no failure hides behind a dash."""
    for trial in trials:
        if trial.failure:
            yield from (f"{trial.stack} failed:", "", "```", trial.failure, "```", "")


def write_section(file: Path, text: str) -> None:
    """Put the section between its marks in a Markdown file, or at the end of one without them."""
    old = file.read_text(encoding="utf-8") if file.is_file() else ""
    before, _, rest = old.partition(BEGIN)
    after = rest.partition(END)[2]
    file.write_text(f"{before.rstrip()}\n\n{BEGIN}\n\n{text}\n{END}\n{after.lstrip()}".lstrip(), encoding="utf-8")
