"""Pseudo-locales: languages made from the source language that show what a translation would break.

`en-XA` is accented, bracketed and 40 % longer (words that stay plain were never translated; words cut off have no
closing bracket); `ar-XB` is the source turned right to left. Names as in Android and Fuchsia. Never published.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from lotse.check.messages import fact_words
from lotse.exchange.accents import ACCENTS
from lotse.model import Catalog, Language, Message, Page, Portal, Register

# What must survive untouched: references, link targets, attribute lists, placeholders, table rules, Markdown's marks.
KEEP = re.compile(
    r"\[\[[^\]]+\]\]|\]\([^)]*\)|\{[^}]*\}|^\s*(?:!!!\s*\w+|\|?[\s:|-]+\|?$|#+|[-*]|\d+\.|:)\s*|[*_`|\[\]()\"\\<>]+",
    re.MULTILINE,
)
WORD = re.compile(r"[^\W\d_]+")
RIGHT_TO_LEFT_OVERRIDE, POP = "\u202e", "\u202c"
LONGER = 0.4
PADDING = "one two three four five six seven eight nine ten "


def accented(text: str) -> str:
    """Return text with every letter accented, 40 % longer, in brackets; empty text stays empty."""
    if not text.strip():
        return text
    more = PADDING * (1 + len(text) // len(PADDING))
    return f"⟦{_outside(text, lambda word: word.translate(ACCENTS))} {more[: max(1, int(len(text) * LONGER))].strip()}⟧"


def mirrored(text: str) -> str:
    """Return text whose words run from right to left."""
    return _outside(text, lambda word: f"{RIGHT_TO_LEFT_OVERRIDE}{word}{POP}")


def _outside(text: str, change: Callable[[str], str]) -> str:
    """Change the words of a text outside of what must stay."""
    parts, at = [], 0
    for kept in KEEP.finditer(text):
        parts += [WORD.sub(lambda word: change(word.group()), text[at : kept.start()]), kept.group()]
        at = kept.end()
    return "".join([*parts, WORD.sub(lambda word: change(word.group()), text[at:])])


def accented_body(body: str) -> str:
    """Return a page's Markdown with every paragraph accented and longer."""
    return _outside(body, lambda word: word.translate(ACCENTS) + PADDING[: round(len(word) * LONGER)].replace(" ", ""))


PSEUDO: dict[str, tuple[Language, Callable[[str], str], Callable[[str], str]]] = {
    "en-XA": (Language("en-XA", "⟦Ëñĝļîšĥ⟧", "ltr", (), "en-XA", "en", "draft", pseudo=True), accented, accented_body),
    "ar-XB": (Language("ar-XB", "‮Mirrored‬", "rtl", (), "ar-XB", "en", "draft", pseudo=True), mirrored, mirrored),
}


def with_pseudo_locales(portal: Portal) -> Portal:
    """Return the portal with both pseudo-locales, complete in pages, interface and facts."""
    languages, pages = dict(portal.register.languages), dict(portal.pages)
    interface, words, assets = dict(portal.interface), dict(portal.words), dict(portal.assets)
    english = portal.interface.get("en") or next(iter(portal.interface.values()))
    for tag, (language, line, body) in PSEUDO.items():
        languages[tag], assets[tag] = language, ()
        pages[tag] = {path: _page(page, tag, line, body) for path, page in portal.pages[portal.register.source].items()}
        interface[tag] = _catalog(tag, {key: message.id for key, message in english.messages.items()}, line)
        words[tag] = _catalog(tag, {(context, text): text for context, text in fact_words(portal)}, line)
    register = Register(portal.register.source, languages)
    return replace(portal, register=register, pages=pages, interface=interface, words=words, assets=assets)


def _page(page: Page, tag: str, line: Callable[[str], str], body: Callable[[str], str]) -> Page:
    return replace(page, language=tag, title=line(page.title), summary=line(page.summary), body=body(page.body))


def _catalog(tag: str, texts: Mapping[tuple[str, str], str], line: Callable[[str], str]) -> Catalog:
    return Catalog(f"pseudo/{tag}", {key: Message(*key, line(text), 0) for key, text in texts.items()})
