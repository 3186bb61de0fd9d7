"""Findings: what is wrong with an editor's, translator's or operator's input, where, and how to mend it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding weighs: an error stops the build, a warning stops a strict one, advice never does."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing wrong at one place; `file` is relative to the project, `line` counts from 1."""

    file: str
    line: int
    code: str
    what: str
    mend: str
    level: Level = Level.ERROR

    def __str__(self) -> str:
        """Return the finding as people read it: place, code, what, then the mend."""
        mark = "" if self.level is Level.ERROR else f" ({self.level})"
        return f"{self.file}:{self.line}: {self.code}{mark} {self.what}\n    Mend: {self.mend}"

    def as_dict(self) -> dict[str, str | int]:
        """Return the finding as programs read it."""
        return asdict(self)


def stops(findings: Iterable[Finding], *, strict: bool) -> bool:
    """Tell whether these findings forbid publishing."""
    fatal = {Level.ERROR, Level.WARNING} if strict else {Level.ERROR}
    return any(finding.level in fatal for finding in findings)


def summary(findings: Iterable[Finding]) -> str:
    """Return one line that counts the findings by level."""
    counts = {level: 0 for level in Level}
    for finding in findings:
        counts[finding.level] += 1
    return ", ".join(
        f"{number} {level}{'s' * (level != Level.ADVICE and number != 1)}" for level, number in counts.items()
    )
