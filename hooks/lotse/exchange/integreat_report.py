"""What an import did, and what it could not do: nothing is lost silently."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import Enum


class ImportFailed(Exception):
    """The import stopped before it wrote anything; the message is for people."""


class Kind(Enum):
    """What a note is about: its key for programs, its heading for people, and whether equal notes are counted together."""

    CONFLICT = "conflict", "Edited here and changed upstream: not overwritten", False
    FOREIGN = "foreign", "Stands here, but was not imported: not overwritten", False
    WORDS = "words", "Words that did not survive", False
    LOST_LINK = "lost-link", "Links that could not be kept; their words stand", False
    LANGUAGE = "language", "Languages", False
    NO_SOURCE = "no-source", "Pages without a page in the source language", False
    GONE = "gone", "No longer upstream: kept here", False
    MOVED = "moved", "Moved upstream: kept where it is here", False
    RENAMED = "renamed", "Written under another name", False
    BROKEN = "broken", "Links that are broken upstream: a number or an e-mail address was meant; mend them here", False
    EMPTY_LINK = "empty-link", "Links without words: their address became the words", False
    ANCHOR = "anchor", "Links to a place inside a page now lead to its beginning", False
    OTHER_LANGUAGE = "other-language", "Links to a page in another language now lead to it in the reader's own", False
    OUTSIDE = "outside", "Links to Integreat pages that were not imported: they lead to Integreat", False
    EMBED = "embed", "Embedded media became links", False
    ELEMENT = "element", "Elements without a counterpart; their words stand", True
    TABLE = "table", "Tables that changed", False
    LIST = "list", "Lists that changed", False
    PICTURE = "picture", "Pictures that are linked, not shown", True
    BROKEN_PICTURE = "broken-picture", "Pictures that could not be fetched: linked", False
    DECORATION = "decoration", "Small pictures without a description (icons) left out", True
    LOOKS = "looks", "Looks left out", True
    TOOLTIP = "tooltip", "Tooltips left out", False
    THUMBNAIL = "thumbnail", "Preview pictures of pages left out", True
    EXTRA = "extra", "Fields of a page that have no counterpart", False

    def __init__(self, key: str, heading: str, counted: bool) -> None:
        """Take apart what a member says."""
        self.key, self.heading, self.counted = key, heading, counted


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to know; `file` is relative to the project and may be empty."""

    kind: Kind
    file: str
    what: str

    def as_dict(self) -> dict[str, str]:
        """Return the note as programs read it."""
        return {"kind": self.kind.key, "file": self.file, "what": self.what}


@dataclass(slots=True)
class Report:
    """Everything an import has to say."""

    written: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def note(self, kind: Kind, file: str, what: str) -> None:
        """Take something down."""
        self.notes.append(Note(kind, file, what))

    @property
    def refused(self) -> bool:
        """Tell whether something of ours stood in the way of something new."""
        return any(note.kind in (Kind.CONFLICT, Kind.FOREIGN) for note in self.notes)

    def as_dict(self) -> dict[str, object]:
        """Return the report as programs read it."""
        fields = asdict(self)
        return {key: fields[key] for key in ("written", "changed", "unchanged", "edited")} | {
            "notes": [note.as_dict() for note in self.notes]
        }

    def lines(self) -> Iterator[str]:
        """Yield the report as people read it."""
        yield f"{len(self.written)} files new, {len(self.changed)} changed, {len(self.unchanged)} unchanged, {len(self.edited)} edited here and unchanged upstream."
        for kind in Kind:
            notes = [note for note in self.notes if note.kind is kind]
            if notes:
                yield f"\n{kind.heading} ({len(notes)}):"
                yield from _counted(notes) if kind.counted else _listed(notes)


def _listed(notes: list[Note]) -> Iterator[str]:
    for note in notes:
        yield f"  {note.file}: {note.what}" if note.file else f"  {note.what}"


def _counted(notes: list[Note]) -> Iterator[str]:
    for what, number in Counter(note.what for note in notes).most_common():
        yield f"  {number} × {what}"
