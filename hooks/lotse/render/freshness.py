"""Tell readers how far they can trust a translation: one line above a page, and a notice at each part that is stale."""

import re
from collections.abc import Callable, Collection, Iterator

from markupsafe import Markup

from lotse.model import Page, Portal, State
from lotse.render import times
from lotse.render.words import Words

# Marks in a page's Markdown (lotse.check.offer): words of the source begin and end, a notice stands here.
SOURCE, SOURCE_END, NOTICE = "\ue000", "\ue001", "\ue002"
WORDS_OF_SOURCE = re.compile(f"{SOURCE}(.*?){SOURCE_END}", re.DOTALL)
ALT_OF_SOURCE = re.compile(
    f'<img (?=[^>]*alt="{SOURCE})'
)  # an attribute cannot hold a span: the picture carries its language
PLACES = re.compile(rf"<p>{NOTICE}</p>|{NOTICE}(.*?</h[1-6]>)", re.DOTALL)
ALT_MARKS = re.compile(f'alt="{SOURCE}[^"]*"')
MARKS = re.compile(f"[{SOURCE}{SOURCE_END}{NOTICE}]")

Fill = Callable[[str, str], str]  # HTML and the language around it to HTML with its facts


class Freshness:
    """Writes what the readers of one language are told of a page's state; `built` are the languages of the site."""

    def __init__(self, portal: Portal, words: Words, built: Collection[str]) -> None:
        """Prepare the notices in the reader's words."""
        self._source, self._words = portal.register.languages.get(portal.register.source, words.language), words
        self._linked = self._source.tag in built

    def lines(self, page: Page) -> Iterator[Markup]:
        """Yield what stands above a page."""
        state = page.state
        if state and state.state is State.BROKEN:
            yield self._read_source(page, self._words("Some of this translation may be wrong."))
        elif state and state.unreviewed == "machine":
            yield self._read_source(page, self._words("A machine translated this page. Nobody has checked it."))
        elif state and state.unreviewed:
            yield self._read_source(page, self._words("Nobody has checked this translation yet."))
        elif state and state.state is State.STALE and state.reviewed:
            day = times.day(state.reviewed, self._words.language.cldr)
            yield self._words("This translation was last checked on {date}.", date=day)

    def html(self, html: str, page: Page, fill: Fill) -> str:
        """Return a page's HTML with notices for its marks, its source's words marked as such, facts filled in."""
        if page.state is None or not MARKS.search(html):
            return fill(html, page.language)
        html = ALT_OF_SOURCE.sub(f"<img {self._of_source} ", html)
        html = ALT_MARKS.sub(lambda match: MARKS.sub("", match[0]), html)
        html = PLACES.sub(lambda match: f"{match[1] or ''}{self._notice(page)}", html)
        html = WORDS_OF_SOURCE.sub(lambda match: self._in_source(fill(match[1], self._source.tag)), html)
        return MARKS.sub("", fill(html, page.language))

    def _notice(self, page: Page) -> Markup:
        reader = self._words.language
        own = Markup(' lang="{}" dir="{}"').format(reader.tag, reader.dir) if page.language != reader.tag else ""
        return Markup('<p class="notice" role="note"{}>{}</p>').format(own, self._told(page))

    def _told(self, page: Page) -> Markup:
        assert page.state
        if page.state.priority == "safety":
            name = self._words.name_of(self._source.tag)
            return self._words("Some of this is shown in {language}: its translation is out of date.", language=name)
        if not page.state.since:
            return self._read_source(page, self._words("This part may be out of date: the original has changed."))
        day = times.day(page.state.since, self._words.language.cldr)
        return self._read_source(
            page, self._words("This part may be out of date: the original has changed since {date}.", date=day)
        )

    def _read_source(self, page: Page, told: Markup) -> Markup:
        """Return a notice with a link to the page in the source language, where the site has it."""
        if not self._linked:
            return told
        href = f"{'../' * (page.path.count('/') + 1)}{self._source.tag}/{page.href}"
        label = self._words("Read it in {language}", language=self._words.name_of(self._source.tag))
        return Markup('{} <a href="{}" hreflang="{}">{}</a>').format(told, href, self._source.tag, label)

    def _in_source(self, html: str) -> str:
        return f"<span {self._of_source}>{html}</span>"

    @property
    def _of_source(self) -> str:
        return f'lang="{self._source.tag}" dir="{self._source.dir}"'
