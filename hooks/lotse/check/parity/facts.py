"""Rules for facts: what the source says in numbers and addresses, its translation says too."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lotse.check.parity.extract import EURO, Fact
from lotse.check.parity.fold import folded
from lotse.check.parity.pair import Pair
from lotse.report import Finding, Level

SMALL = 12  # smaller numbers are often words in one of the two languages: zwei, two
# What some languages say in words where others write digits: "one euro", "at noon".
ONE_EURO = re.compile(rf"(?<!\d)(?<!\d )(?<!\w){EURO}(?!\w)(?! ?\d)")
NOON = re.compile(r"(?<![\w-])(?:noon|midday|midnight|midi|minuit|mittags?|mitternachts?|опівдні|опівночі)(?!\w)", re.I)
NUMERIC = frozenset({"money", "percent", "date", "time", "number"})
Facts = Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of facts is compared; `each`: every mention counts, not only whether there is one."""

    code: str
    name: str
    level: Level = Level.ERROR
    each: bool = False


KINDS = {
    "phone": Kind("T003", "phone number", each=True),
    "mail": Kind("T004", "e-mail address"),
    "link": Kind("T005", "link", each=True),
    "money": Kind("T006", "amount"),
    "percent": Kind("T006", "percentage"),
    "date": Kind("T007", "date"),
    "time": Kind("T008", "time"),
    "number": Kind("T009", "number", Level.WARNING),
    "reference": Kind("T010", "fact reference", each=True),
    "placeholder": Kind("T011", "placeholder"),
    "code": Kind("T012", "code", Level.WARNING),
    "picture": Kind("T013", "picture", each=True),
}


def check_facts(pair: Pair) -> Iterator[Finding]:
    """Find facts of the source that the translation lacks, changes or adds."""
    if not pair.source_facts and not pair.facts:
        return
    left = {kind: _both(pair, kind) for kind in KINDS}
    lacking, numbers = left["phone"], left["number"]
    while len(lacking[0]) > len(lacking[1]) and numbers[1]:  # 113 for 112: no number to call, but meant as one
        lacking[1].append(numbers[1].pop(0))
    for kind, (missing, added) in left.items():
        yield from _differences(pair, KINDS[kind], missing, added)
        if kind in ("phone", "reference") and not missing and not added:
            yield from _order(pair, KINDS[kind], _of(kind, pair.source_facts), _of(kind, pair.facts))


def _both(pair: Pair, kind: str) -> tuple[list[Fact], list[Fact]]:
    """Return the facts of a kind that only the source has, and those that only the translation has."""
    wanted, there = _of(kind, pair.source_facts), _of(kind, pair.facts)
    missing = _left(pair, wanted, there, KINDS[kind], pair.facts)
    added = _left(pair, there, wanted, KINDS[kind], pair.source_facts)
    texts = folded(pair.source.text), folded(pair.translation.text)
    return [one for one in missing if not _in_words(one, texts[1])], [
        one for one in added if not _in_words(one, texts[0])
    ]


def _in_words(fact: Fact, other: str) -> bool:
    """Tell whether the other side may say a fact in words: a small amount, noon, midnight."""
    if fact.kind == "money":
        return fact.value.isdigit() and int(fact.value) <= SMALL and bool(ONE_EURO.search(other))
    return fact.kind == "time" and fact.value in ("12:00", "0:00", "24:00") and bool(NOON.search(other))


def _of(kind: str, found: Facts) -> list[Fact]:
    return [fact for fact in found if fact.kind == kind and not _small(fact)]


def _small(fact: Fact) -> bool:
    return fact.kind == "number" and fact.value.isdigit() and int(fact.value) <= SMALL


def _left(pair: Pair, ours: list[Fact], theirs: list[Fact], rule: Kind, others: Facts) -> list[Fact]:
    """Return our facts that the other side does not have, also not as another kind of number."""
    known = Counter(fact.value for fact in theirs)
    loose = {value for fact in others if fact.kind in NUMERIC for value in (*forms(fact), *_parts(fact))}
    left = []
    for fact in ours:
        if known[fact.value]:
            known[fact.value] -= rule.each
        elif not (fact.kind in NUMERIC and loose.intersection(forms(fact))) and not _same_day(fact, others):
            left.append(fact)
    return [fact for fact in left if (fact.kind, fact.value) not in pair.elsewhere and not _own_slug(fact, theirs)]


def _own_slug(fact: Fact, others: Facts) -> bool:
    """Tell whether a link leads to the same site in another language, where pages have names of their own."""
    before, language, _ = fact.value.partition("/*")
    return bool(language) and any(
        other.value.startswith(before + language) for other in others if other.value != fact.value
    )


def forms(fact: Fact) -> list[str]:
    """Return the values a fact may have in a language that writes it as another kind of number, its own first."""
    if fact.kind == "time":
        hour, minutes = map(int, fact.value.split(":"))
        hours = (hour, hour - 12) if hour > 12 else (hour, hour + 12)
        plain = [f"{at}.{minutes:02}".rstrip("0").rstrip(".") if minutes else str(at) for at in hours]
        return [fact.value, *plain, *(f"{at}:{minutes:02}" for at in hours[1:] if "m" not in fact.text)]
    return [fact.value]


def _parts(fact: Fact) -> list[str]:
    """Return day and year of a date, which are numbers where the name of the month is not understood."""
    year, _, day = fact.value.split("-") if fact.kind == "date" else ("", "", "0")
    return [str(int(day)), year]


def _same_day(fact: Fact, others: Facts) -> bool:
    """Tell whether the day of a date stands there without its year, or with the name of a month not understood."""
    if fact.kind != "date":
        return False
    year, month, day = fact.value.split("-")
    dates = [other.value.split("-") for other in others if other.kind == "date"]
    if any((month, day) == (other[1], other[2]) and "" in (year, other[0]) for other in dates):
        return True
    return {str(int(day)), year or str(int(day))} <= {other.value for other in others if other.kind == "number"}


def _differences(pair: Pair, rule: Kind, missing: list[Fact], added: list[Fact]) -> Iterator[Finding]:
    for index in range(max(len(missing), len(added))):
        wanted = missing[index].text if index < len(missing) else ""
        there = added[index].text if index < len(added) else ""
        yield _difference(pair, rule, wanted, there)


def _difference(pair: Pair, rule: Kind, wanted: str, there: str) -> Finding:
    if wanted and there:
        what = f"The page says {there} where {pair.place} says {wanted}."
        return pair.finding(rule.code, what, f"Correct the {rule.name}.", rule.level, there)
    if wanted:
        what = f"The {rule.name} {wanted} of {pair.place} is missing."
        return pair.finding(rule.code, what, f"Write it: {wanted}.", rule.level)
    what = f"The {rule.name} {there} does not stand in {pair.place}."
    return pair.finding(rule.code, what, "Remove it, or add it to the source page.", rule.level, there)


def _order(pair: Pair, rule: Kind, wanted: list[Fact], there: list[Fact]) -> Iterator[Finding]:
    """Find numbers that changed places: "call A for …, B for …" is then wrong twice."""
    values = [[fact.value for fact in side] for side in (wanted, there)]
    if values[0] != values[1] and sorted(values[0]) == sorted(values[1]):
        ours, theirs = (", ".join(fact.text for fact in side) for side in (there, wanted))
        what = f"The page names {ours}; {pair.place} names them in another order: {theirs}."
        yield pair.finding(rule.code, what, "Check that each one stands at its own words.", Level.ERROR)
