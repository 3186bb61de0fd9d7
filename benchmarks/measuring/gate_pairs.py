"""Pages of two folders that share paths, and what the gate says about each."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lotse.check.parity.identify import Identifier
from lotse.check.parity.length import Usual, usual
from lotse.check.parity.page import Gate, check_own, compare
from lotse.check.parity.pair import Side
from lotse.report import Finding, Level


@dataclass(frozen=True, slots=True)
class PagePair:
    """A page of the source and its translation: whole files."""

    path: str
    source: str
    translation: str


@dataclass(frozen=True)
class Bench:
    """Two languages, and how their pages are compared."""

    of: str
    to: str
    gate: Gate
    usual: Usual | None = None

    def findings(self, pair: PagePair) -> list[Finding]:
        """Return everything the gate finds in a translation, advice aside."""
        of, to = (Side(f"{tag}/{pair.path}", tag) for tag in (self.of, self.to))
        compared = compare(pair.source, pair.translation, of, to, self.gate)
        outliers = self.usual.outliers(compared.lengths) if self.usual else ()
        found = {*compared.findings, *check_own(pair.translation, to), *outliers}
        return sorted(finding for finding in found if finding.level is not Level.ADVICE)


def read_pairs(source: Path, translation: Path) -> list[PagePair]:
    """Return the pages that stand at the same path in both folders."""
    paths = sorted(path.relative_to(source).as_posix() for path in source.rglob("*.md"))
    return [
        PagePair(path, *(_text(folder / path) for folder in (source, translation)))
        for path in paths
        if (translation / path).is_file()
    ]


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")


def bench(of: str, to: str, pairs: Sequence[PagePair], others: Sequence[str], cache: Path | None = None) -> Bench:
    """Return how to compare pages of two languages; what lengths are usual is learned from the pages themselves."""
    gate = Gate(Identifier([of, to, *others], cache))
    sides = Side("", of), Side("", to)
    lengths = [one for pair in pairs for one in compare(pair.source, pair.translation, *sides, gate).lengths]
    return Bench(of, to, gate, usual(lengths))
