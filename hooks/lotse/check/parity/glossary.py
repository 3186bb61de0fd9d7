"""The glossary: terms a translation has to use, and words it must not use for them (locales/glossary.csv).

One row is one term in one language: `term,language,required,forbidden,note`, and `synonyms` where the first row has a sixth
column: what people type when they look for it, between `|`, for the search only. `term` is a word of the source language, a `*`
at its end stands for any ending. `required` and `forbidden` are alternatives between `|`: one of the required has to stand in
the translation (also inside a word: languages prefix and suffix), none of the forbidden as a word of its own.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lotse.check.parity.fold import folded
from lotse.check.parity.pair import Pair
from lotse.check.parity.prose import bare
from lotse.read.text import read_text
from lotse.report import Finding, Level

FILE = "locales/glossary.csv"
COLUMNS = ["term", "language", "required", "forbidden", "note"]
SYNONYMS = "synonyms"  # a sixth column, if there is one


@dataclass(frozen=True)
class Term:
    """One row of the glossary."""

    term: str
    language: str
    required: tuple[str, ...]
    forbidden: tuple[str, ...]
    line: int
    synonyms: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return what finds the term in a source segment."""
        return words(self.term)

    def misses(self, text: str) -> bool:
        """Tell whether a folded translation has none of the required words."""
        return bool(self.required) and not any(folded(word).casefold() in text for word in self.required)


def words(term: str) -> re.Pattern[str]:
    """Return a pattern for whole words; a `*` at the end stands for any ending."""
    stem, end = (term[:-1], r"\w*") if term.endswith("*") else (term, r"(?!\w)")
    return re.compile(rf"(?<!\w){re.escape(folded(stem))}{end}", re.IGNORECASE)


def read_glossary(root: Path, tags: Sequence[str]) -> tuple[list[Term], list[Finding]]:
    """Return the terms of the glossary and what is wrong with it; a broken row is left out, the others hold."""
    found: list[Finding] = []
    text = read_text(root / FILE, FILE, found) if (root / FILE).is_file() else None
    if text is None:
        return [], [_broken(one.line, one.what) for one in found]
    terms: list[Term] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            row = _row(line, number, tags)
            (found if isinstance(row, Finding) else terms).append(row)  # type: ignore[arg-type]
    return [term for term in terms if term.line > 1], found


def _row(line: str, number: int, tags: Sequence[str]) -> Term | Finding:
    try:
        cells = [cell.strip() for cell in next(csv.reader([line], strict=True))]
    except csv.Error as error:
        return _broken(number, f"The row cannot be read: {error}.")
    if number == 1 and cells not in (COLUMNS, [*COLUMNS, SYNONYMS]):
        return _broken(1, f"The first row must name the columns: {','.join(COLUMNS)}.")
    if len(cells) not in (len(COLUMNS), len(COLUMNS) + 1):
        return _broken(number, f"The row has {len(cells)} cells, not {len(COLUMNS)}.")
    term, language, required, forbidden, _, synonyms = [*cells, ""][: len(COLUMNS) + 1]
    if number > 1 and (not term.strip("*") or language not in tags or not required + forbidden + synonyms):
        return _broken(number, f"The row for “{term}” in `{language}` says nothing we know.")
    return Term(term, language, _alternatives(required), _alternatives(forbidden), number, _alternatives(synonyms))


def _alternatives(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split("|") if word.strip())


def _broken(line: int, what: str) -> Finding:
    mend = "Write term,language,required,forbidden,note; put a cell with a comma or a quote into quotes, quotes twice."
    return Finding(FILE, line, "T026", what, mend)


def check_glossary(pair: Pair, terms: Sequence[Term]) -> Iterator[Finding]:
    """Find terms translated in another way than the glossary asks, and words it forbids."""
    source, translation = folded(bare(pair.source.text)), folded(bare(pair.translation.text)).casefold()
    for term in terms:
        if not term.pattern.search(source):
            continue
        row = f"{FILE}:{term.line}"
        if term.misses(translation):
            what = f"“{term.term}” of {pair.place} is none of {', '.join(term.required)} here ({row})."
            yield pair.finding(
                "T024", what, f"Write {term.required[0]}, or add your word to the glossary.", Level.WARNING
            )
        for word in term.forbidden:
            if words(word).search(translation):
                what = f"“{word}” stands for “{term.term}” of {pair.place}; the glossary forbids it ({row})."
                mend = f"Write {term.required[0]}." if term.required else "Use another word."
                yield pair.finding("T025", what, mend, Level.WARNING, word)
