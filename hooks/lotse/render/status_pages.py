"""Write the status for people: the grid of pages and languages, what to do in each language, badges, the feed."""

import re
import uuid
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple
from urllib.parse import quote

from jinja2 import Environment

from lotse.model import Language, Portal, Priority, State
from lotse.render import times
from lotse.render.cards import N_
from lotse.render.status import DONE, SourcePage, Status, Tongue, Translation
from lotse.render.word_diff import marked
from lotse.render.words import Said, Words

FOLDER = "status"
STATES = {
    State.COMPLETE: N_("complete"),
    State.STALE_MINOR: N_("small change accepted"),
    State.WAIVED: N_("waived"),
    State.REVIEW: N_("to review"),
    State.MACHINE: N_("by a machine"),
    State.STALE: N_("out of date"),
    State.BROKEN: N_("broken"),
    State.DRAFT: N_("draft"),
    State.MISSING: N_("missing"),
}
PRIORITIES = {
    Priority.SAFETY: N_("Safety"),
    Priority.ESSENTIAL: N_("Essential"),
    Priority.ORDINARY: N_("Ordinary"),
}
TOLD = frozenset({State.STALE, State.MISSING})  # what the feed tells translators of
GOOD, FAIR, BAD = "#17692f", "#8a5a00", "#b3261e"  # white letters on each have a contrast above 5.5:1
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML 1.0 does not allow
CHART = (240, 60)  # what a chart measures in its own units


class Chart(NamedTuple):
    """The reviewed pages of a language by date, as a line for SVG."""

    tongue: Tongue
    points: str


class StatusSite:
    """The files below /status/ for people; `built` are the languages of the site."""

    def __init__(self, portal: Portal, status: Status, built: Collection[str], environment: Environment) -> None:
        """Prepare the pages in the words of the source language: its editors and translators read them."""
        self._portal, self._status, self._built, self._environment = portal, status, built, environment
        self._words = Words(portal, status.source)

    def files(self) -> dict[str, str]:
        """Return every file by its name below /status/."""
        made = {"index.html": self.index(), "feed.xml": self.feed()}
        for tongue in self._status.tongues:
            made |= {f"{tongue.tag}.html": self.of_language(tongue), f"{tongue.tag}.svg": self.badge(tongue)}
        return made

    def index(self) -> str:
        """Return the grid of pages and languages, figures for each language, and progress by date."""
        going = [(tongue, steps) for tongue in self._status.tongues if (steps := tongue.steps)]
        days = sorted({day for _, steps in going for day, _ in steps})
        return self._document(
            "index.html",
            charts=[Chart(tongue, points(tongue, days[0], self._status.day)) for tongue, _ in going],
            progress=[(self.day(day), [at(steps, day) for _, steps in going]) for day in days],
        )

    def of_language(self, tongue: Tongue) -> str:
        """Return what is to do in one language, page by page, stale segments with what changed in them."""
        used = [state for state in STATES if tongue.counts[state]]
        return self._document("language.html", tongue=tongue, used=used)

    def badge(self, tongue: Tongue) -> str:
        """Return the badge of a language: an SVG that needs nothing else, coloured by its worst safety page."""
        value = self._said(tongue)
        label, wide = 12 + 7 * len(tongue.tag), 12 + 7 * len(value)
        return self._environment.get_template(f"{FOLDER}/badge.svg").render(
            tongue=tongue, value=value, label=label, wide=wide, colour=colour(self._status, tongue), source=self._source
        )

    def feed(self) -> str:
        """Return the Atom feed (RFC 4287) of pages that are missing or stale in a language that is not a draft."""
        name = self._words.fact("portal.name", self._portal.facts.name).text
        site, entries = self._portal.settings.site_url, list(self._entries())
        return self._environment.get_template(f"{FOLDER}/feed.xml").render(
            title=f"{name}: {self._words.plain('Status of the translations')}",
            id=self._id(f"{FOLDER}/feed.xml"),
            name=name,
            start=f"{site.rstrip('/')}/{FOLDER}/" if site else "",
            updated=max((entry["updated"] for entry in entries), default=_instant(self._status.day)),
            entries=entries,
            source=self._source,
        )

    def _entries(self) -> Iterator[dict[str, str]]:
        for tongue in self._status.tongues:
            for page in self._status.pages if tongue.status != "draft" else ():
                one = tongue.translations.get(page.id)
                if one and one.state in TOLD:
                    yield self._entry(page, tongue, one)

    def _entry(self, page: SourcePage, tongue: Tongue, one: Translation) -> dict[str, str]:
        """Return an entry; it is updated when its record says, else when its source was checked, else today."""
        recorded = max((event.on for event in one.events if event.what != "waived"), default=page.checked)
        today = self._status.day
        place, state = f"{tongue.tag}.html#{anchor(page.id)}", self._words.plain(STATES[one.state])
        return {
            "id": self._id(f"{FOLDER}/{place}"),
            "title": NO_XML.sub(" ", f"{self._words.name_of(tongue.tag)}: {page.title} ({state})"),
            "updated": _instant(min(one.since or recorded or today, today)),
            "href": place,
            "summary": NO_XML.sub(" ", "\n".join(change.now for change in one.changes) or page.file),
        }

    def _id(self, path: str) -> str:
        """Return an identifier that stays: an address of the site, or a UUID made of the path where it has none."""
        site = self._portal.settings.site_url
        return f"{site.rstrip('/')}/{path}" if site else uuid.uuid5(uuid.NAMESPACE_URL, path).urn

    def day(self, day: date) -> str:
        """Return a date in the words of the source language."""
        return times.day(day, self._source.cldr)

    def edit(self, file: str, line: int = 0) -> str:
        """Return the address where a file is edited, "" where the operator has set none."""
        start = self._portal.settings.edit_url.rstrip("/")
        return f"{start}/{quote(file)}{f'#L{line}' if line else ''}" if start else ""

    def href(self, tag: str, page: SourcePage) -> str:
        """Return the address of a page in a language as seen from /status/, "" where the site has none."""
        there = tag == self._status.source or page.path in self._portal.pages.get(tag, {})
        return f"../{quote(tag)}/{page.href}" if tag in self._built and there else ""

    def _document(self, template: str, **values: object) -> str:
        return self._environment.get_template(f"{FOLDER}/{template}").render(self._shared | values)

    @cached_property
    def _shared(self) -> dict[str, object]:
        return {
            "_": self._words,
            "source": self._source,
            "described": Said("", self._source),  # no search engine shows these pages
            "status": self._status,
            "pages": self._groups,
            "states": {state.value: text for state, text in STATES.items()},
            "priorities": {priority.value: text for priority, text in PRIORITIES.items()},
            "used": [state for state in STATES if any(tongue.counts[state] for tongue in self._status.tongues)],
            "counted": self._said,
            "anchor": anchor,
            "marked": marked,
            "day": self.day,
            "edit": self.edit,
            "href": self.href,
            "chart": CHART,
        }

    @property
    def _groups(self) -> list[tuple[Priority, list[SourcePage]]]:
        pages = [
            (priority, [page for page in self._status.pages if page.priority == priority]) for priority in Priority
        ]
        return [(priority, group) for priority, group in pages if group]

    @cached_property
    def _source(self) -> Language:
        return self._portal.register.languages[self._status.source]

    def _said(self, tongue: Tongue) -> str:
        return self._words.plain("{number} of {total}", number=tongue.done, total=len(tongue.translations))


