"""The values that flow through Lotse: a portal is pages, facts and words in several languages. All are frozen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from lotse.known import Channel, Checked, Facts, Named
from lotse.translation import PageRecord

__all__ = ["Channel", "Checked", "Facts", "Named"]  # parts of the model that stand in lotse.known

EMPTY: Mapping[str, str] = MappingProxyType({})


class Priority(StrEnum):
    """How much a page matters to a reader in danger."""

    SAFETY = "safety"
    ESSENTIAL = "essential"
    ORDINARY = "ordinary"


class State(StrEnum):
    """How far the translation of a page is; computed from its record (lotse.check.states), never typed."""

    MISSING = "missing"
    DRAFT = "draft"
    MACHINE = "machine"
    REVIEW = "review"
    COMPLETE = "complete"
    STALE_MINOR = "stale-minor"
    STALE = "stale"
    BROKEN = "broken"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Language:
    """One entry of locales/languages.yml; `tag` is BCP 47, `mkdocs` what static-i18n accepts, `cldr` what Babel knows."""

    tag: str
    autonym: str
    dir: str
    fallback: tuple[str, ...]
    mkdocs: str
    cldr: str
    status: str
    pseudo: bool = False

    @property
    def published(self) -> bool:
        """Tell whether readers may find this language."""
        return self.status == "published"

    @property
    def listed(self) -> bool:
        """Tell whether other languages may link to this one: not where its safety pages are not what they must be."""
        return self.status != "withheld"


@dataclass(frozen=True, slots=True)
class Register:
    """The languages in the order of the register, and the one in which pages are written first."""

    source: str
    languages: Mapping[str, Language]

    def chain(self, tag: str) -> tuple[str, ...]:
        """Return the languages to look for a page in, best first, ending with the source language."""
        wanted = (tag, *self.languages[tag].fallback, self.source)
        return tuple(dict.fromkeys(wanted))


@dataclass(frozen=True, slots=True)
class Page:
    """One page in one language; `path` (like "safety/fire.md") is the same in every language."""

    language: str
    path: str
    file: str
    id: str
    title: str
    body: str
    body_line: int
    summary: str = ""
    priority: Priority = Priority.ORDINARY
    order: int = 1000
    icon: str = ""
    needs: tuple[str, ...] = ()
    area: str = ""
    audience: tuple[str, ...] = ()
    checked: date | None = None
    until: date | None = None
    imported: bool = False  # from another system, as its `imported` says
    head: str = ""  # the file above the body: front matter between its rulers
    state: "PageState | None" = None  # of a page as it is offered; None for sources and while nobody has asked

    @property
    def text(self) -> str:
        """Return the whole file."""
        return self.head + self.body

    @property
    def url(self) -> str:
        """Return the page's file below its language folder."""
        return self.path.removesuffix(".md") + ".html"

    @property
    def href(self) -> str:
        """Return the page's address below its language folder, as links write it."""
        return quote(self.url)


