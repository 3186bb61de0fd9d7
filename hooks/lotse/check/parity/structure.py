"""Rules for the structure of a page: every heading, paragraph, item, cell and card of the source, in its order."""

from collections import Counter
from collections.abc import Iterator, Sequence

from lotse.check.parity.align import Block, signature
from lotse.check.parity.fold import letters
from lotse.check.parity.pair import Side, quoted
from lotse.check.parity.prose import own_words
from lotse.model import Segment
from lotse.report import Finding, Level

NAMES = {
    "title": "title",
    "summary": "summary",
    "heading": "heading",
    "paragraph": "paragraph",
    "item": "list item",
    "cell": "table cell",
    "admonition": "box",
    "term": "term",
    "definition": "definition",
    "alt": "text of a picture",
    "reference": "fact reference",
    "picture": "picture",
    "code": "block of code",
}
HALF = 0.6  # of the letters; Arabic has three quarters of the German ones
FRONT = ("title", "summary")  # the words of the front matter
ANCHORED = ("heading", "reference", "picture")  # what can be recognised elsewhere on the page


def check_structure(blocks: Sequence[Block], of: Side, to: Side) -> Iterator[Finding]:
    """Find what the translation lacks, adds, moves or builds in another way."""
    missing = [one for block in blocks if not block.translation for one in block.source]
    added = [one for block in blocks if not block.source for one in block.translation]
    moved = {_anchor(one): one for one in missing if _anchor(one)} if missing and added else {}
    moved = {key: one for key, one in moved.items() if key in {_anchor(other) for other in added}}
    for number, block in enumerate(blocks):
        if block.paired:
            yield from _attributes(block.source[0], block.translation[0], of, to)
        elif block.source and block.translation:
            yield _otherwise(block, of, to)
        else:
            yield from _missing(block.source, _gap(blocks, number), of, to, moved)
            yield from _added(block.translation, of, to, moved)


def _gap(blocks: Sequence[Block], number: int) -> int:
    """Return the line of a translation where something is missing: behind what stands before it, out of the front matter."""
    before = next((block.translation[-1] for block in reversed(blocks[:number]) if block.translation), None)
    after = next((block.translation[0].line for block in blocks[number + 1 :] if block.translation), 0)
    if before is None or (after and before.kind in FRONT):
        return after or 1
    end = before.line + before.text.count("\n")
    return min(end + 1, after) if after else end


def _anchor(unit: Segment) -> tuple[str, str]:
    """Return what a unit is recognised by elsewhere on the page; empty for words."""
    mark = unit.attributes if unit.kind == "heading" else unit.text
    return (unit.kind, mark) if unit.kind in ANCHORED and mark else ()  # type: ignore[return-value]


def _missing(units: Sequence[Segment], line: int, of: Side, to: Side, moved: object) -> Iterator[Finding]:
    left = [unit for unit in units if _anchor(unit) not in moved]  # type: ignore[operator]
    if left:
        what = f"Missing here: {_listed(left)} of {of.file}:{left[0].line}, {quoted(left[0].text)}."
        yield Finding(to.file, line, "T001", what, "Add it, or remove it from the source page.")


def _added(units: Sequence[Segment], of: Side, to: Side, moved: object) -> Iterator[Finding]:
    left = [unit for unit in units if _anchor(unit) not in moved]  # type: ignore[operator]
    if left:
        what = f"Only here, not in {of.file}: {_listed(left)}, {quoted(left[0].text)}."
        yield Finding(to.file, left[0].line, "T002", what, "Remove it, or add it to the source page.")
    for unit in units:
        if _anchor(unit) in moved:  # type: ignore[operator]
            there = moved[_anchor(unit)].line  # type: ignore[index]
            what = f"The {NAMES[unit.kind]} {quoted(unit.text)} stands in another place than in {of.file}:{there}."
            yield Finding(to.file, unit.line, "T014", what, "Keep the order of the source page.")


def _otherwise(block: Block, of: Side, to: Side) -> Finding:
    what = f"{_listed(block.translation).capitalize()} stand for {_listed(block.source)} of {of.file}:{block.source[0].line}."
    mend = "Build the translation like the source page: then it can be compared piece by piece."
    level = Level.ERROR if _fewer(block) else Level.WARNING
    return Finding(to.file, block.translation[0].line, "T014", what, mend, level)


def _fewer(block: Block) -> bool:
    """Tell whether a part of the words is gone too: a term whose definition is missing is a paragraph to Markdown."""
    source, translation = (
        sum(letters(own_words(unit.text)) for unit in side) for side in (block.source, block.translation)
    )
    return len(block.translation) < len(block.source) and translation < HALF * source


def _attributes(source: Segment, translation: Segment, of: Side, to: Side) -> Iterator[Finding]:
    if signature(source) != signature(translation):
        ours, theirs = (_marks(unit) for unit in (translation, source))
        what = f"The {NAMES[source.kind]} {quoted(translation.text)} has {ours}; {of.file}:{source.line} has {theirs}."
        yield Finding(to.file, translation.line, "T015", what, f"Write {theirs}.")


def _marks(unit: Segment) -> str:
    level = f"level {unit.level}" if unit.level else ""
    attributes = f"`{unit.attributes}`" if unit.attributes else ""
    return " and ".join(filter(None, (level, attributes))) or "no attributes"


def _listed(units: Sequence[Segment]) -> str:
    counts = Counter(NAMES[unit.kind] for unit in units)
    return ", ".join(
        f"{number} {name}{'s' * (number > 1)}" if number > 1 else f"a {name}" for name, number in counts.items()
    )
