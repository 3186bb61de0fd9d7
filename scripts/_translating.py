"""What the commands of translate.py share: the portal, the page that is meant, and files written whole or not at all."""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from lotse.check.states import states
from lotse.exchange.acts import Refused
from lotse.exchange.speech import Speech, Untold, speech, wanted
from lotse.exchange.sync import Merged
from lotse.exchange.sync_portal import Files, Pair, changed, merged, named, nearest, pairs, readable
from lotse.exchange.worklist import Line
from lotse.model import PageState, Portal, Priority
from lotse.parallel import cores
from lotse.read.portal import read_portal
from lotse.report import Finding, Level, summary
from lotse.run import today
from lotse.translation import PageRecord

UNREADABLE = frozenset({"L001", "L002", "P001", "P002", "M001", "M004", "M007", "M008", "M009"})

ALL = "all"
URGENT = {Priority.SAFETY: "\x1b[31;1m", Priority.ESSENTIAL: "\x1b[33m"}


class Wrong(Untold):
    """The command line names something that is not there."""


@dataclass(frozen=True)
class Project:
    """The checkout a command works in."""

    root: Path

    @cached_property
    def say(self) -> Speech:
        """Return how to speak to whoever runs this command."""
        return speech(self.root, wanted(os.environ))

    @cached_property
    def _read(self) -> tuple[Portal, list[Finding]]:
        return read_portal(self.root, today(os.environ), cores())

    @property
    def portal(self) -> Portal:
        """Return the portal as it is on disk."""
        return self._read[0]

    @property
    def today(self) -> date:
        """Return the day acts are dated with."""
        return self.portal.settings.today

    @property
    def unread(self) -> list[Finding]:
        """Return what could not be read, and so is left alone."""
        return sorted(one for one in self._read[1] if one.code in UNREADABLE and one.level is Level.ERROR)

    @property
    def states(self) -> tuple[PageState, ...]:
        """Return how far each translation is."""
        return tuple(one for one in states(self.portal) if one.language != self.portal.register.source)

    def tags(self, wanted: Iterable[str]) -> list[str]:
        """Return the languages meant, all translations where none is named; raises Wrong for one that is not there."""
        known = [tag for tag in self.portal.register.languages if tag != self.portal.register.source]
        for tag in wanted:
            if tag not in known:
                raise Wrong(
                    "`{tag}` is no language pages are translated into. Use {known}.",
                    tag=tag,
                    known=", ".join(known) or "start",
                )
        return [tag for tag in known if tag in wanted] if wanted else known

    def pair(self, name: str, tag: str) -> Pair:
        """Return the page somebody means with its translation; raises Wrong where there is none or it cannot be read."""
        self.tags([tag])
        page = named(self.portal, name)
        if page is None:
            close = nearest(self.portal, name)
            if close:
                raise Wrong("There is no page `{name}`. Did you mean `{close}`?", name=name, close=close)
            raise Wrong("There is no page `{name}`. Name its id or its path.", name=name)
        pair = next(one for one in pairs(self.portal, [tag]) if one.source is page)
        if not readable(self.portal, pair):
            if self.unread:
                raise Refused(*self.unread)
            raise Wrong("{file} cannot be read.", file=pair.file)
        return pair

    def files_with(self, pair: Pair, done: Merged, record: PageRecord) -> Files:
        """Return the files to write when a merge is followed by an act on its record."""
        return changed(self.portal, pair, replace(done, record=record))

    def merged(self, pair: Pair) -> Merged:
        """Return a translation merged with its record."""
        return merged(self.portal, pair)

    def in_step(self, pair: Pair) -> Merged:
        """Return a translation merged with its record; raises Refused while a person has to decide something."""
        done = self.merged(pair)
        if any(one.level is Level.ERROR for one in done.findings):
            raise Refused(*done.findings)
        return done

    def write(self, files: Files) -> None:
        """Write files whole, beside their place first; None removes one."""
        for name, data in sorted(files.items()):
            file = self.root / name
            if data is None:
                file.unlink()
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                part = file.with_name(f".{file.name}.part")
                part.write_bytes(data)
                part.replace(file)


def tell(findings: Iterable[Finding]) -> None:
    """Print findings and their number."""
    listed = list(findings)
    if listed:
        print("\n".join([*map(str, listed), summary(listed)]))


def coloured() -> bool:
    """Tell whether the output is a terminal that wants colours (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def painted(line: Line) -> str:
    """Return a line of the status, on a terminal with what is urgent in colour."""
    colour = URGENT.get(line.priority, "") if line.priority and coloured() else ""
    return f"{colour}{line.text}\x1b[0m" if colour else line.text
