"""What the rules look at: a segment of the source and its translation, with their places."""

from dataclasses import dataclass
from functools import cached_property

from lotse.check.parity.extract import Fact, facts
from lotse.check.parity.split import healed
from lotse.model import Segment
from lotse.report import Finding, Level


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two files: where it is and in which language."""

    file: str
    tag: str


@dataclass(frozen=True)
class Pair:
    """A segment of the source page, its translation, and what both stand for."""

    source: Segment
    translation: Segment
    of: Side
    to: Side
    elsewhere: frozenset[tuple[str, str]] = frozenset()  # facts of pages built otherwise: they stand in both somewhere

    @property
    def place(self) -> str:
        """Return where the source segment stands; a message has no line, only a name."""
        return f"{self.of.file}:{self.source.line}" if self.source.line else self.of.file

    @cached_property
    def source_facts(self) -> tuple[Fact, ...]:
        """Return the facts of the source segment."""
        return facts(self.source.text, self.of.tag)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Return the facts of the translation."""
        return facts(healed(self.translation.text), self.to.tag)

    def finding(self, code: str, what: str, mend: str, level: Level = Level.ERROR, at: str = "") -> Finding:
        """Return a finding at the line of the translation where `at` stands, at its first line otherwise."""
        before = self.translation.text.partition(at)[0] if at and at in self.translation.text else ""
        return Finding(self.to.file, self.translation.line + before.count("\n"), code, what, mend, level)


def quoted(text: str, length: int = 60) -> str:
    """Return the beginning of a text on one line, in quotes."""
    plain = " ".join(text.split())
    return f"“{plain[:length].rstrip()}…”" if len(plain) > length else f"“{plain}”"
