"""The exit of safety pages: always there, as a link without JavaScript; with it the page is gone at once, also from Back."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from visiting import PHONE, Visitor

AWAY = "https://www.dwd.de/"
RICH, LIGHT = "de/safety/violence-at-home.html", "de/lite/safety/violence-at-home.html"
SAFETY = (RICH, LIGHT, "ar/safety/fire.html", "ar/lite/safety/fire.html")
ORDINARY = ("de/services/housing.html", "de/lite/services/housing.html", "de/index.html")


@pytest.fixture
def reader(browser: Browser, host: str) -> Iterator[Visitor]:
    """Return a visitor who may leave the site, for the harmless page only."""
    guest = Visitor(browser, host)
    yield guest
    guest.close()
    assert {urlsplit(url).hostname for url in guest.left} <= {urlsplit(AWAY).hostname}
    assert guest.errors == []


def opened(reader: Visitor, path: str, **options: object) -> Page:
    """Return a tab that came from the home page and shows `path`; the harmless page answers without a network."""
    page = reader.tab(**options)
    page.route(f"{AWAY}**", lambda route: route.fulfill(body="<title>Weather</title>Weather", content_type="text/html"))
    page.goto(reader.base + "de/index.html")
    page.goto(reader.base + path)
    return page


def is_away(page: Page) -> None:
    """Wait for the harmless page, then see that Back leads to the page before the one that was left."""
    page.wait_for_url(AWAY)
    page.go_back()
    assert page.url.endswith("/de/index.html"), "the page that was left has no place in the history"
    page.go_forward()
    assert page.url == AWAY


@pytest.mark.parametrize("path", SAFETY)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_exit_is_in_sight_wherever_the_reader_is(reader: Visitor, path: str, script: bool) -> None:
    page = opened(reader, path, viewport=PHONE, java_script_enabled=script)
    link = page.locator("#exit")
    assert link.get_attribute("href") == AWAY and link.inner_text().strip()
    for _ in range(4):
        box = link.bounding_box()
        assert box and box["height"] >= 44 and box["width"] >= 44
        assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
        assert box["y"] + box["height"] == pytest.approx(PHONE["height"], abs=1), "at the block end of the screen"
        page.mouse.wheel(0, 500)
    assert page.locator("main").locator("#exit").count() == 1


@pytest.mark.parametrize("path", SAFETY[:2])
def test_the_exit_hides_no_words_at_the_end_of_the_page(reader: Visitor, path: str) -> None:
    page = opened(reader, path, viewport=PHONE)
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'; scrollTo(0, document.body.scrollHeight)")
    covered = """() => {
        const exit = document.getElementById('exit').getBoundingClientRect();
        return [...document.querySelectorAll('footer a, footer button')].filter((one) => {
            const box = one.getBoundingClientRect();
            return box.width && box.bottom > exit.top && box.right > exit.left && box.left < exit.right;
        }).map((one) => one.textContent);
    }"""
    assert page.evaluate(covered) == []


@pytest.mark.parametrize("path", ORDINARY)
def test_other_pages_have_no_exit(reader: Visitor, path: str) -> None:
    page = reader.open(path)
    assert page.locator("#exit").count() == 0
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_timeout(200)
    assert page.url.endswith(path)


@pytest.mark.parametrize("path", SAFETY[:2])
def test_a_click_takes_the_page_out_of_the_history(reader: Visitor, path: str) -> None:
    page = opened(reader, path)
    page.click("#exit")
    is_away(page)


@pytest.mark.parametrize("path", SAFETY[:2])
@pytest.mark.parametrize("key", ["Escape", "Shift"])
def test_three_quick_presses_do_the_same(reader: Visitor, path: str, key: str) -> None:
    page = opened(reader, path)
    for _ in range(3):
        page.keyboard.press(key)
    is_away(page)


@pytest.mark.parametrize("path", SAFETY[:2])
def test_the_page_is_blank_before_the_other_has_come(reader: Visitor, path: str) -> None:
    page = opened(reader, path)
    seen = "document.title + document.documentElement.textContent + document.querySelectorAll('body *').length"
    page.evaluate(f"addEventListener('pagehide', () => localStorage.setItem('seen', {seen}))")
    page.click("#exit")
    page.wait_for_url(AWAY)
    page.go_back()
    assert page.evaluate("localStorage.getItem('seen')") == "0"


def test_other_keys_and_slow_presses_do_not_leave(reader: Visitor) -> None:
    page = opened(reader, RICH)
    for key in ("Escape", "Shift", "Escape", "a", "Escape", "Escape", "Shift", "Shift", "b", "c", "c", "c"):
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    page.wait_for_timeout(1000)
    page.keyboard.press("Escape")
    page.wait_for_timeout(700)
    page.keyboard.press("Escape")
    page.wait_for_timeout(200)
    assert page.url.endswith(RICH)
    page.keyboard.down("Shift")  # held down while writing capitals
    for letter in "ABC":
        page.keyboard.press(letter)
    assert page.url.endswith(RICH)


def test_without_a_script_the_link_still_leads_away(reader: Visitor) -> None:
    page = opened(reader, RICH, java_script_enabled=False)
    page.click("#exit")
    page.wait_for_url(AWAY)


def test_nothing_is_said_aloud(reader: Visitor) -> None:
    page = opened(reader, RICH)
    assert page.locator("[aria-live], [role=alert], [role=status]").filter(has_text="exit").count() == 0
    link = page.locator("#exit")
    assert link.get_attribute("target") is None and link.get_attribute("rel") == "noreferrer"
