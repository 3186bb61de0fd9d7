"""What search is to know of a language's pages and channels."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from lotse.check.parity.prose import bare
from lotse.model import Channel, Page, Segment
from lotse.read.segments import document
from lotse.read.source import facts
from lotse.render.site import LanguageSite
from lotse.search.model import Document
from lotse.search.told import across_languages

ANCHOR = re.compile(r"#([^\s.#}]+)")
APART = ("title", "summary", "heading")


def documents(site: LanguageSite, synonyms: Mapping[str, str] | None = None) -> list[Document]:
    """Return what readers of a language can find: its pages in reading order, then the channels shown on them.

    `synonyms` are words people type for what a page is about, by its path.
    """
    known = synonyms or {}
    order = sorted(site.pages, key=lambda path: (path.partition("/")[0] if "/" in path else "", path))
    pages = [page_document(site, path, known.get(path, "")) for path in order]
    return across_languages([*pages, *channel_documents(site, order)], site.portal, site.language.tag)


def page_document(site: LanguageSite, path: str, synonyms: str = "") -> Document:
    """Return what search knows of a page."""
    page = site.pages[path]
    segments = document(page.text).segments
    return Document(
        url=page.href,
        title=page.title,
        headings=tuple((_anchor(one), bare(one.text)) for one in segments if one.kind == "heading"),
        summary=page.summary,
        text=" ".join(bare(one.text) for one in segments if one.kind not in APART),
        facts=" ".join(_said(site, channel) for channel in _channels(site, page)),
        synonyms=synonyms,
        section=_section(path),
        language=page.language,
        dir=site.words.dir_of(page.language),
    )


def channel_documents(site: LanguageSite, order: list[str]) -> Iterator[Document]:
    """Yield the channels that have a card, each at the first page that shows it."""
    shown: dict[str, list[str]] = defaultdict(list)
    for path in order:
        for channel in _channels(site, site.pages[path]):
            shown[channel.id].append(path)
    for key in sorted(shown):
        channel, path = site.portal.facts.channels[key], shown[key][0]
        name = site.words.fact(f"channels.{key}.name", channel.name)
        does = site.words.fact(f"channels.{key}.does", channel.does)
        yield Document(
            url=site.pages[path].href,
            title=name.text,
            summary=does.text,
            section=_section(path),
            kind="channel",
            language=name.language.tag,
            dir=name.language.dir,
        )


def section_names(site: LanguageSite) -> dict[str, str]:
    """Return the names of the top folders that have a page of their own."""
    return {
        path.partition("/")[0]: page.title
        for path, page in site.pages.items()
        if path.endswith("/index.md") and path.count("/") == 1
    }


def _channels(site: LanguageSite, page: Page) -> list[Channel]:
    known = site.portal.facts.channels
    return [known[key] for key in dict.fromkeys(key for _, key, _ in facts(page)) if key in known]


def _said(site: LanguageSite, channel: Channel) -> str:
    words = (("name", channel.name), ("does", channel.does))
    numbers = " ".join(number for kind in ("call", "text") for number in channel.addresses.get(kind, ()))
    return " ".join([*(site.words.fact(f"channels.{channel.id}.{field}", text).text for field, text in words), numbers])


def _anchor(heading: Segment) -> str:
    found = ANCHOR.search(heading.attributes)
    return found[1] if found else ""


def _section(path: str) -> str:
    return path.partition("/")[0] if "/" in path else ""
