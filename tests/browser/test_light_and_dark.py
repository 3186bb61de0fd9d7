"""Light and dark: as the phone says, or as the switch says, with and without JavaScript; remembered with it."""

import pytest
from playwright.sync_api import Page, expect
from visiting import PHONE, Visitor

LIGHT, DARK = "rgb(255, 255, 255)", "rgb(30, 33, 41)"
PHONES = pytest.mark.parametrize(("phone", "before", "after"), [("light", LIGHT, DARK), ("dark", DARK, LIGHT)])


def paper(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


@pytest.mark.parametrize("path", ["de/index.html", "ar/safety/emergency.html", "index.html", "ar/nope.html"])
def test_the_page_follows_the_phone(visitor: Visitor, path: str) -> None:
    page = visitor.open(path, color_scheme="light")
    assert paper(page) == LIGHT
    page.emulate_media(color_scheme="dark")
    assert paper(page) == DARK
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


@PHONES
def test_the_switch_turns_light_and_dark_round_and_is_remembered(
    visitor: Visitor, phone: str, before: str, after: str
) -> None:
    page = visitor.open("de/index.html", color_scheme=phone)
    assert paper(page) == before
    page.click(".theme")
    assert paper(page) == after
    for path in ("ar/safety/fire.html", "index.html#choose", "nope.html"):
        page.goto(visitor.base + path)
        assert paper(page) == after, path
    page.goto(visitor.base + "ar/safety/fire.html")
    page.click(".theme")
    page.reload()
    assert paper(page) == before
    assert page.evaluate("localStorage.getItem('lotse.theme')") is None


@PHONES
@pytest.mark.parametrize("path", ["de/index.html", "ar/safety/emergency.html"])
def test_the_switch_works_without_javascript(visitor: Visitor, path: str, phone: str, before: str, after: str) -> None:
    page = visitor.open(path, color_scheme=phone, java_script_enabled=False, viewport=PHONE)
    page.click(".theme")
    assert paper(page) == after
    page.focus("#theme")
    page.keyboard.press("Space")
    assert paper(page) == before


def test_what_the_reader_chose_stays_when_the_phone_turns_dark_in_the_evening(visitor: Visitor) -> None:
    page = visitor.open("de/index.html", color_scheme="dark")
    page.click(".theme")
    assert paper(page) == LIGHT
    for phone in ("light", "dark"):
        page.emulate_media(color_scheme=phone)
        expect(page.locator("body")).to_have_css("background-color", LIGHT)


def test_the_switch_has_a_name_in_the_readers_language(visitor: Visitor) -> None:
    page = visitor.open("de/index.html")
    assert page.get_by_role("checkbox", name="Zwischen Hell und Dunkel wechseln").is_visible()


def test_each_colour_is_written_once_and_reaches_browsers_that_know_variables_only(visitor: Visitor) -> None:
    """An empty variable needs its blank: without it older browsers lose all colours."""
    page = visitor.open("de/index.html")
    style = page.locator("style").text_content() or ""
    assert "--night: ;" in style and "--day: ;" in style
    assert ":;" not in style and style.count("#1e2129") == 1
