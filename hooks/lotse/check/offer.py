"""Make of a portal what its readers are offered: no drafts, no old words on safety pages, marks where others are stale.

Marks are characters of Unicode's private use inside the Markdown: they pass through rendering and cleaning, and
lotse.render.freshness makes HTML of them. A page's body alone then says how it comes out.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lotse.check.states import with_states, withheld
from lotse.model import Page, PageState, Portal, State
from lotse.read.alignment import Alignment, aligned
from lotse.read.front_words import front_lines
from lotse.read.segments import Document
from lotse.read.source import EXPLICIT_ID, plain
from lotse.render.freshness import NOTICE, SOURCE, SOURCE_END
from lotse.render.markdown import heading_ids
from lotse.translation import PageRecord

HIDDEN = frozenset({State.MISSING, State.DRAFT})


def as_offered(portal: Portal) -> Portal:
    """Return the portal as readers get it: languages without their safety pages are withheld from the lists of languages."""
    portal = portal if portal.states else with_states(portal)
    pages = {tag: dict(_pages(portal, tag)) for tag in portal.pages}
    languages = dict(portal.register.languages)
    languages |= {tag: replace(languages[tag], status="withheld") for tag in withheld(portal)}
    return replace(portal, written=portal.pages, pages=pages, register=replace(portal.register, languages=languages))


def _pages(portal: Portal, tag: str) -> Iterator[tuple[str, Page]]:
    sources, known = portal.pages.get(portal.register.source, {}), portal.states.get(tag, {})
    for path, page in portal.pages[tag].items():
        state = known.get(path)
        if state is None or state.state is State.COMPLETE:
            yield path, page
        elif state.state is not State.STALE:
            yield from _whole(page, state)
        elif shown := _stale(sources[path], page, state, portal.records[tag][state.page]):
            yield path, shown


def _whole(page: Page, state: PageState) -> Iterator[tuple[str, Page]]:
    """Yield a page that is not stale, unless readers get the source instead: drafts, and broken pages of safety."""
    if state.state not in HIDDEN and not (state.state is State.BROKEN and state.priority == "safety"):
        yield page.path, replace(page, state=state)


def _stale(source: Page, page: Page, state: PageState, record: PageRecord) -> Page | None:
    beside = aligned(source.text, page.text, record)
    assert beside  # or the page would be broken
    return _safe(page, state, beside) if state.priority == "safety" else _warned(page, state, beside)


def _safe(page: Page, state: PageState, beside: Alignment) -> Page | None:
    """Return a page of safety with the source's words wherever it is stale, None where its title is."""
    segments = beside.source.segments
    kinds = {segments[number].kind for number in state.stale}
    if "title" in kinds:
        return None
    words = beside.page.segments
    texts = {number: words[place].text for number, place in beside.places.items() if number not in state.stale}
    for number in state.stale:
        text = segments[number].text
        texts[number] = text if segments[number].kind == "summary" else f"{SOURCE}{text}{SOURCE_END}"
    for number in _headings(beside.source, state.stale):
        texts[number] += NOTICE
    texts |= {number: f"{texts[number]} {{#{name}}}" for number, name in _anchors(beside).items()}
    body = _above_all(beside.source, state.stale) + _body(beside.source.with_texts(texts))
    return replace(page, head="", body=body, summary="" if "summary" in kinds else page.summary, state=state)


def _anchors(beside: Alignment) -> dict[int, str]:
    """Return the anchor each heading without an explicit one has in the translation: links lead there, whatever it says now."""
    heads = [number for number, segment in enumerate(beside.page.segments) if segment.kind == "heading"]
    given = [beside.page.segments[number] for number in heads]
    ids = [EXPLICIT_ID.search(f" {one.attributes}") for one in given]
    names = heading_ids(
        [(id[1] if id else "", "" if id else plain(one.text)) for id, one in zip(ids, given, strict=True)]
    )
    named = dict(zip(heads, names, strict=True))
    bare = (number for number, segment in enumerate(beside.source.segments) if not segment.attributes)
    return {number: named[place] for number in bare if (place := beside.places.get(number)) in named}


def _warned(page: Page, state: PageState, beside: Alignment) -> Page:
    """Return another page with a mark on the heading above each stale segment."""
    places = [_place(beside, number) for number in state.stale] or [0]
    words = beside.page.segments
    texts = {number: words[number].text + NOTICE for number in _headings(beside.page, places)}
    body = _above_all(beside.page, places) + _body(beside.page.with_texts(texts))
    return replace(page, body=body, state=state)


def _place(beside: Alignment, number: int) -> int:
    """Return where a stale segment stands in the translation, of one the source has gained what stands before it."""
    return max((place for source, place in beside.places.items() if source <= number), default=0)


def _headings(page: Document, numbers: Iterable[int]) -> tuple[int, ...]:
    """Return the headings above some segments; one without a heading above has none."""
    heads = [number for number, segment in enumerate(page.segments) if segment.kind == "heading"]
    above = (bisect_right(heads, number) - 1 for number in numbers)
    return tuple(sorted({heads[at] for at in above if at >= 0}))


def _above_all(page: Document, numbers: Iterable[int]) -> str:
    """Return the mark of a notice above the text, where a segment above all headings is stale."""
    first = next((number for number, segment in enumerate(page.segments) if segment.kind == "heading"), None)
    return f"{NOTICE}\n\n" if any(first is None or number < first for number in numbers) else ""


def _body(text: str) -> str:
    """Return a file without its front matter."""
    return "\n".join(text.split("\n")[front_lines(text) :])
