"""The values of content/facts/: facts once, with the source language's words. lotse.model hands them on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

# What a page asks for by name and is made from facts (lotse.render.parts): `[[directory]]`, `[[form:hate-incident]]`.
# No channel may have such an id.
PARTS = frozenset({"desk", "directory", "form", "notices", "rules", "triage"})


@dataclass(frozen=True, slots=True)
class Checked:
    """When and where facts were checked: the date (start of the period) and address of their source.

    `precision` is "day", "month", "year" or "undated" (`on` is then None).
    """

    on: date | None
    precision: str
    source: str

    def __str__(self) -> str:
        """Return the date as precisely as the source gives it, like "2023-06"; "undated" where it gives none."""
        lengths = {"year": 4, "month": 7, "day": 10}
        return self.on.isoformat()[: lengths[self.precision]] if self.on else self.precision


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach somebody, as in content/facts/channels.yml; words are in the source language."""

    id: str
    line: int
    name: str
    does: str
    not_: str
    kind: str
    addresses: Mapping[str, tuple[str, ...]]
    hours: str
    speaks: tuple[str, ...]
    interpreter: bool
    cost: str
    identity: str
    logs: tuple[str, ...]
    tells: str
    answer: str
    needs: tuple[str, ...]
    not_needs: tuple[str, ...]
    area: str
    checked: Checked


@dataclass(frozen=True, slots=True)
class Named:
    """An area or a need: its name in the source language and the larger one it lies in."""

    id: str
    line: int
    name: str
    inside: str = ""
    fictional: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """All that content/facts/ says: facts once, with the source language's words."""

    name: str = ""
    claim: str = ""
    notice: str = ""
    emergency: tuple[str, ...] = ()
    channels: Mapping[str, Channel] = field(default_factory=dict)
    areas: Mapping[str, Named] = field(default_factory=dict)
    needs: Mapping[str, Named] = field(default_factory=dict)
