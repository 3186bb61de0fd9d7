"""Write dates and opening hours in the reader's language, always with a 24-hour clock and European digits."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Literal, NamedTuple

from babel.dates import format_date, format_skeleton, format_timedelta
from opening_hours import OpeningHours, ParserError, State, UnknownCountryError  # type: ignore[attr-defined]

from lotse.model import Checked
from lotse.render.words import cldr_locale

UnreadableHours = ParserError  # what `read_hours` raises
WEEKS_COMPARED = 6
DAYS_AHEAD = 400  # how far exceptions such as public holidays are written into the page
MINUTES_A_DAY = 24 * 60
Unit = Literal["hour", "day", "week", "month"]
UNITS: dict[str, tuple[Unit, int]] = {
    "H": ("hour", 3600),
    "D": ("day", 86400),
    "W": ("week", 604800),
    "M": ("month", 2629800),
}

Span = tuple[int, int]  # minutes from midnight: open from, open until
Week = tuple[tuple[Span, ...], ...]  # Monday first


class Hours(NamedTuple):
    """What opening hours mean: a week that repeats (or None), and spans on days that differ from it."""

    week: Week | None
    exceptions: dict[date, tuple[Span, ...]]
    always: bool


@cache
def day(when: date, cldr: str) -> str:
    """Return a date in words, like "23 November 2026"."""
    return format_date(when, "long", locale=cldr_locale(cldr))


@cache
def source_date(checked: Checked, cldr: str) -> str:
    """Return the date of a source no more precisely than the source gives it; empty where it gives none."""
    if checked.on is None:
        return ""
    if checked.precision == "day":
        return day(checked.on, cldr)
    return str(format_skeleton("yMMMM" if checked.precision == "month" else "y", checked.on, locale=cldr_locale(cldr)))


@cache
def duration(iso: str, cldr: str) -> str:
    """Return an ISO 8601 duration of one unit (PT24H, P2D, P2W, P6M) in words, like "2 days".

    Returns an empty string where CLDR has only letters for the language ("2 d" in Sorani).
    """
    amount, (unit, seconds) = int("".join(filter(str.isdigit, iso))), UNITS[iso[-1]]
    words = format_timedelta(
        timedelta(seconds=amount * seconds), granularity=unit, threshold=1000, locale=cldr_locale(cldr)
    )
    return "" if re.fullmatch(r"\d+ ?[a-z]", words) else words


@cache
def weekday(number: int, cldr: str) -> str:
    """Return the short name of a weekday, Monday being 0."""
    return str(cldr_locale(cldr).days["stand-alone"]["abbreviated"][number])


def clock(minutes: int) -> str:
    """Return minutes from midnight as a 24-hour time; some locales would choose 12 hours."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@cache
def read_hours(text: str, country: str, today: date) -> Hours:
    """Evaluate OpenStreetMap opening hours from `today` on, public holidays of `country` included.

    Raises UnreadableHours where the text is not valid opening hours.
    """
    monday = today - timedelta(days=today.weekday())
    days = _days(_with_holidays(text, country), monday, DAYS_AHEAD)
    plain = _days(OpeningHours(text), monday, 7 * WEEKS_COMPARED)
    weeks = {tuple(plain[start + offset] for offset in range(7)) for start in range(0, len(plain), 7)}
    week = weeks.pop() if len(weeks) == 1 else None
    usual = week or ((),) * 7
    exceptions = {monday + timedelta(days=n): spans for n, spans in enumerate(days) if spans != usual[n % 7]}
    return Hours(week, exceptions, week is not None and all(spans == ((0, MINUTES_A_DAY),) for spans in week))


def _with_holidays(text: str, country: str) -> OpeningHours:
    """Return hours that know the holidays of a country; opening-hours-py has none for every second country."""
    try:
        return OpeningHours(text, country=country)
    except UnknownCountryError:
        return OpeningHours(text)


def _days(hours: OpeningHours, first: date, count: int) -> list[tuple[Span, ...]]:
    start = datetime(first.year, first.month, first.day)
    spans: list[list[Span]] = [[] for _ in range(count)]
    for begin, end, state, _ in hours.intervals(start, start + timedelta(days=count)):
        if state == State.OPEN:
            for number, span in _by_day(begin.replace(tzinfo=None) - start, end.replace(tzinfo=None) - start):
                spans[number].append(span)
    return [tuple(found) for found in spans]


def _by_day(begin: timedelta, end: timedelta) -> Iterator[tuple[int, Span]]:
    """Cut a span at midnights: a night shift belongs to two days."""
    low, high = int(begin.total_seconds() // 60), int(end.total_seconds() // 60)
    while low < high:
        number = low // MINUTES_A_DAY
        stop = min(high, (number + 1) * MINUTES_A_DAY)
        yield number, (low - number * MINUTES_A_DAY, stop - number * MINUTES_A_DAY)
        low = stop


def table(week: Week, cldr: str) -> list[tuple[str, list[str]]]:
    """Return rows of a week's hours, days with the same hours joined: ("Mon–Wed", ["08:00–12:00"])."""
    rows = []
    for spans, group in groupby(range(7), key=lambda number: week[number]):
        numbers = list(group)
        names = [weekday(number, cldr) for number in (numbers[0], numbers[-1])]
        rows.append(
            (names[0] if len(numbers) == 1 else "–".join(names), [f"{clock(low)}–{clock(high)}" for low, high in spans])
        )
    return rows


def next_dates(hours: Hours, today: date, cldr: str, count: int = 3) -> list[tuple[str, list[str]]]:
    """Return the next days on which something that keeps no week (like "Tu[1]") is open."""
    days = [(when, spans) for when, spans in sorted(hours.exceptions.items()) if spans and when >= today]
    return [
        (f"{weekday(when.weekday(), cldr)} {day(when, cldr)}", [f"{clock(low)}–{clock(high)}" for low, high in spans])
        for when, spans in days[:count]
    ]
