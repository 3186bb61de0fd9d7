"""What a sync knows of one segment, and what it has to ask a person about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from lotse.exchange.carrying import stamp
from lotse.exchange.page_po import breaking
from lotse.model import Segment
from lotse.read.segments import Document
from lotse.report import Finding, Level
from lotse.translation import PageRecord, Unit


class Side(Enum):
    """Which side of a segment changed since the last sync."""

    SAME = auto()
    PAGE = auto()
    RECORD = auto()
    DRAFT = auto()  # a fuzzy text of the record: not to be published yet
    BOTH = auto()


@dataclass(frozen=True, slots=True)
class Story:
    """One segment of the source page: its unit, its segment of the translation, and what became of them."""

    number: int
    source: Segment
    unit: Unit | None = None
    here: Segment | None = None
    at: int = -1
    side: Side = Side.SAME
    text: str = ""  # what the page is to say

    @property
    def edited(self) -> bool:
        """Tell whether readers get another translation than at the last sync."""
        return self.side in (Side.PAGE, Side.RECORD)


def lost(here: Document, known: Sequence[Unit], stories: Sequence[Story], file: str) -> Iterator[Finding]:
    """Find words of people that would have no place in the page any more."""
    placed = {story.at for story in stories}
    synced = {unit.synced for unit in known}
    for at, segment in enumerate(here.segments):
        if at not in placed and stamp(segment.text) not in synced:
            what = f"The source page has no segment (any more) for {short(segment.text)}, which is new or edited here."
            yield Finding(file, segment.line, "S011", what, "Remove it here, or write its source into the source page.")
    kept = {id(story.unit) for story in stories}
    for unit in known:
        if id(unit) not in kept and unit.text and unit.synced and stamp(unit.text) != unit.synced:
            what = f"The source page has no segment any more for {short(unit.text)}, which is edited in the record."
            yield Finding(file, 1, "S011", what, "Remove it from the record, or write its source into the source page.")
    deleted = next((story for story in stories if story.unit and story.unit.synced and story.at < 0), None)
    if deleted and deleted.unit:
        what = f"The page has lost the segment {short(deleted.unit.text or deleted.unit.source)}, which its source still has."
        yield Finding(file, 1, "S011", what, "Put it back here, or remove it from the source page as well.")


def misshapen(here: Document, page: Document, file: str) -> Finding:
    """Find where a translation stops having the shape of its source."""
    pairs = zip(here.segments, page.segments, strict=False)
    first = next(((ours, one) for ours, one in pairs if (ours.kind, ours.level) != (one.kind, one.level)), None)
    number = f"{len(here.segments)} segments, the source page {len(page.segments)}"
    what = (
        f"The page has {number}; they differ first at {short(first[1].text)}." if first else f"The page has {number}."
    )
    line = first[0].line if first else 1
    mend = "Give the page the headings, paragraphs, items and cells of its source, in the same order."
    return Finding(file, line, "S011", what, mend)


def unwritable(page: Document, told: Sequence[Story], record: PageRecord) -> Iterator[Finding]:
    """Find texts of the record that would not stay the segment they are."""
    lines = {unit.number: unit.line for unit in record.units}
    for number in breaking(page, {story.number: story.text for story in told}):
        what = f"The page would read this translation as something else: {short(told[number].text)}."
        mend = r"Put a backslash before the first character: `\#`, `\-`, `1\.`."
        yield Finding(record.file, lines.get(number, 0) or 1, "S013", what, mend)


def conflicts(told: Sequence[Story], after: Document, record: PageRecord, file: str) -> Iterator[Finding]:
    """Find segments that say one thing in the page and another in the record."""
    for story, segment in zip(told, after.segments, strict=True):
        if story.side is Side.BOTH and story.unit:
            place = f"{record.file}:{story.unit.line or 1}"
            what = f"{short(story.text)} says something else than {place}, and both changed since the last sync."
            mend = "Write the same in both, or empty the msgstr in the record to keep the words of the page."
            yield Finding(file, segment.line, "S010", what, mend)


def own_markup(frames: tuple[str, str], base: tuple[str, ...], copied: bool, file: str) -> Iterator[Finding]:
    """Find a page whose source changed outside of its words, while the page has fixed text of its own."""
    if len(base) == 2 and frames[0] not in (base[0], frames[1]) and frames[1] == base[1] and not copied:
        what = (
            "The source page changed outside of its words (facts, attributes, marks), and this page has its own there."
        )
        yield Finding(file, 1, "S012", what, "Compare both pages and make the same change here.", Level.WARNING)


def short(text: str) -> str:
    """Return a text as findings quote it."""
    line = " ".join(text.split())
    return f"“{line[:60]}…”" if len(line) > 60 else f"“{line}”"
