"""Find links that cover only a part of their address: `0 [8216508](tel:0821650874010) 74010`."""

import re
from urllib.parse import unquote

from lotse.check.parity.extract import LINK, mail, phone
from lotse.check.parity.fold import folded

BESIDE = 300  # letters before and after a link in which the rest of its address is looked for
Span = tuple[int, int]


def reach(text: str, match: re.Match[str]) -> Span | None:
    """Return from where to where a split address stands around its link in a folded text; None for a whole link."""
    target, label = match[3] or match[4] or "", match[2].strip(" *_|")
    kind = target.partition(":")[0].lower()
    keep = re.compile(r"\d" if kind in ("tel", "sms") else r"\S")
    part = _kept(label, keep)
    spellings = _spellings(kind, target)
    if part in spellings:
        return None
    before, after = text[: match.start()][-BESIDE:], text[match.end() :][:BESIDE]
    for whole in spellings if part and match[1] != "!" else ():
        sides = _sides(whole, part, _kept(before, keep), _kept(after, keep))
        if sides:
            head, tail = _back(before, sides[0], keep), _forth(after, sides[1], keep)
            return match.start() - head, match.end() + tail
    return None


def healed(text: str) -> str:
    """Return a text whose split links are whole: for comparing what it says."""
    if "](" not in text:
        return text
    text = folded(text)
    for match in reversed(list(LINK.finditer(text))):
        span = reach(text, match)
        if span:
            target = match[3] or match[4]
            text = f"{text[: span[0]]}[{target}]({target}){text[span[1] :]}"
    return text


def _kept(text: str, keep: re.Pattern[str]) -> str:
    return "".join(keep.findall(text)).casefold()


def _spellings(kind: str, target: str) -> list[str]:
    if kind in ("http", "https"):
        plain = unquote(target).casefold().rstrip("/")
        return [plain, plain.partition("//")[2], plain.partition("//")[2].removeprefix("www.")]
    if kind == "mailto":
        return [mail(target.partition(":")[2])]
    if kind not in ("tel", "sms"):
        return []
    number = phone(unquote(target.partition(":")[2])).lstrip("+")
    return [number, "49" + number[1:], "0049" + number[1:], "490" + number[1:]]


def _sides(whole: str, part: str, before: str, after: str) -> tuple[str, str] | None:
    """Return what is left of a whole address before and after its part, if it stands right there."""
    at = whole.find(part)
    while at >= 0:
        head, tail = whole[:at], whole[at + len(part) :]
        if (head or tail) and before.endswith(head) and after.startswith(tail):
            return head, tail
        at = whole.find(part, at + 1)
    return None


def _back(text: str, head: str, keep: re.Pattern[str]) -> int:
    """Return how many letters from the end of a text hold a head."""
    return next((size for size in range(len(text) + 1) if len(_kept(text[len(text) - size :], keep)) >= len(head)), 0)


def _forth(text: str, tail: str, keep: re.Pattern[str]) -> int:
    """Return how many letters from the beginning of a text hold a tail."""
    return next((size for size in range(len(text) + 1) if len(_kept(text[:size], keep)) >= len(tail)), 0)