@dataclass(frozen=True, slots=True)
class Segment:
    """The smallest translated unit of a page, as a translator sees it: inline Markdown as typed, nothing around it.

    `kind` is one of title, summary, heading, paragraph, item, cell, admonition, term, definition, alt; `line` counts from
    1; `level` is a heading's rank or an item's depth; `attributes` is what belongs to it and is not for translators.
    """

    kind: str
    text: str
    line: int
    level: int = 0
    attributes: str = ""
    typed: str = field(default="", compare=False, repr=False)  # exactly what stands in the file
    joints: tuple[str, ...] = field(default=(), compare=False, repr=False)  # between its lines; the last for more lines


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a catalog; `text` is empty where it is not translated (fuzzy counts as untranslated)."""

    context: str
    id: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Catalog:
    """A message catalog (PO file) by (context, source text)."""

    file: str
    messages: Mapping[tuple[str, str], Message]

    def text(self, msgid: str, context: str = "") -> str:
        """Return the translation, or an empty string where there is none."""
        message = self.messages.get((context, msgid))
        return message.text if message else ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """Somebody answers for publishing a page that nobody has reviewed: until when (that day included), who and why."""

    until: date
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class PageState:
    """How far a page is in one language; `stale` are indices of segments of its source page.

    `since` is when the first of them was seen, None where no sync has seen it; `why` says of a broken page what is wrong;
    `unreviewed` is "machine" or "review" (by a person) where nobody has checked the translation, under a waiver too,
    and `reviewed` the day on which somebody did, where the record says it.
    """

    page: str
    path: str
    language: str
    state: State
    priority: Priority
    stale: tuple[int, ...] = ()
    since: date | None = None
    waiver: Waiver | None = None
    why: str = ""
    unreviewed: str = ""
    recorded: bool = True
    reviewed: date | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decides in mkdocs.yml under `extra.lotse`, and what comes with the run."""

    today: date
    site_url: str = ""
    recheck_days: int = 730
    country: str = "DE"
    time_zone: str = "Europe/Berlin"
    edit_url: str = ""
    exit_url: str = "https://www.dwd.de/"  # where the exit of safety pages leads: everybody may look at the weather
    public_key: str = ""  # minisign, what `scripts/sign.py` signs with
    icons: Path | None = None

    def overdue(self, on: date | None) -> bool:
        """Tell whether something checked on a date, or on none, should be checked again."""
        return on is None or (self.today - on).days > self.recheck_days


@dataclass(frozen=True)
class Portal:
    """Everything read from disk: the input of every check and every rendition."""

    root: Path
    settings: Settings
    register: Register
    facts: Facts
    pages: Mapping[str, Mapping[str, Page]]
    assets: Mapping[str, tuple[str, ...]]
    interface: Mapping[str, Catalog]
    words: Mapping[str, Catalog]
    records: Mapping[str, Mapping[str, PageRecord]] = field(default_factory=dict)  # by language and id of the page
    unreadable: frozenset[str] = frozenset()  # files of records that could not be read
    states: Mapping[str, Mapping[str, PageState]] = field(default_factory=dict)  # by language and path
    written: Mapping[str, Mapping[str, Page]] = field(
        default_factory=dict
    )  # pages before lotse.check.offer took some away
    listed: frozenset[str] = (
        frozenset()
    )  # languages of which only the paths are known: a partial build leaves them alone
    cache: Path | None = None  # a folder for what checks remember

    def every_page(self) -> Iterator[Page]:
        """Yield all pages that were read, language by language."""
        for pages in self.in_full.values():
            yield from pages.values()

    @property
    def in_full(self) -> Mapping[str, Mapping[str, Page]]:
        """Return the pages of the languages that were read, not only listed."""
        return {tag: pages for tag, pages in self.pages.items() if tag not in self.listed}

    def shown(self, tag: str) -> Mapping[str, Page]:
        """Return the pages a reader of `tag` sees by path: translations, else the best fallback."""
        return self._shown[tag]

    def files(self, tag: str) -> Mapping[str, str]:
        """Return the files beside the pages (pictures, PDFs) a reader of `tag` gets, each with the language it is from."""
        return {path: other for other in reversed(self.register.chain(tag)) for path in self.assets.get(other, ())}

    @cached_property
    def _shown(self) -> dict[str, dict[str, Page]]:
        return {tag: self._merged(tag) for tag in self.register.languages}

    def _merged(self, tag: str) -> dict[str, Page]:
        merged: dict[str, Page] = {}
        for other in reversed(self.register.chain(tag)):
            merged.update(self.pages.get(other, {}))
        return dict(sorted(merged.items()))

    @cached_property
    def traits(self) -> Mapping[str, Page]:
        """Return by path the page that decides order, priority and icon: the source's, else any language's."""
        merged: dict[str, Page] = {}
        for tag in reversed(list(self.register.languages)):
            merged.update(self.pages.get(tag, {}))
        return merged | dict(self.pages.get(self.register.source, {}))
