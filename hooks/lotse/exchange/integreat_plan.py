"""Decide which pages belong together and where they stand: the first language asked for gives every page its path."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lotse.exchange.integreat_report import Kind, Report
from lotse.exchange.integreat_source import Answers, SourcePage
from lotse.exchange.integreat_stamp import Stamp, address_key

HOME = "index.md"
RESERVED = {
    "a-z",
    "assets",
    "facts",
    "guide",
    "images",
    "index",
    "lite",
    "pack",
}  # what the site itself puts below a language
LONGEST = (
    120  # characters of a file name; a script of three bytes a letter then still fits a file system's 255 and more
)
Address = tuple[str, tuple[str, ...]]


@dataclass(slots=True)
class Topic:
    """One page in all its languages; the first one leads: it gives the path."""

    pages: dict[str, SourcePage] = field(default_factory=dict)
    path: str = ""
    paths: dict[str, str] = field(default_factory=dict)
    id: str = ""
    order: int = 0

    @property
    def lead(self) -> SourcePage:
        """Return the page that leads."""
        return next(iter(self.pages.values()))


@dataclass(frozen=True, slots=True)
class Plan:
    """All topics, and each by the addresses of its pages."""

    topics: Sequence[Topic]
    by_address: Mapping[Address, Topic]
    home: bool  # whether one page is the home page already


def make_plan(answers: Answers, here: Mapping[str, Mapping[str, Stamp]], report: Report) -> Plan:
    """Return where every page goes; `here` are the imported files of each language, which keep their place and id."""
    topics = _joined(answers)
    by_address = {(page.language, page.slugs): topic for topic in topics for page in topic.pages.values()}
    source = next(iter(answers))
    home = _home(
        [topic for topic in topics if topic.lead.language == source and len(topic.lead.slugs) == 1],
        here.get(source, {}).get(HOME),
    )
    parents = {address: by_address.get((address[0], address[1][:-1])) for address in by_address}
    sections = {id(parent) for parent in parents.values() if parent}
    for topic in topics:
        topic.path = _file(_folder(topic, parents, home), id(topic) in sections)
    _order(topics, source)
    _settle(topics, here, report)
    for topic in topics:
        if topic.lead.language != source:
            report.note(
                Kind.NO_SOURCE, f"content/{topic.lead.language}/{topic.paths[topic.lead.language]}", topic.lead.title
            )
    return Plan(topics, by_address, home is not None)


def _joined(answers: Answers) -> list[Topic]:
    """Return the pages of all languages joined by what they name as their translations."""
    topics: list[Topic] = []
    index: dict[tuple[str, str], Topic] = {}
    for language, pages in answers.items():
        back = {topic.lead.others[language]: topic for topic in topics if language in topic.lead.others}
        for page in pages:
            named = (index[other] for other in page.others.items() if other in index)
            topic = next(
                (found for found in [back.get(page.id), *named] if found and language not in found.pages), None
            )
            if topic is None:
                topic = Topic()
                topics.append(topic)
            topic.pages[language] = page
            index[language, page.id] = topic
    return topics


def _home(roots: Sequence[Topic], stamp: Stamp | None) -> Topic | None:
    """Return the page that is the home page: the one that was, else the only page at the top."""
    if stamp:
        return next(
            (
                topic
                for topic in roots
                if stamp.belongs_to(topic.lead.id, address_key(topic.lead.language, topic.lead.slugs))
            ),
            None,
        )
    return roots[0] if len(roots) == 1 else None


def _folder(topic: Topic, parents: Mapping[Address, Topic | None], home: Topic | None) -> list[str]:
    """Return the names of the folders down to a topic, its own last."""
    if topic is home:
        return []
    page = topic.lead
    parent = parents[page.language, page.slugs]
    if parent and parent.lead.language == page.language and len(parent.lead.slugs) >= len(page.slugs):
        parent = None
    above = (
        _folder(parent, parents, home)
        if parent and parent is not topic
        else [_name(slug, page) for slug in page.slugs[:-1]]
    )
    name = _name(page.slugs[-1], page)
    return [*above, f"{name}-{page.id}" if not above and name in RESERVED else name]


def _name(slug: str, page: SourcePage) -> str:
    """Return a slug as a name that every file system takes and that leads nowhere else."""
    name = re.sub(r"[\\/:*?\"<>|\x00-\x1f\x7f]", "-", slug).strip(". ")
    return name if name and len(name) <= LONGEST else f"{name[: LONGEST // 2]}-{page.id}".strip("-")


def _file(folder: Sequence[str], section: bool) -> str:
    return "/".join([*folder, HOME]) if section or not folder else "/".join(folder) + ".md"


def _order(topics: Sequence[Topic], source: str) -> None:
    """Give siblings numbers in the order of the API, whose own numbers change whenever any page comes in between."""
    counts: dict[tuple[str, ...], int] = {}
    for topic in sorted(
        (topic for topic in topics if topic.lead.language == source), key=lambda topic: topic.lead.order
    ):
        above = topic.lead.slugs[:-1]
        topic.order = counts[above] = counts.get(above, 0) + 1


def _settle(topics: Sequence[Topic], here: Mapping[str, Mapping[str, Stamp]], report: Report) -> None:
    """Leave files where they are here, and give each path to one page."""
    found = {tag: _Found(stamps) for tag, stamps in here.items()}
    taken: dict[tuple[str, str], Topic] = {}
    for topic in topics:
        places = {tag: found[tag].place(page) for tag, page in topic.pages.items() if tag in found}
        known = next((place for place in places.values() if place), "")
        topic.id = (
            next((here[tag][place].page_id for tag, place in places.items() if place), "")
            or f"integreat-{topic.lead.id}"
        )
        for tag in topic.pages:
            path = places.get(tag) or known or topic.path
            if (tag, path) in taken:
                path = f"{path.removesuffix('.md')}-{topic.lead.id}.md"
                report.note(Kind.RENAMED, f"content/{tag}/{path}", "another page has the name it should have")
            taken[tag, path] = topic
            topic.paths[tag] = path
        if known and known != topic.path:
            what = (
                f"an import of today would write it to {topic.path}; move it there if you like, the next import follows"
            )
            report.note(Kind.MOVED, f"content/{topic.lead.language}/{known}", what)


class _Found:
    """Finds the file of a page among those imported earlier: by its address upstream, else by its id."""

    def __init__(self, stamps: Mapping[str, Stamp]) -> None:
        self._by_address = {stamp.address: path for path, stamp in stamps.items()}
        self._by_id = {stamp.upstream: path for path, stamp in stamps.items()}

    def place(self, page: SourcePage) -> str:
        """Return the path of a page's file, or ""."""
        return self._by_address.get(address_key(page.language, page.slugs)) or self._by_id.get(page.id) or ""
