"""What translators have to do, by risk: safety pages first, what is stale before what is missing."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from lotse.check.messages import TEMPLATE, fact_words
from lotse.check.states import PUBLISHABLE
from lotse.exchange.speech import ENGLISH, Speech
from lotse.model import PageState, Portal, Priority, Segment, State
from lotse.read.alignment import aligned
from lotse.read.catalogs import FACTS, INTERFACE, catalog_file, read_messages
from lotse.read.segments import document
from lotse.render.word_diff import safe
from lotse.translation import Unit

RISK = tuple(Priority)  # safety, essential, ordinary
URGENT = (State.BROKEN, State.STALE, State.MISSING, State.DRAFT)
VERSION = 1


@dataclass(frozen=True, slots=True)
class Task:
    """One segment to translate: where its source stands, what it said before, and what the translation says now."""

    state: PageState
    number: int
    segment: Segment
    source: str
    file: str
    line: int
    before: str = ""
    now: str = ""

    def as_dict(self) -> dict[str, object]:
        """Return the task as programs read it."""
        return {
            "page": self.state.page,
            "language": self.state.language,
            "priority": str(self.state.priority),
            "state": str(self.state.state),
            "since": self.state.since.isoformat() if self.state.since else None,
            "segment": self.number,
            "kind": self.segment.kind,
            "source_file": self.source,
            "source_line": self.segment.line,
            "source": self.segment.text,
            "before": self.before,
            "file": self.file,
            "line": self.line,
            "translation": self.now,
        }


def as_told(task: Task, say: Speech = ENGLISH) -> Iterator[str]:
    """Yield the lines that show a task to people."""
    state, since = task.state, say(" since {since}", since=task.state.since) if task.state.since else ""
    yield f"{task.source}:{task.segment.line}: {say(state.priority)}, {say(state.state)}{since}, {say(task.segment.kind)}"
    yield f"    {safe(task.segment.text)}".replace("\n", "\n    ")
    place = f"{task.file}:{task.line}"
    command = f"translate.py diff {state.page} {state.language}"
    told = say("edit {place}, see `{command}`", place=place, command=command) if task.before else ""
    yield "    " + (told or say("edit {place}", place=place))


def to_read(states: Sequence[PageState], tag: str, say: Speech = ENGLISH) -> Iterator[str]:
    """Yield what is left in a language of which every segment is translated: pages that nobody has read and accepted."""
    yield say("Nothing waits for a translation.")
    wanted = (State.MACHINE, State.REVIEW, State.WAIVED)
    unread = by_risk([one for one in states if one.language == tag and one.state in wanted])
    if unread:
        page, file = unread[0].page, f"content/{tag}/{unread[0].path}"
        yield say("Pages nobody has checked yet: {number}. Read {file} first.", number=len(unread), file=file)
        yield say("If it is right: `translate.py accept {page} {tag} --by NAME`.", page=page, tag=tag)


def by_risk(states: Sequence[PageState]) -> list[PageState]:
    """Return states in the order in which they matter: priority, then state, then how long it has been so."""
    return sorted(
        states,
        key=lambda one: (
            RISK.index(one.priority),
            URGENT.index(one.state) if one.state in URGENT else len(URGENT) + (one.state in PUBLISHABLE),
            one.since.isoformat() if one.since else "9999",
            one.path,
        ),
    )


def counts(states: Sequence[PageState]) -> dict[Priority, Counter[State]]:
    """Return how many pages are in which state, by priority."""
    counted = {priority: Counter[State]() for priority in RISK}
    for state in states:
        counted[state.priority][state.state] += 1
    return counted


def tasks(portal: Portal, states: Sequence[PageState], most: int = 10) -> tuple[Task, ...]:
    """Return the segments that matter most, of the states of one language."""
    wanted = [one for one in by_risk(states) if one.state in (State.STALE, State.MISSING, State.DRAFT)]
    return tuple(islice((task for state in wanted for task in _tasks(portal, state)), most))


def _tasks(portal: Portal, state: PageState) -> Iterator[Task]:
    source = portal.pages[portal.register.source][state.path]
    page = portal.pages.get(state.language, {}).get(state.path)
    record = portal.records.get(state.language, {}).get(state.page)
    beside = aligned(source.text, page.text, record) if page and record else None
    file = f"content/{state.language}/{state.path}"
    for number, segment in enumerate(document(source.text).segments):
        unit = beside.units.get(number) if beside else None
        place = beside.page.segments[beside.places[number]] if beside and number in beside.places else None
        if number in state.stale or state.state is not State.STALE:
            line, now = (place.line, place.text) if place else (1, "")
            yield Task(state, number, segment, source.file, file, line, _before(unit, segment), now if unit else "")


def _before(unit: Unit | None, segment: Segment) -> str:
    """Return what the source said when it was translated, empty where it was not or says the same."""
    if unit is None or not unit.text:
        return ""
    return unit.previous or (unit.source if unit.source != segment.text else "")


def words_to_do(portal: Portal, state: PageState) -> int:
    """Return how many words of the source wait for a translation on a page."""
    segments = document(portal.pages[portal.register.source][state.path].text).segments
    if state.state in (State.MISSING, State.DRAFT):
        return sum(_words(segment) for segment in segments)
    return sum(_words(segments[number]) for number in state.stale if number < len(segments))


def _words(segment: Segment) -> int:
    return len(segment.text.split())


def as_dict(portal: Portal, states: Sequence[PageState]) -> dict[str, object]:
    """Return the states of all languages as programs read them; `version` changes when a field does."""
    languages = {
        tag: {
            "published": language.published,
            "messages": missing_messages(portal, tag),
            "pages": [_page(portal, one) for one in by_risk([one for one in states if one.language == tag])],
        }
        for tag, language in portal.register.languages.items()
        if tag != portal.register.source
    }
    return {"version": VERSION, "source": portal.register.source, "languages": languages}


def _page(portal: Portal, state: PageState) -> dict[str, object]:
    return {
        "page": state.page,
        "path": state.path,
        "priority": str(state.priority),
        "state": str(state.state),
        "stale": list(state.stale),
        "since": state.since.isoformat() if state.since else None,
        "words": words_to_do(portal, state),
        "waived_until": state.waiver.until.isoformat() if state.waiver and state.state is State.WAIVED else None,
    }


def missing_messages(portal: Portal, tag: str) -> dict[str, int]:
    """Return how many messages of each catalog a language has no words for; the interface is written in English."""
    interface = [] if tag == "en" else list(read_messages(portal.root, TEMPLATE, []).messages.values())
    facts = list(fact_words(portal))
    return {
        INTERFACE: sum(not portal.interface[tag].text(message.id) for message in interface),
        FACTS: sum(not portal.words[tag].text(text, context) for context, text in facts),
    }


class Line(NamedTuple):
    """A line of the status for people; `priority` is that of the page it is about, if it is about one."""

    text: str
    priority: Priority | None = None


def status_lines(portal: Portal, states: Sequence[PageState], say: Speech = ENGLISH) -> Iterator[Line]:
    """Yield the status for people: a line for each language, below it the pages that keep it from readers, safety first."""
    for tag, language in portal.register.languages.items():
        mine = [one for one in states if one.language == tag]
        if tag == portal.register.source or not mine:
            continue
        counted = counts(mine)
        parts = [f"{say(priority)}: {_counted(counted[priority], say)}" for priority in RISK if counted[priority]]
        status = "" if language.published else f" ({say(language.status)})"
        yield Line(f"{tag}  {language.autonym}{status}  {' · '.join(parts)}")
        yield from (Line(f"    {line.text}", line.priority) for line in _open(portal, mine, say))
        for domain, number in missing_messages(portal, tag).items():
            left = say("{file}: {number} without words", file=catalog_file(tag, domain), number=number)
            yield from [Line(f"    {left}")] if number else []


def _open(portal: Portal, states: Sequence[PageState], say: Speech) -> Iterator[Line]:
    """Yield a line for each page that is not as it should be; ordinary pages that are only missing are counted above."""
    for one in by_risk(states):
        counted_only = one.priority is Priority.ORDINARY and one.state in (State.MISSING, State.DRAFT)
        withheld = (
            one.priority is Priority.SAFETY and one.state not in PUBLISHABLE
        )  # it keeps the language from readers
        if withheld or (one.state in URGENT and not counted_only):
            yield Line("  ".join((say(one.priority), ", ".join(_how(portal, one, say)), one.path)), one.priority)


def _how(portal: Portal, one: PageState, say: Speech) -> Iterator[str]:
    """Yield a page's state, and what waits there for a translation since when."""
    yield say(one.state)
    if one.stale:
        since = say(" since {since}", since=one.since) if one.since else ""
        yield say("segments: {number}", number=len(one.stale)) + since
    if words := words_to_do(portal, one):
        yield say("words: {number}", number=words)


def _counted(counted: Mapping[State, int], say: Speech) -> str:
    return ", ".join(f"{counted[state]} {say(state)}" for state in State if counted[state])
