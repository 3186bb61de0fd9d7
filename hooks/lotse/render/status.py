"""Gather how far the translations are, for editors and translators: values that pages, badges, feed and JSON are made of."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from lotse.model import Page, PageState, Portal, Priority, State, Waiver
from lotse.read.alignment import Alignment, aligned, day_of, reviewed_on
from lotse.render.navigation import HOME, Tree
from lotse.translation import PageRecord

DONE = frozenset({State.COMPLETE, State.STALE_MINOR})  # read by a person, and still what the source says
RISK = list(Priority)


@dataclass(frozen=True, slots=True)
class Change:
    """A stale segment: its index in the source page, the source as it was translated and as it is, and its translation.

    `before` is empty where the source has gained it; `file` and `line` are where the translation stands.
    """

    number: int
    kind: str
    before: str
    now: str
    translation: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Event:
    """Something a record dates: a page was `reviewed`, seen `stale`, a change accepted as `minor`, a waiver ends."""

    on: date
    what: str


@dataclass(frozen=True, slots=True)
class Translation:
    """How far one page is in one language, with its stale segments and what its record dates."""

    state: State
    file: str
    since: date | None = None
    unreviewed: str = ""
    waiver: Waiver | None = None
    why: str = ""
    changes: tuple[Change, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def reviewed(self) -> date | None:
        """Return the day of the last review."""
        return max((event.on for event in self.events if event.what == "reviewed"), default=None)


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page as the source language has it; `href` is its address below a language folder."""

    id: str
    path: str
    href: str
    file: str
    title: str
    priority: Priority
    checked: date | None


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language and its translations by the id of their page; `status` is published, draft or withheld."""

    tag: str
    autonym: str
    dir: str
    status: str
    translations: Mapping[str, Translation]

    @property
    def counts(self) -> Counter[State]:
        """Return how many pages are in each state."""
        return Counter(one.state for one in self.translations.values())

    @property
    def done(self) -> int:
        """Return how many pages a person has read and are what their source says."""
        return sum(self.counts[state] for state in DONE)

    @property
    def since(self) -> date | None:
        """Return since when the oldest stale page is stale, as far as a sync has seen it."""
        return min((one.since for one in self.translations.values() if one.since), default=None)

    @property
    def steps(self) -> list[tuple[date, int]]:
        """Return the days on which the number of reviewed pages changed, and that number; as far as records date it."""
        moves: Counter[date] = Counter()
        for one in self.translations.values():
            for day, by in _moves(one):
                moves[day] += by
        days = sorted(day for day, by in moves.items() if by)
        return list(zip(days, accumulate(moves[day] for day in days), strict=True))


@dataclass(frozen=True, slots=True)
class Status:
    """The state of all translations on a day: pages in order of risk, languages in the order of the register."""

    day: date
    source: str
    pages: tuple[SourcePage, ...]
    tongues: tuple[Tongue, ...]


def _moves(one: Translation) -> Iterator[tuple[date, int]]:
    """Yield when a page became reviewed and stopped being so; nothing where a day is missing: it would be a guess."""
    day = one.reviewed
    if day and one.state in DONE:
        yield day, 1
    elif day and one.state is State.STALE and one.since and one.since > day:
        yield from ((day, 1), (one.since, -1))


def status_of(portal: Portal, before: Status | None = None) -> Status:
    """Return the status of a portal; of languages that were only listed it stays what it was `before`."""
    pages, source = tuple(_by_risk(portal)), portal.register.source
    kept = {tongue.tag: tongue for tongue in before.tongues if tongue.tag in portal.listed} if before else {}
    tags = [tag for tag in portal.register.languages if tag != source and (tag in portal.states or tag in kept)]
    tongues = [_kept(kept[tag], pages) if tag in kept else _tongue(portal, tag, pages) for tag in tags]
    return Status(portal.settings.today, source, pages, tuple(tongues))


def _kept(tongue: Tongue, pages: tuple[SourcePage, ...]) -> Tongue:
    missing = {page.id: Translation(State.MISSING, f"content/{tongue.tag}/{page.path}") for page in pages}
    return replace(tongue, translations={id: tongue.translations.get(id, none) for id, none in missing.items()})


def _tongue(portal: Portal, tag: str, pages: tuple[SourcePage, ...]) -> Tongue:
    language = portal.register.languages[tag]
    known = {state.page: state for state in portal.states[tag].values()}
    translations = {page.id: _translation(portal, known[page.id]) for page in pages if page.id in known}
    return Tongue(tag, language.autonym, language.dir, language.status, translations)


def _translation(portal: Portal, state: PageState) -> Translation:
    written = portal.written or portal.pages
    record = portal.records.get(state.language, {}).get(state.page)
    page = written[state.language].get(state.path)
    beside = None
    if page and record and state.state is State.STALE:
        beside = aligned(written[portal.register.source][state.path].text, page.text, record)
    return Translation(
        state=state.state,
        file=page.file if page else f"content/{state.language}/{state.path}",
        since=state.since,
        unreviewed=state.unreviewed,
        waiver=state.waiver,
        why=state.why,
        changes=tuple(_change(beside, number, page.file) for number in state.stale) if beside and page else (),
        events=tuple(sorted(set(_events(state, record)), key=lambda event: (event.on, event.what))) if record else (),
    )


def _change(beside: Alignment, number: int, file: str) -> Change:
    unit, place, segment = beside.units.get(number), beside.places.get(number), beside.source.segments[number]
    there = beside.page.segments[place] if place is not None else None
    return Change(
        number=number,
        kind=segment.kind,
        before=unit.source if unit else "",
        now=segment.text,
        translation=there.text if there else "",
        file=file,
        line=there.line if there else _line_above(beside, number),
    )


def _line_above(beside: Alignment, number: int) -> int:
    """Return where what the source has gained belongs in the translation: the line of the segment before it."""
    place = max((place for source, place in beside.places.items() if source < number), default=0)
    return beside.page.segments[place].line if beside.page.segments else 1


def _events(state: PageState, record: PageRecord) -> Iterator[Event]:
    dated = [("stale", unit.stale) for unit in record.units]
    dated += [("minor", act[:10]) for unit in record.units for act in unit.minor]
    yield from (Event(on, what) for what, day in dated if (on := day_of(day)))
    if day := reviewed_on(record):
        yield Event(day, "reviewed")
    if state.waiver:
        yield Event(state.waiver.until, "waived")


def _by_risk(portal: Portal) -> list[SourcePage]:
    """Return the source's pages: safety first; pages that matter alike in the order of the site."""
    pages = (portal.written or portal.pages).get(portal.register.source, {})
    order = [path for path in _in_order(Tree(pages, portal.traits), HOME) if path in pages]
    listed = [_source_page(pages[path]) for path in order]
    return sorted(listed, key=lambda page: RISK.index(page.priority))


def _in_order(tree: Tree, path: str) -> Iterator[str]:
    yield path
    for child in tree.children(path):
        yield from _in_order(tree, child)


def _source_page(page: Page) -> SourcePage:
    return SourcePage(page.id, page.path, page.href, page.file, page.title, page.priority, page.checked)
