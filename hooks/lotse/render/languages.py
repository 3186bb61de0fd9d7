"""Languages of one page: the switch for readers and the alternates for search engines."""

import posixpath
from collections.abc import Collection

from markupsafe import Markup, escape

from lotse.model import Language, Page, Portal
from lotse.render.words import Words

# Pages no editor writes; every language has them.
A_TO_Z, SAVED, SHARE, SEARCH = "a-z.html", "saved.html", "share.html", "search.html"


def site_path(tag: str, page: Page) -> str:
    """Return a page's address below the site's root."""
    return f"{tag}/{page.href}"


def absolute(site_url: str, path: str, start: str) -> str:
    """Return the full address of a path where the site's address is known, else the relative one from `start`."""
    return site_url.rstrip("/") + "/" + path if site_url else posixpath.relpath(path, posixpath.dirname(start) or ".")


class Switch:
    """Writes the language switch of one reader's language for any page."""

    def __init__(self, portal: Portal, words: Words, built: Collection[str]) -> None:
        """Prepare the switch over the languages that are `built`."""
        self._portal, self._words = portal, words
        self._languages = [
            language
            for tag, language in portal.register.languages.items()
            if tag in built and (language.listed or language == words.language)
        ]
        self._open = {language.tag: self._opening(language) for language in self._languages}

    def items(self, page: Page) -> Markup:
        """Return the list items of the switch: the same page in every language, or that language's start page."""
        up = "../" * (page.path.count("/") + 1)
        return Markup("".join(self._item(language, page, up) for language in self._languages))

    def _opening(self, language: Language) -> str:
        current = ' aria-current="true"' if language.tag == self._words.language.tag else ""
        return f'<li><a lang="{language.tag}" dir="{language.dir}" hreflang="{language.tag}" data-language="{language.tag}"{current} href="'

    def _item(self, language: Language, page: Page, up: str) -> str:
        shown = self._portal.shown(language.tag).get(page.path)
        mark = "" if shown and shown.language == language.tag else self._mark(language, shown)
        everywhere = page.href if page.url in (A_TO_Z, SAVED, SHARE, SEARCH) else "index.html"
        href = shown.href if shown else everywhere
        return f'{self._open[language.tag]}{up}{language.tag}/{href}">{escape(language.autonym)}{mark}</a></li>'

    def _mark(self, language: Language, shown: Page | None) -> str:
        """Say in which language the page will really be, so that nobody is surprised."""
        if shown is None:
            return ""
        real = self._portal.register.languages[shown.language]
        return f' <small class="tongue" lang="{real.tag}" dir="{real.dir}">{escape(real.autonym)}</small>'


def translations(portal: Portal, path: str, built: Collection[str]) -> list[str]:
    """Return the published languages a page is really translated into, in the order of the register."""
    return [
        tag
        for tag, language in portal.register.languages.items()
        if tag in built and language.published and path in portal.pages[tag]
    ]


def alternates(portal: Portal, page: Page, tag: str, built: Collection[str]) -> list[tuple[str, str]]:
    """Return (hreflang, address) for each translation of a page and x-default; fallback pages are no alternates."""
    start, site_url = site_path(tag, page), portal.settings.site_url
    tags = translations(portal, page.path, built)
    links = [(other, absolute(site_url, site_path(other, page), start)) for other in tags]
    source = portal.register.source
    default = (
        "index.html"
        if page.path == "index.md"
        else site_path(source if source in tags else tags[0], page)
        if tags
        else ""
    )
    return [*links, ("x-default", absolute(site_url, default, start))] if default else links
