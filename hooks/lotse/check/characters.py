"""Checks of characters: invisible ones, unbalanced direction marks, letters of other alphabets, brackets. Family B."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lotse.check.parity.extract import CODE, LINK, MAIL, URL
from lotse.model import Portal
from lotse.read.facts import FOLDER
from lotse.report import Finding, Level

INVISIBLE = "\u200b\u00ad\u2060\ufeff"
ISOLATES, EMBEDDINGS = "\u2066\u2067\u2068", "\u202a\u202b\u202d\u202e"
POP_ISOLATE, POP_EMBEDDING = "\u2069", "\u202c"
CONTROLS = ISOLATES + EMBEDDINGS + POP_ISOLATE + POP_EMBEDDING
IN_WORD = re.compile(rf"\w*\w[{INVISIBLE}]+\w+")
IN_NUMBER = re.compile(rf"\d[{INVISIBLE}{CONTROLS}]+(?=\d)")
ADDRESS = re.compile(
    rf"(?:https?://|www\.|mailto:|tel:)[^\s<>()]*[{INVISIBLE}{CONTROLS}][^\s<>()]*|[\w.+{INVISIBLE}-]+@[\w.{INVISIBLE}-]+"
)
MARKED_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")  # also with marks of their own, not composed
LATIN_LIKE = {"LATIN", "CYRILLIC", "GREEK"}
# Arabic letters that look like those of Persian and Sorani and are not found by search (Unicode 16, chapter 9.2).
ARABIC_LETTERS = {"\u064a": "\u06cc", "\u0643": "\u06a9"}
OTHER_LETTERS = frozenset({"fa", "prs", "ckb"})
BRACKETS = {")": "(", "]": "[", "}": "{"}
ENUMERATION = re.compile(
    rf"(?:^|[\s*{CONTROLS}])(?:\d{{1,2}}|[^\W\d_])[{CONTROLS}]?$"
)  # "a) …; b) …": stands before the bracket
EMOTICON = re.compile(r"[:;]-?[()]")
MARKS = re.compile(r"\\.|\{:?\s*[.#][^{}]*\}")
MEND_INVISIBLE = "Delete the invisible character: search, copying and dialling break at it."


class Spot(NamedTuple):
    """Something wrong in a text: where it stands, code, what, mend, level."""

    at: int
    code: str
    what: str
    mend: str
    level: Level


def check_text(text: str, tag: str, file: str, line: int) -> Iterator[Finding]:
    """Find characters that should not stand in a text that begins on a line of a file."""
    for rule in RULES:
        for spot in rule(text, tag):
            at = line + text[: spot.at].count("\n")
            yield Finding(file, at, spot.code, spot.what, spot.mend, spot.level)


def invisible(text: str, _tag: str) -> Iterator[Spot]:
    """Find characters nobody sees inside words, numbers and addresses."""
    if not any(sign in text for sign in INVISIBLE + CONTROLS):
        return
    addresses = [match for match in ADDRESS.finditer(text) if any(sign in match[0] for sign in INVISIBLE + CONTROLS)]
    for match in (*addresses, *IN_NUMBER.finditer(text)):
        what = f"{_names(match[0])} stands inside {_visible(match[0])!r}."
        yield Spot(match.start(), "B003", what, MEND_INVISIBLE, Level.ERROR)
    for match in IN_WORD.finditer(text):
        if not any(match.start() < other.end() and other.start() < match.end() for other in addresses):
            what = f"{_names(match[0])} stands inside the word {_visible(match[0])!r}."
            yield Spot(match.start(), "B001", what, MEND_INVISIBLE, Level.WARNING)


def balanced_marks(text: str, _tag: str) -> Iterator[Spot]:
    """Find direction marks that are opened and not closed: the rest of the paragraph is then out of order (UAX 9)."""
    open_: list[str] = []
    wrong = -1
    for at, sign in enumerate(text):
        if sign in ISOLATES + EMBEDDINGS:
            open_.append(POP_ISOLATE if sign in ISOLATES else POP_EMBEDDING)
        elif sign in (POP_ISOLATE, POP_EMBEDDING) and (not open_ or open_.pop() != sign):
            wrong = at
            break
    if open_ or wrong >= 0:
        at = wrong if wrong >= 0 else next(index for index, sign in enumerate(text) if sign in ISOLATES + EMBEDDINGS)
        what = f"{_names(text[at])} has no counterpart in this paragraph."
        yield Spot(at, "B002", what, "Close every direction mark in its paragraph, or delete both.", Level.ERROR)


def mixed_words(text: str, _tag: str) -> Iterator[Spot]:
    """Find words of one alphabet with one or two letters of another that look the same: nobody finds or hears them."""
    for match in MARKED_WORD.finditer(text) if not text.isascii() else ():
        word = unicodedata.normalize("NFC", match[0])
        if word.isascii():
            continue
        scripts = [_script(sign) for sign in word]
        kinds = LATIN_LIKE.intersection(scripts)
        few = min(kinds, key=scripts.count) if len(kinds) == 2 else ""
        if few and scripts.count(few) <= 2 and len(scripts) > 2:
            letters = ", ".join(sign for sign, kind in zip(word, scripts, strict=True) if kind == few)
            what = f"The word {word!r} has {few.capitalize()} letters among others: {letters}."
            yield Spot(match.start(), "B004", what, "Type the word again with one keyboard.", Level.WARNING)


def arabic_letters(text: str, tag: str) -> Iterator[Spot]:
    """Find Arabic ي and ك in languages that write ی and ک."""
    if tag.split("-")[0] in OTHER_LETTERS:
        text = unicodedata.normalize("NFC", text)  # ئ is ي and a mark when decomposed
        for wrong, right in ARABIC_LETTERS.items():
            if wrong in text:
                what = f"{wrong} is the Arabic letter; this language writes {right}."
                yield Spot(text.index(wrong), "B005", what, f"Replace every {wrong} by {right}.", Level.WARNING)


def composed(text: str, _tag: str) -> Iterator[Spot]:
    """Find text that is not in Unicode's composed form (NFC, UAX 15)."""
    if not unicodedata.is_normalized("NFC", text):
        at = next(
            index
            for index, sign in enumerate(text)
            if unicodedata.combining(sign) or not unicodedata.is_normalized("NFC", sign)
        )
        what = f"The text near {text[max(0, at - 8) : at + 4]!r} is not in Unicode's composed form (NFC)."
        yield Spot(at, "B006", what, "Save it in NFC; most editors have a command for it.", Level.ADVICE)


