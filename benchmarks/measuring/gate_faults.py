"""Twenty kinds of faults a translation may have, and what must not count as one."""

import random
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.measuring.gate_edit import Fault, changed, dropped, planted, plants, segments
from benchmarks.measuring.gate_pairs import PagePair

from lotse.check.parity.fold import letters
from lotse.check.parity.prose import own_words
from lotse.read.segments import document

WORDED = ("paragraph", "item", "definition", "cell", "heading", "admonition", "summary", "title")
REFERENCE = re.compile(r"\[\[[a-z0-9-]+(?::[a-z0-9]+)?\]\]")
LINK = re.compile(r"\]\((?!tel:|mailto:)([^()\s]+)\)")
CONTACT = re.compile(r"\[([^\[\]]{8,})\]\(((?:tel|mailto):[^()\s]+)\)")
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class World:
    """What faults are made from: the languages, and texts of other languages by their letters."""

    of: str
    to: str
    foreign: Sequence[str]


Maker = Callable[[PagePair, random.Random, World], Fault | None]


def with_fact(kind: str, change: Callable[[str, random.Random], str]) -> Maker:
    """Return a maker that plants a fact into both pages and changes it in the translation."""

    def make(pair: PagePair, chance: random.Random, world: World) -> Fault | None:
        plant = plants(chance, world.of, world.to)[kind]
        both = planted(pair, plant, chance)
        if both is None:
            return None
        index = next(n for n, one in segments(both, WORDED) if one.text.endswith(f"({plant[1]})"))
        text = document(both.translation).segments[index].text
        wrong = change(plant[1], chance)
        return changed(both, index, text[: -len(plant[1]) - 1] + f"{wrong})", kind)

    return make


def other_digit(text: str, chance: random.Random) -> str:
    """Return a text with one digit changed, not the first ones of a number."""
    spots = [match.start() for match in re.finditer(r"(?<=\d)\d", text)] or [
        match.start() for match in re.finditer(r"\d", text)
    ]
    at = chance.choice(spots)
    return text[:at] + chance.choice([sign for sign in "123456789" if sign != text[at]]) + text[at + 1 :]


def transposed(text: str, chance: random.Random) -> str:
    """Return a text with two neighbouring, different digits exchanged."""
    spots = [match.start() for match in re.finditer(r"(?=(\d)(?!\1)\d)", text)][1:]
    at = chance.choice(spots) if spots else -1
    return other_digit(text, chance) if at < 0 else text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def other_short(text: str, chance: random.Random) -> str:
    """Return another emergency number."""
    return chance.choice([code for code in ("110", "112", "116117", "116 016", "113", "115") if code != text])


def other_mail(text: str, chance: random.Random) -> str:
    """Return an e-mail address with a letter more, a letter less or another host."""
    at = chance.randrange(1, text.index("@"))
    return chance.choice((text[:at] + "n" + text[at:], text[: at - 1] + text[at:], text.replace(".de", ".d.e", 1)))


def other_target(text: str, chance: random.Random) -> str:
    """Return a link to somewhere else."""
    return (
        text.replace(".de/", chance.choice((".com/", "-a.de/", ".de/x")), 1)
        if chance.random() < 0.5
        else other_digit(text, chance)
    )


def other_month(text: str, chance: random.Random) -> str:
    """Return a date of another day or year."""
    numbers = list(DIGITS.finditer(text))
    match = chance.choice(numbers)
    new = str(int(match[0]) % 28 + 1) if len(match[0]) < 3 else str(int(match[0]) + 1)
    return text[: match.start()] + new + text[match.end() :]


def later(text: str, chance: random.Random) -> str:
    """Return another time."""
    hour, _, rest = text.partition(":")
    return (
        f"{int(hour) + chance.choice((1, 2, -1))}:{rest}"
        if chance.random() < 0.5
        else f"{hour}:{chance.choice(('10', '20', '50'))}"
    )


