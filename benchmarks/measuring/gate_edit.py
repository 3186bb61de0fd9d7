"""Edit a page for the gate's benchmark: change a segment, drop one, plant a fact into a page and its translation."""

import random
from dataclasses import dataclass
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from benchmarks.measuring.gate_pairs import PagePair

from lotse.model import Segment
from lotse.read.segments import Document, document


@dataclass(frozen=True, slots=True)
class Fault:
    """A page with one fault: the pair, and from which to which line of the translation it reaches."""

    pair: PagePair
    first: int
    last: int
    what: str


def changed(pair: PagePair, index: int, text: str, what: str) -> Fault:
    """Return a pair in which one segment of the translation has another text."""
    whole = document(pair.translation)
    segment = whole.segments[index]
    made = PagePair(pair.path, pair.source, whole.with_texts({index: text}))
    lines = segment.text.count("\n") + text.count("\n")
    return Fault(made, segment.line, segment.line + lines, f"{segment.text!r} → {text!r} ({what})")


def dropped(pair: PagePair, index: int) -> Fault:
    """Return a pair whose translation lacks one segment: its lines are gone, marks and attributes included."""
    whole = document(pair.translation)
    segment = whole.segments[index]
    parts = [part if isinstance(part, str) else part.typed for part in whole.parts]
    at = [number for number, part in enumerate(whole.parts) if isinstance(part, Segment)][index]
    before, after = "".join(parts[:at]), "".join(parts[at + 1 :])
    before = before[: before.rfind("\n") + 1]
    after = after[after.find("\n") + 1 :] if "\n" in after else ""
    return Fault(
        PagePair(pair.path, pair.source, before + after),
        segment.line - 2,
        segment.line + 2,
        f"without {segment.text!r}",
    )


def segments(pair: PagePair, kinds: tuple[str, ...]) -> list[tuple[int, Segment]]:
    """Return the segments of a translation that are of these kinds."""
    return [(index, one) for index, one in enumerate(document(pair.translation).segments) if one.kind in kinds]


Plant = tuple[str, str]  # the fact as the source writes it, and as the translation does


def planted(pair: PagePair, plant: Plant, chance: random.Random) -> PagePair | None:
    """Return the pair with a fact added at the end of one paragraph or item of both pages; None where there is none."""
    source, translation = document(pair.source), document(pair.translation)
    if [one.kind for one in source.segments] != [one.kind for one in translation.segments]:
        return None
    fit = [index for index, one in enumerate(source.segments) if one.kind in ("paragraph", "item")]
    if not fit:
        return None
    index = chance.choice(fit)
    return PagePair(pair.path, _added(source, index, plant[0]), _added(translation, index, plant[1]))


def _added(page: Document, index: int, fact: str) -> str:
    return page.with_texts({index: f"{page.segments[index].text} ({fact})"})


def plants(chance: random.Random, of: str, to: str) -> dict[str, Plant]:
    """Return a fact of each kind as both languages write it."""
    area, number = chance.choice(("821", "30", "89", "4131")), str(chance.randrange(200000, 9999999))
    euros, cents = chance.randrange(13, 900), chance.choice((20, 35, 90))
    day = date(chance.randrange(2024, 2029), chance.randrange(1, 13), chance.randrange(1, 29))
    hour, minutes = chance.randrange(8, 20), chance.choice((15, 30, 45))
    name, host = chance.choice(("info", "hilfe", "a.weber")), chance.choice(("awo", "caritas", "stadt"))
    amount = chance.choice((f"{euros}.{cents} €", f"€{euros}.{cents}", f"{euros},{cents} EUR"))
    return {
        "phone": (f"0{area} {number}", chance.choice((f"+49 {area} {number}", f"0{area}/{number}"))),
        "linked": same(f"[0{area} {number}](tel:+49{area}{number})"),
        "short": same(chance.choice(("110", "112", "116117", "116 016"))),
        "mail": same(f"{name}@{host}-{area}.de"),
        "link": same(f"[Formular](https://www.amt-{area}.de/antrag/{number})"),
        "money": (f"{euros},{cents} €", amount),
        "date": (written(day, of), written(day, to)),
        "time": (f"{hour}.{minutes} Uhr", f"{hour}:{minutes}"),
        "number": same(str(chance.randrange(13, 999))),
        "two": same(f"{chance.choice(('112', '110'))}, 0{area} {number}"),
    }


def same(text: str) -> Plant:
    """Return a fact both languages write alike."""
    return text, text


def written(day: date, tag: str) -> str:
    """Return a date with the name of its month, or in digits where CLDR has no such language."""
    try:
        return format_date(day, "d. MMMM y" if tag == "de" else "d MMMM y", Locale.parse(tag.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return day.strftime("%d.%m.%Y")
