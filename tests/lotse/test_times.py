"""Dates and opening hours."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from lotse.model import Checked
from lotse.render import times

MONDAY = date(2026, 11, 23)
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def test_a_week_is_read_day_by_day() -> None:
    week = times.read_hours("Mo-We 08:00-12:00,14:00-16:00; Sa 10:00-12:30", "DE", MONDAY).week
    assert week == (*[((480, 720), (840, 960))] * 3, (), (), ((600, 750),), ())


def test_a_night_over_midnight_belongs_to_both_days() -> None:
    hours = times.read_hours("Fr 22:00-06:00", "DE", MONDAY)
    assert hours.week == ((), (), (), (), ((1320, 1440),), ((0, 360),), ())


def test_a_night_from_sunday_comes_round_to_monday() -> None:
    hours = times.read_hours("Su 22:00-02:00", "DE", MONDAY)
    week = hours.week or ()
    assert week[6] == ((1320, 1440),)
    assert week[0] == ((0, 120),)


def test_day_and_night_is_recognised() -> None:
    assert times.read_hours("24/7", "DE", MONDAY).always
    assert times.read_hours("24/7", "DE", MONDAY).exceptions == {}
    assert not times.read_hours("24/7; Su off", "DE", MONDAY).always
    assert not times.read_hours("Mo-Su 00:00-23:59", "DE", MONDAY).always


def test_public_holidays_of_the_country_are_exceptions() -> None:
    hours = times.read_hours("Mo-Fr 08:00-12:00; PH off", "DE", MONDAY)
    assert hours.week is not None and hours.week[4] == ((480, 720),)
    assert hours.exceptions[date(2026, 12, 25)] == ()
    assert date(2026, 12, 24) not in hours.exceptions
    assert date(2027, 7, 14) not in hours.exceptions
    assert times.read_hours("Mo-Fr 08:00-12:00; PH off", "FR", MONDAY).exceptions[date(2027, 7, 14)] == ()


def test_a_country_without_known_holidays_has_none() -> None:
    hours = times.read_hours("Mo-Fr 08:00-12:00; PH off", "LB", MONDAY)
    assert hours.week is not None and hours.exceptions == {}


def test_the_first_tuesday_of_a_month_has_dates_and_no_week() -> None:
    hours = times.read_hours("Tu[1] 14:00-16:00", "DE", MONDAY)
    assert hours.week is None
    assert times.next_dates(hours, MONDAY, "de") == [
        ("Di 1. Dezember 2026", ["14:00–16:00"]),
        ("Di 5. Januar 2027", ["14:00–16:00"]),
        ("Di 2. Februar 2027", ["14:00–16:00"]),
    ]


def test_dates_gone_by_this_week_are_not_next() -> None:
    thursday = MONDAY + timedelta(days=3)
    hours = times.read_hours("2026 Nov 24 10:00-12:00; 2026 Nov 27 10:00-12:00", "DE", thursday)
    assert [day for day, _ in times.next_dates(hours, thursday, "en")] == ["Fri November 27, 2026"]


@pytest.mark.parametrize("text", ["", "Mo bis Fr 8 Uhr", "Mo 25:00-26:00", "always", "Mo 08:00-"])
def test_what_are_no_opening_hours_cannot_be_read(text: str) -> None:
    with pytest.raises(times.UnreadableHours):
        times.read_hours(text, "DE", MONDAY)


def test_days_with_the_same_hours_are_one_row() -> None:
    week = times.read_hours("Mo-We 08:00-12:00; Fr 08:00-12:00", "DE", MONDAY).week
    assert week
    assert times.table(week, "de") == [
        ("Mo–Mi", ["08:00–12:00"]),
        ("Do", []),
        ("Fr", ["08:00–12:00"]),
        ("Sa–So", []),
    ]


def test_clocks_have_24_hours_in_every_language() -> None:
    week = times.read_hours("Mo 14:00-24:00", "DE", MONDAY).week
    assert week
    assert {tuple(times.table(week, tag)[0][1]) for tag in ("de", "en", "ar", "fa", "ti", "ckb")} == {("14:00–24:00",)}


@pytest.mark.parametrize(
    ("iso", "cldr", "said"),
    [
        ("PT24H", "de", "24 Stunden"),
        ("P2D", "de", "2 Tage"),
        ("P2W", "en_GB", "2 weeks"),
        ("P6M", "en", "6 months"),
        ("P2D", "ar", "يومان"),
        ("P3D", "uk", "3 дні"),
        ("P5D", "uk", "5 днів"),
        ("PT24H", "ckb", ""),  # CLDR has letters only: the interface catalog says it
        ("P2D", "ckb", ""),
    ],
)
def test_durations_are_words_of_the_language_or_nothing(iso: str, cldr: str, said: str) -> None:
    assert times.duration(iso, cldr) == said


@pytest.mark.parametrize(
    ("checked", "said"),
    [
        (Checked(date(2023, 6, 1), "day", ""), "1. Juni 2023"),
        (Checked(date(2023, 6, 1), "month", ""), "Juni 2023"),
        (Checked(date(2023, 1, 1), "year", ""), "2023"),
        (Checked(None, "undated", ""), ""),
    ],
)
def test_a_date_is_never_more_precise_than_its_source(checked: Checked, said: str) -> None:
    assert times.source_date(checked, "de") == said


def test_a_language_without_data_has_english_dates() -> None:
    assert times.day(MONDAY, "rom") == times.day(MONDAY, "en") == "November 23, 2026"


@st.composite
def weekly(draw: st.DrawFn) -> str:
    """Return opening hours that repeat every week, nights among them."""
    rules = []
    for _ in range(draw(st.integers(1, 4))):
        first, last = draw(st.integers(0, 6)), draw(st.integers(0, 6))
        days = DAYS[first] if first == last else f"{DAYS[first]}-{DAYS[last]}"
        begin, length = draw(st.integers(0, 23 * 60)), draw(st.integers(1, 20 * 60))
        end = begin + length
        spans = f"{times.clock(begin)}-{times.clock(end % 1440 if end > 1440 else end)}"
        rules.append(f"{days} {spans}")
    return draw(st.sampled_from(["; ", ", "])).join(rules)


@settings(max_examples=150, deadline=None)
@given(weekly(), st.lists(st.integers(0, 380 * 1440 - 1), min_size=5, max_size=20))
def test_any_minute_is_open_exactly_when_the_opening_hours_say_so(text: str, minutes: list[int]) -> None:
    hours = times.read_hours(text, "DE", MONDAY)
    truth = OpeningHours(text, country="DE")
    for minute in minutes:
        when = datetime(2026, 11, 23) + timedelta(minutes=minute)
        usual = hours.week[when.weekday()] if hours.week else ()
        spans = hours.exceptions.get(when.date(), usual)
        now = when.hour * 60 + when.minute
        assert any(low <= now < high for low, high in spans) == truth.is_open(when), (text, when)
