"""Say what the translators' tools print in the language of the person at the terminal, as gettext would.

Messages stand in English in the code: say("…"), N_("…"), Wrong("…"), Unknown("…"). Their catalogs are
`locales/<tag>/LC_MESSAGES/tools.po`. Findings and what programs read (--json) are English for everybody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lotse.model import Catalog
from lotse.read.catalogs import TOOLS, catalog_file, read_catalog
from lotse.render.cards import N_
from lotse.render.words import placeholders

WRITTEN_IN = "en"
# Words of records and of the segmenter as people see them.
NAMES = (
    *(N_("safety"), N_("essential"), N_("ordinary")),
    *(N_("missing"), N_("draft"), N_("machine"), N_("review"), N_("complete"), N_("stale-minor"), N_("stale")),
    *(N_("broken"), N_("waived"), N_("published")),
    *(N_("title"), N_("summary"), N_("heading"), N_("paragraph"), N_("item"), N_("cell"), N_("admonition"), N_("term")),
    *(N_("definition"), N_("alt")),
)


@dataclass(frozen=True, slots=True)
class Speech:
    """Says messages with the first of some catalogs that has them, else as they are: in English."""

    catalogs: Sequence[Catalog] = ()

    def __call__(self, msgid: str, **values: object) -> str:
        """Return a message with its values; a translation that lost or gained a placeholder is passed over."""
        texts = (catalog.text(msgid) for catalog in self.catalogs)
        said = next((text for text in texts if text and placeholders(text) == placeholders(msgid)), msgid)
        return said.format(**values) if values else said


ENGLISH = Speech()


class Untold(ValueError):
    """Something is wrong with a command; `say` it in the reader's language."""

    def __init__(self, msgid: str, **values: object) -> None:
        """Keep the message and its values."""
        super().__init__(ENGLISH(msgid, **values))
        self._msgid, self._values = msgid, values

    def said(self, say: Speech) -> str:
        """Return what is wrong in a language."""
        return say(self._msgid, **self._values)


def wanted(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the language tags an environment asks for, best first (gettext manual, "Locale Environment Variables")."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((value for name in names if (value := environment.get(name))), "C")
    if locale.partition(".")[0] in ("C", "POSIX"):
        return ()
    asked = filter(None, (environment.get("LANGUAGE") or locale).split(":"))
    return tuple(one.partition(".")[0].partition("@")[0].replace("_", "-") for one in asked)


def speech(root: Path, tags: Sequence[str]) -> Speech:
    """Return how to speak to somebody who reads these languages; a region falls back to its language, English ends the list."""
    catalogs: list[Catalog] = []
    for tag in tags:
        if tag.split("-")[0] == WRITTEN_IN:
            break
        near = next((one for one in _wider(tag) if (root / catalog_file(one, TOOLS)).is_file()), "")
        catalogs += [read_catalog(root, near, TOOLS, [])] if near else []
    return Speech(tuple(catalogs))


def _wider(tag: str) -> Sequence[str]:
    parts = [part for part in tag.split("-") if part.isalnum()]  # a tag names a folder: nothing else may
    return ["-".join(parts[:number]) for number in range(len(parts), 0, -1)]
