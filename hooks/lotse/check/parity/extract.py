"""Take the facts out of a segment: numbers to call, addresses, links, amounts, dates, times, references, code.

What one step takes, the next no longer sees: the digits of a date are no numbers any more.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from lotse.check.parity import calendar
from lotse.check.parity.fold import folded
from lotse.render.phones import SHORT_CODES

REFERENCE = re.compile(r"\[\[([a-z0-9][a-z0-9-]*(?::[a-z0-9,-]+)?)\]\]")
CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
TARGET = r"\(\s*(?:<([^<>]*)>|([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*))(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
LINK = re.compile(rf"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]{TARGET}")
AUTO_LINK = re.compile(r"<((?:https?|mailto|tel|sms):[^\s<>]+|[^\s<>@]+@[^\s<>@]+)>", re.IGNORECASE)
ATTRIBUTES = re.compile(r"\{:?\s*[.#][^{}]*\}")
PLACEHOLDER = re.compile(r"\{\{\s*[\w.]+\s*\}\}|(?<!\{)\{[A-Za-z_]\w*\}(?!\})|%\([a-z_]\w*\)[sd]|%[sd]\b")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
URL = re.compile(r"\b(?:https?://|www\.)[^\s<>()\[\]\"'«»“”]*[^\s<>()\[\]\"'«»“”.,;:!?*_،؛።፣、。]", re.IGNORECASE)
LINKED = "\ue000"  # marks the number of a tel: link, so that it keeps its place among the others
PHONE = re.compile(
    rf"{LINKED}[+\d]*|"
    r"(?<![\w.,:/#%+-])(?:\+ ?\d{1,3}[ /]?(?:\(0\) ?)?\(?|\(?0)\d{0,5}\)?(?:[ ./-]{0,3}\d){3,14}(?![\w%])"
)
NOT_IN_A_NUMBER = r"(?<![\w.,:/+-])"
SHORT = re.compile(
    NOT_IN_A_NUMBER
    + "(?:"
    + "|".join(rf"{code[:3]} ?{code[3:]}" if len(code) == 6 else code for code in sorted(SHORT_CODES))
    + r")(?![\w:/%-]|[.,]\d| ?(?:€|Euro|EUR|%))"
)
ANY_PHONE = re.compile(f"{PHONE.pattern}|{SHORT.pattern}")  # in one go: their order counts
NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,  ']\d{3}(?!\d))*(?:[.,]\d+)?(?!\w*@)")
EURO = r"(?:€|EUR\b|Euros?\b|euros?\b|avro\b|Avro\b|евро|євро|يورو|یورو|یۆرۆ|یورۆ|ዩሮ|ኤውሮ)"
VALUE = r"\d+(?:[., ']\d{3}(?!\d))*(?:[.,](?:\d{1,2}|-))?"
MONEY = re.compile(rf"(?<![\w.,])({VALUE})(?:,?-)?\s*{EURO}|{EURO}\s*({VALUE})(?!\w)")
PERCENT = re.compile(rf"%\s?({VALUE})(?!\w)|(?<![\w.,])({VALUE})\s*(?:%|Prozent\b|per ?cent\b|في المئة|بالمئة|درصد)")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its kind, the value that is compared, and how it stands in the text."""

    kind: str  # reference code link picture mail phone money percent date time number placeholder
    value: str
    text: str


def facts(text: str, tag: str) -> tuple[Fact, ...]:
    """Return the facts of a segment in a language (for its names of months), each kind in the order of the text."""
    found: list[Fact] = []
    rest = folded(text)
    for kind, pattern, value in STEPS:
        rest = _take(kind, pattern, value, rest, found)
    rest = LINK.sub(lambda match: _link(match, found), rest)
    rest = AUTO_LINK.sub(lambda match: _target("", match[1], found), rest)
    rest = ATTRIBUTES.sub(" ", rest)
    for kind, pattern, value in ADDRESSES:
        rest = _take(kind, pattern, value, rest, found)
    rest = calendar.take_dates(rest, tag, lambda value, raw: found.append(Fact("date", value, raw)))
    rest = calendar.take_times(rest, lambda value, raw: found.append(Fact("time", value, raw)))
    for kind, pattern, value in NUMBERS:
        rest = _take(kind, pattern, value, rest, found)
    return tuple(found)