def swapped(text: str, _chance: random.Random) -> str:
    """Return two facts in each other's place."""
    one, two = text.split(", ")
    return f"{two}, {one}"


def split(text: str, chance: random.Random) -> str:
    """Return a link as machine translation breaks it: `0 [8216508](tel:0821650874010) 74010`."""
    label, target = CONTACT.findall(text)[0]
    head = chance.randrange(1, 3)
    tail = min(head + 7, len(label) - 2)
    return f"{label[:head]} [{label[head:tail]}]({target}) {label[tail:]}"


def reference(pair: PagePair, chance: random.Random, world: World) -> Fault | None:
    """Refer to another fact, where the page refers to one; else break a planted amount."""
    fit = [(index, one) for index, one in segments(pair, WORDED) if REFERENCE.search(one.text)]
    if not fit:
        return None
    index, one = chance.choice(fit)
    found = chance.choice(list(REFERENCE.finditer(one.text)))
    wrong = chance.choice(
        [text for text in ("[[notruf:call]]", "[[polizei:call]]", "[[jobcenter]]") if text != found[0]]
    )
    return changed(pair, index, one.text[: found.start()] + wrong + one.text[found.end() :], "reference")


def link(pair: PagePair, chance: random.Random, world: World) -> Fault | None:
    """Change the target of a link of the page; of a planted one where the page has none."""
    fit = [(index, one) for index, one in segments(pair, WORDED) if LINK.search(one.text)]
    if not fit:
        return with_fact("link", other_target)(pair, chance, world)
    index, one = chance.choice(fit)
    found = LINK.search(one.text)
    assert found
    target = chance.choice(("../index.md", "https://example.org/", "#other"))
    return changed(pair, index, one.text[: found.start(1)] + target + one.text[found.end(1) :], "link")


def dropping(*kinds: str) -> Maker:
    """Return a maker that drops a segment of these kinds."""

    def make(pair: PagePair, chance: random.Random, world: World) -> Fault | None:
        fit = [index for index, one in segments(pair, kinds) if letters(one.text) > 3]
        return dropped(pair, chance.choice(fit)) if fit else None

    return make


def marks(pair: PagePair, chance: random.Random, world: World) -> Fault | None:
    """Change the level or anchor of a heading, or the kind of a box."""
    fit = [one for _, one in segments(pair, ("heading", "admonition"))]
    if not fit:
        return None
    one = chance.choice(fit)
    lines = pair.translation.split("\n")
    line = lines[one.line - 1]
    if one.kind == "admonition":
        wrong = re.sub(r"(!!! *)\w+", lambda match: match[1] + ("tip" if "note" in line else "note"), line)
    elif "{#" in line and chance.random() < 0.5:
        wrong = line.replace("{#", "{#x-", 1)
    else:
        wrong = line.replace("#", "##", 1)
    lines[one.line - 1] = wrong
    made = PagePair(pair.path, pair.source, "\n".join(lines))
    return Fault(made, one.line, one.line, f"{line} → {wrong}") if wrong != line else None


def untranslated(pair: PagePair, chance: random.Random, world: World) -> Fault | None:
    """Leave one segment in the source language."""
    source = document(pair.source).segments
    fit = [
        (index, source[index].text)
        for index, one in segments(pair, WORDED)
        if index < len(source) and source[index].kind == one.kind and letters(own_words(source[index].text)) >= 25
    ]
    return changed(pair, *chance.choice(fit), "untranslated") if fit else None


def other_language(pair: PagePair, chance: random.Random, world: World) -> Fault | None:
    """Put a segment of another language in the place of one about as long."""
    fit = [(index, one) for index, one in segments(pair, WORDED) if letters(own_words(one.text)) >= 25]
    if not fit or not world.foreign:
        return None
    index, one = chance.choice(fit)
    near = sorted(world.foreign, key=lambda text: abs(len(text) - len(one.text)))[:12]
    return changed(pair, index, chance.choice(near), "other language")