def anchor(id: str) -> str:
    """Return the anchor of a page: its id, with what an address may not hold written as its number."""
    return "p-" + re.sub(r"[^\w.-]|_", lambda match: f"_{ord(match.group()):x}", id)


def colour(status: Status, tongue: Tongue) -> str:
    """Return the colour of a language's badge: bad where a safety page may not be published, fair where one is waived."""
    safety = {page.id for page in status.pages if page.priority is Priority.SAFETY}
    states = {one.state for id, one in tongue.translations.items() if id in safety}
    if states - DONE - {State.WAIVED}:
        return BAD
    return FAIR if State.WAIVED in states else GOOD


def points(tongue: Tongue, first: date, last: date) -> str:
    """Return the steps of a language as points of an SVG polyline, from the first day of all languages to the last."""
    wide, high = CHART
    days, total = max((last - first).days, 1), max(len(tongue.translations), 1)
    line, level = [f"0,{high}"], 0
    for day, number in tongue.steps:
        x = round(wide * min((day - first).days / days, 1), 1)
        line += [f"{x:g},{_y(level, total)}", f"{x:g},{_y(number, total)}"]
        level = number
    return " ".join([*line, f"{wide},{_y(level, total)}"])


def _y(number: int, total: int) -> str:
    return f"{round(CHART[1] * (1 - number / total), 1):g}"


def at(steps: Sequence[tuple[date, int]], day: date) -> int:
    """Return how many pages of a language were reviewed on a day."""
    place = bisect_right(steps, day, key=itemgetter(0))
    return steps[place - 1][1] if place else 0


def _instant(day: date) -> str:
    """Return a day as RFC 3339 wants it."""
    return f"{day.isoformat()}T00:00:00Z"