def _take(
    kind: str, pattern: re.Pattern[str], value: Callable[[re.Match[str]], str], text: str, found: list[Fact]
) -> str:
    """Move what a pattern matches from the text to the facts; an empty value leaves it where it is."""

    def taken(match: re.Match[str]) -> str:
        what = value(match)
        if what:
            found.append(Fact(kind, what, match[0].strip(f" {LINKED}")))
        return " | " if what else match[0]

    return pattern.sub(taken, text)


def _link(match: re.Match[str], found: list[Fact]) -> str:
    """Keep the words of a link, but not a label that only repeats its address."""
    mark, label, target = match[1], match[2], match[3] or match[4] or ""
    if mark:
        found.append(Fact("picture", target, target))
        return f" {label} "
    return _target(label, target, found)


def _target(label: str, target: str, found: list[Fact]) -> str:
    scheme, _, rest = target.partition(":")
    if scheme.lower() in ("tel", "sms"):
        return f" {LINKED}{phone(unquote(rest))} {_words(label)}"
    if scheme.lower() == "mailto" or (not label and "@" in target and "/" not in target):
        found.append(Fact("mail", mail(rest or target), target))
        return _words(label)
    found.append(Fact("link", url(target), target))
    plain = label.strip(" .,;:")
    return " | " if URL.fullmatch(plain) or MAIL.fullmatch(plain) else f" {label} "


def _words(label: str) -> str:
    """Return the label of a contact link if it is words; numbers and addresses are compared with their own target."""
    return f" {label} " if not re.search(r"\d|@", label) else " | "


def phone(number: str) -> str:
    """Return a number in one form: digits, national with 0 where it is German, else with +."""
    digits = re.sub(r"\D", "", number)
    plus = number.lstrip(" (").startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00") if digits.startswith("00") else digits
    if plus and digits.startswith("49"):
        return "0" + digits[2:].removeprefix("0")
    return ("+" if plus else "") + digits


def is_phone(number: str) -> bool:
    """Tell whether a text is nothing but a number one can dial."""
    plain = folded(number).strip()
    return bool(PHONE.fullmatch(plain) or SHORT.fullmatch(plain))


def mail(address: str) -> str:
    """Return an e-mail address in one form."""
    return unquote(address).partition("?")[0].strip().casefold()


def url(target: str) -> str:
    """Return a link target in one form: no scheme, no `www.`, no `/` at the end, the language of its path open."""
    plain = re.sub(r"^https?://(?:www\.)?|^www\.", "//", unquote(target), flags=re.IGNORECASE)
    host, slash, path = plain.removeprefix("//").partition("/")
    plain = (f"//{host.casefold()}{slash}{path}" if plain.startswith("//") else plain).rstrip("/")
    return re.sub(r"(?<=/)[a-z]{2}(?:[-_][A-Za-z]{2})?(?=/|$)", "*", plain)


def amount(value: str) -> str:
    """Return a number in one form: `2.500`, `2,500` and `2 500` are 2500; `2,50`, `2.5` are 2.5."""
    plain = re.sub(r"[ ']", "", value).rstrip("-.,")
    whole, mark, part = re.match(r"^(.*?)(?:([.,])(\d{1,2}|\d{4,}))?$", plain).groups(default="")  # type: ignore[union-attr]
    whole = re.sub(r"[.,]", "", whole).lstrip("0") or "0"
    part = part.rstrip("0")
    return f"{whole}.{part}" if mark and part else whole


def _phone_value(match: re.Match[str]) -> str:
    if match[0].startswith(LINKED):
        return match[0][1:] or "-"
    number = phone(match[0])
    return number if number in SHORT_CODES or 6 <= len(number) <= 16 else ""


def _either(match: re.Match[str]) -> str:
    return amount(match[1] or match[2])


STEPS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("reference", REFERENCE, lambda match: match[1]),
    ("code", CODE, lambda match: match[2].strip()),
    ("placeholder", PLACEHOLDER, lambda match: re.sub(r"\s", "", match[0])),
)
ADDRESSES: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        "link",
        URL,
        lambda match: url(match[0]) if match[0].lower().startswith("http") else "//" + url(match[0]).removeprefix("//"),
    ),
    ("mail", MAIL, lambda match: mail(match[0])),
)
NUMBERS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("money", MONEY, _either),
    ("percent", PERCENT, _either),
    ("phone", ANY_PHONE, _phone_value),
    ("number", NUMBER, lambda match: amount(match[0])),
)
