"""Say things in the reader's language; what is not translated falls back, marked with its own language."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from markupsafe import Markup, escape

from lotse.model import Language, Portal

PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")


class Said(NamedTuple):
    """A text and the language it is really in."""

    text: str
    language: Language


class Words:
    """The words of one reader's language: interface messages by their English text, fact words by field."""

    def __init__(self, portal: Portal, tag: str) -> None:
        """Prepare the words of `tag`, falling back along its chain."""
        self._portal = portal
        self.language = portal.register.languages[tag]
        self._chain = [portal.register.languages[other] for other in portal.register.chain(tag)]
        self._cache: dict[tuple[str, str], Said] = {}

    def __call__(self, msgid: str, **values: object) -> Markup:
        """Return an interface message as HTML, wrapped in its language where that is not the reader's."""
        return self.mark(self._interface(msgid), **values)

    def plain(self, msgid: str, **values: object) -> str:
        """Return an interface message as plain text, for attributes."""
        return self._interface(msgid).text.format(**values) if values else self._interface(msgid).text

    def fact(self, context: str, source: str) -> Said:
        """Return a word of the facts (context like "channels.notruf.name") in the best language there is."""
        return self._find(context, source, "words")

    def mark(self, said: Said, **values: object) -> Markup:
        """Return what is said as HTML that carries its own language where that is not the reader's."""
        html = escape(said.text)
        if values:
            html = Markup(str(html)).format(**values)
        if not html or said.language.tag == self.language.tag:
            return Markup(html)
        return Markup('<span lang="{}" dir="{}">{}</span>').format(said.language.tag, said.language.dir, html)

    def name_of(self, tag: str) -> str:
        """Return a language's name in the reader's language, else its autonym, else its tag."""
        registered = self._portal.register.languages.get(tag)
        known = language_name(tag, self.language.cldr) or (
            registered and language_name(registered.cldr, self.language.cldr)
        )
        return known or (registered.autonym if registered else tag)

    def listed(self, items: Sequence[Markup]) -> Markup:
        """Return a list of things with the separators of the language (CLDR: Arabic has its own comma)."""
        pattern = format_list([f"{{{number}}}" for number in range(len(items))], locale=cldr_locale(self.language.cldr))
        return Markup(pattern).format(*items)

    def dir_of(self, tag: str) -> str:
        """Return the writing direction of a registered language."""
        return self._portal.register.languages[tag].dir

    def _interface(self, msgid: str) -> Said:
        return self._find("", msgid, "interface")

    def _find(self, context: str, source: str, domain: str) -> Said:
        key = (context, source)
        if key not in self._cache:
            self._cache[key] = self._look_up(context, source, domain)
        return self._cache[key]

    def _look_up(self, context: str, source: str, domain: str) -> Said:
        catalogs = self._portal.words if domain == "words" else self._portal.interface
        written_in = self._portal.register.source if domain == "words" else "en"
        for language in self._chain:
            text = catalogs[language.tag].text(source, context)
            if text and placeholders(text) == placeholders(source):
                return Said(text, language)
            if language.tag == written_in:
                return Said(source, language)
        return Said(source, self._portal.register.languages.get(written_in, ENGLISH))


# The interface is written in English; a portal without English still has to name the language.
ENGLISH = Language("en", "English", "ltr", (), "en", "en", "draft")


def placeholders(text: str) -> list[str]:
    """Return the sorted placeholders of a message, stray braces among them: a translation has to have the same."""
    return sorted(PLACEHOLDER.findall(text))


@cache
def cldr_locale(cldr: str) -> Locale:
    """Return Babel's locale for a CLDR tag, or English where Babel knows none (as for `rom`)."""
    try:
        return Locale.parse(cldr.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@cache
def language_name(cldr: str, reader: str) -> str:
    """Return the name of a language as CLDR says it in the reader's language, or an empty string."""
    try:
        return Locale.parse(cldr.replace("-", "_")).get_display_name(cldr_locale(reader)) or ""
    except (UnknownLocaleError, ValueError):
        return str(cldr_locale(reader).languages.get(cldr, ""))
