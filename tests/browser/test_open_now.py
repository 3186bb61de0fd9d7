"""Cards say whether a place is open now: in the time of the town, whatever the time of the phone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page
from visiting import Visitor

BERLIN = ZoneInfo("Europe/Berlin")
OPEN, CLOSED = "Jetzt geöffnet", "Jetzt geschlossen"
WOHNHILFE = "Wohnhilfe Musterstadt"  # Mo,Th 09:00-12:00; We 14:00-17:00; PH off


def said(page: Page, card: str) -> str:
    return page.locator(f".card[aria-label='{card}'] .open-now").inner_text()


@pytest.mark.parametrize("phone", ["Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland"])
@pytest.mark.parametrize(
    ("when", "words"),
    [
        (datetime(2026, 11, 23, 9, 0), OPEN),  # Monday
        (datetime(2026, 11, 23, 8, 59), CLOSED),
        (datetime(2026, 11, 23, 11, 59), OPEN),
        (datetime(2026, 11, 23, 12, 0), CLOSED),
        (datetime(2026, 11, 24, 10, 0), CLOSED),  # Tuesday
        (datetime(2026, 11, 25, 16, 30), OPEN),  # Wednesday
        (datetime(2026, 11, 29, 10, 0), CLOSED),  # Sunday
        (datetime(2027, 3, 29, 10, 0), CLOSED),  # Easter Monday, a public holiday
        (datetime(2027, 4, 5, 10, 0), OPEN),  # the Monday after it, in summer time
        (datetime(2027, 4, 5, 8, 30), CLOSED),  # in winter time it would be open
    ],
    ids=str,
)
def test_a_card_says_whether_it_is_open_in_the_time_of_the_town(
    visitor: Visitor, phone: str, when: datetime, words: str
) -> None:
    page = visitor.tab(timezone_id=phone)
    page.clock.set_fixed_time(when.replace(tzinfo=BERLIN))
    page.goto(visitor.base + "de/services/housing.html")
    assert said(page, WOHNHILFE) == words


def test_what_is_open_day_and_night_is_open_at_midnight_on_christmas(visitor: Visitor) -> None:
    page = visitor.tab()
    page.clock.set_fixed_time(datetime(2026, 12, 25, 0, 0, tzinfo=BERLIN))
    page.goto(visitor.base + "de/safety/violence-at-home.html")
    always = page.locator(".card", has_text="Tag und Nacht, jeden Tag").first
    assert always.locator(".open-now").inner_text() == OPEN


def test_it_is_said_in_the_readers_language_on_a_page_in_another_one(visitor: Visitor) -> None:
    page = visitor.tab()
    page.clock.set_fixed_time(datetime(2026, 11, 23, 10, 0, tzinfo=BERLIN))
    page.goto(visitor.base + "ti/services/housing.html")
    place = page.locator(".card .open-now").first
    assert place.inner_text() == "ሕጂ ክፉት"
    assert place.evaluate("place => place.closest('[lang]').lang") == "ti"


def test_without_javascript_a_card_claims_nothing(visitor: Visitor) -> None:
    page = visitor.open("de/services/housing.html", java_script_enabled=False)
    assert page.locator(".open-now").all_inner_texts() == [""]
