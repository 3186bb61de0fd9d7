"""What is known of the translation of a page: its record, one unit for each segment."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Unit:
    """One segment in the record of a translation: the source as it was translated, and the translation.

    `number` is the segment's index in the source page; `synced` the hash of the translation at the last sync; `minor` says
    who accepted a change of the source without a new translation, when and why; `stale` the day (ISO 8601) on which a sync
    first saw its source changed; `notes` are a translator's own comments.
    """

    number: int
    source: str
    text: str
    previous: str = ""
    fuzzy: bool = False
    machine: bool = False
    synced: str = ""
    stale: str = ""
    minor: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What is known of a page's translation (locales/<tag>/pages/<id>.po), its units in order of the page."""

    file: str
    page: str
    units: tuple[Unit, ...] = ()
    state: str = ""
    reviewer: str = ""
    waiver: str = ""
    frame: str = ""  # two hashes: the fixed text of the source page and of its translation at the last sync

    @property
    def texts(self) -> dict[int, str]:
        """Return the translations that may be published by index of their segment: fuzzy ones never are."""
        return {unit.number: unit.text for unit in self.units if unit.text and not unit.fuzzy}