def brackets(text: str, _tag: str) -> Iterator[Spot]:
    """Find brackets without a counterpart in a segment."""
    if not any(sign in text for sign in "()[]{}"):
        return
    plain = LINK.sub(lambda match: f" {match[2]} ".ljust(len(match[0])), text)
    for pattern in (CODE, MARKS, URL, MAIL, EMOTICON):
        plain = pattern.sub(lambda match: " " * len(match[0]), plain)
    open_: list[tuple[str, int]] = []
    for at, sign in enumerate(plain):
        if sign in BRACKETS.values():
            open_.append((sign, at))
        elif sign in BRACKETS and not open_ and ENUMERATION.search(plain[:at]):
            continue
        elif sign in BRACKETS and not (open_ and open_.pop()[0] == BRACKETS[sign]):
            open_ = [(sign, at)]
            break
    if open_:
        what = f"The bracket {open_[-1][0]} has no counterpart."
        yield Spot(open_[-1][1], "B007", what, "Close it, or delete it.", Level.WARNING)


Rule = Callable[[str, str], Iterator[Spot]]
RULES: tuple[Rule, ...] = (invisible, balanced_marks, mixed_words, arabic_letters, composed, brackets)


def check_fact_characters(portal: Portal) -> Iterator[Finding]:
    """Find invisible characters and direction marks in the addresses of channels: they are dialled and opened as typed."""
    for channel in portal.facts.channels.values():
        for kind, addresses in channel.addresses.items():
            for address in addresses:
                if any(sign in address for sign in INVISIBLE + CONTROLS + "\u200e\u200f\u200c\u200d"):
                    what = f"`{channel.id}`: {_names(address)} stands in `{kind}`, {_visible(address)!r}."
                    yield Finding(f"{FOLDER}/channels.yml", channel.line, "B003", what, MEND_INVISIBLE)


def _script(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0]


def _names(text: str) -> str:
    """Return the names of the invisible characters of a text."""
    names = {
        f"U+{ord(sign):04X} {unicodedata.name(sign, '?').lower()}"
        for sign in text
        if unicodedata.category(sign) == "Cf"
    }
    return ", ".join(sorted(names))


def _visible(text: str) -> str:
    return "".join("·" if unicodedata.category(sign) == "Cf" else sign for sign in text)
