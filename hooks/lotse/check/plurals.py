"""Checks of catalogs beyond their words: plural forms, and facts that a message says as its source does."""

import re
from collections.abc import Iterator, Mapping

from lotse.check.characters import check_text
from lotse.check.parity.facts import check_facts
from lotse.check.parity.pair import Pair, Side
from lotse.model import Catalog, Message, Portal, Segment
from lotse.read.text import read_text
from lotse.report import Finding, Level

HEADER = re.compile(r'^"Plural-Forms:\s*(.*?)(?:\\n)?"', re.MULTILINE)
# How many forms a language has (CLDR 45 for the number; Babel has no rule of its own for most of these).
FORMS: Mapping[str, int] = {
    "am": 2,
    "ar": 6,
    "ckb": 2,
    "de": 2,
    "en": 2,
    "es": 2,
    "fa": 2,
    "fr": 2,
    "ku": 2,
    "kmr": 2,
    "om": 2,
    "pl": 3,
    "prs": 2,
    "ps": 2,
    "ro": 3,
    "ru": 3,
    "so": 2,
    "sq": 2,
    "sw": 2,
    "ti": 2,
    "tr": 2,
    "uk": 3,
    "ur": 2,
    "vi": 1,
    "zh": 1,
}


def check_plural_forms(portal: Portal) -> Iterator[Finding]:
    """Find catalogs whose header names another number of plural forms than their language has."""
    for catalogs in (portal.interface, portal.words):
        for tag, catalog in catalogs.items():
            wanted = FORMS.get(tag.split("-")[0])
            header = HEADER.search(_text(portal, catalog))
            named = re.search(r"nplurals\s*=\s*(\d+)", header[1]) if header else None
            if wanted and header and (not named or int(named[1]) != wanted):
                line = _text(portal, catalog)[: header.start()].count("\n") + 1
                what = f"The catalog names {named[1] if named else 'no'} plural forms; `{tag}` has {wanted}."
                yield Finding(
                    catalog.file, line, "M013", what, f"Write nplurals={wanted} and a plural rule of as many forms."
                )


def _text(portal: Portal, catalog: Catalog) -> str:
    file = portal.root / catalog.file
    return (read_text(file, catalog.file, []) or "") if file.is_file() else ""


def check_message_facts(portal: Portal) -> Iterator[Finding]:
    """Find words of the facts whose numbers and addresses differ from their source's, and characters out of place."""
    for tag, catalog in portal.words.items():
        if tag != portal.register.source:
            for message in catalog.messages.values():
                yield from _message(message, catalog, portal.register.source, tag) if message.text else ()


def _message(message: Message, catalog: Catalog, source: str, tag: str) -> Iterator[Finding]:
    sides = Segment("message", message.id, 0), Segment("message", message.text, message.line)
    found = check_facts(Pair(*sides, Side(f"`{message.context}`", source), Side(catalog.file, tag)))
    yield from (one for one in found if one.code != "T011")  # placeholders are M003
    for one in check_text(message.text, tag, catalog.file, message.line):
        if one.level is not Level.ADVICE:
            yield one