def cut(pair: PagePair, chance: random.Random, world: World) -> Fault | None:
    """Leave out the second half of a paragraph, at a word; only where no fact goes with it."""
    source = document(pair.source).segments
    fit = [
        (index, one)
        for index, one in segments(pair, ("paragraph", "item", "definition"))
        if index < len(source) and letters(source[index].text) >= 60
    ]
    if not fit:
        return None
    index, one = chance.choice(fit)
    words = re.split(r"(\s+)", one.text)
    half = "".join(words[: len(words) // 2]).rstrip()
    return changed(pair, index, half, "cut") if half else None


def removed(pair: PagePair, chance: random.Random, world: World) -> Fault | None:
    """Leave out a planted phone number, e-mail address, amount or date."""
    kind = chance.choice(("phone", "short", "mail", "money", "date", "link", "linked"))
    return with_fact(kind, lambda _text, _chance: "…")(pair, chance, world)


FACTS: Mapping[str, Maker] = {
    "phone: a digit": with_fact("phone", other_digit),
    "phone: digits transposed": with_fact("phone", transposed),
    "emergency number": with_fact("short", other_short),
    "e-mail address": with_fact("mail", other_mail),
    "link target": link,
    "amount": with_fact("money", other_digit),
    "date": with_fact("date", other_month),
    "fact reference": reference,
    "fact removed": removed,
    "two numbers swapped": with_fact("two", swapped),
    "contact link split": with_fact("linked", split),
}
SOFT: Mapping[str, Maker] = {"time": with_fact("time", later), "number above 12": with_fact("number", other_digit)}
STRUCTURE: Mapping[str, Maker] = {
    "paragraph dropped": dropping("paragraph", "definition"),
    "list item dropped": dropping("item"),
    "heading dropped": dropping("heading"),
    "heading level, anchor, box": marks,
}
LANGUAGE: Mapping[str, Maker] = {"left in the source language": untranslated, "in another language": other_language}
LENGTH: Mapping[str, Maker] = {"paragraph cut to half": cut}
KINDS: Mapping[str, Maker] = {**FACTS, **SOFT, **STRUCTURE, **LANGUAGE, **LENGTH}


KEPT = (
    r"\[\[[^\]]*\]\]|\]\([^)]*\)|\{[^}]*\}|\S+@\S+|\S*(?:https?://|www\.)\S+"  # addresses are ASCII in every language
)


def native(first: int) -> Callable[[str], str]:
    """Return what writes digits in another script, which has its zero at a code point."""
    table = {ord(str(digit)): chr(first + digit) for digit in range(10)}
    return lambda text: re.sub(rf"({KEPT})|\d", lambda m: m[1] or m[0].translate(table), text)


def isolated(text: str) -> str:
    """Return a text whose numbers stand in isolates."""
    return re.sub(
        rf"({KEPT})|\+?\d[\d /]*\d|\d",
        lambda m: m[1] or f"\u2066{m[0]}\u2069",
        text,
    )


def german_numbers(text: str) -> str:
    """Return a text whose German numbers are written with +49."""
    return re.sub(
        r"(\]\([^)]*\))|(?<![\d+/.])0([1-9]\d{1,3})[ /](\d{5,})", lambda m: m[1] or f"+49 {m[2]} {m[3]}", text
    )


BENIGN: Mapping[str, Callable[[str], str]] = {
    "Arabic-Indic digits": native(0x660),
    "Persian digits": native(0x6F0),
    "Devanagari digits": native(0x966),
    "narrow no-break blanks": lambda text: re.sub(r"(?<=\d) (?=[\d€%])", "\u202f", text),
    "isolates around numbers": isolated,
    "+49 forms": german_numbers,
    "decomposed letters (NFD)": lambda text: unicodedata.normalize("NFD", text),
    "lines joined": lambda text: re.sub(r"(?<=\S)\n(?=\S)", " ", text),
}
