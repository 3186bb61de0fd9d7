"""Light and dark: as the phone says, or as the button says, remembered."""

import pytest
from playwright.sync_api import Page
from visiting import Visitor

LIGHT, DARK = "rgb(255, 255, 255)", "rgb(30, 33, 41)"


def paper(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


@pytest.mark.parametrize("path", ["de/index.html", "ar/safety/emergency.html", "index.html", "ar/nope.html"])
def test_the_page_follows_the_phone(visitor: Visitor, path: str) -> None:
    page = visitor.open(path, color_scheme="light")
    assert paper(page) == LIGHT
    page.emulate_media(color_scheme="dark")
    assert paper(page) == DARK
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


@pytest.mark.parametrize(("phone", "before", "after"), [("light", LIGHT, DARK), ("dark", DARK, LIGHT)])
def test_the_button_turns_light_and_dark_round_and_is_remembered(
    visitor: Visitor, phone: str, before: str, after: str
) -> None:
    page = visitor.open("de/index.html", color_scheme=phone)
    assert paper(page) == before
    page.click("button.theme")
    assert paper(page) == after
    page.goto(visitor.base + "ar/safety/fire.html")
    assert paper(page) == after
    page.click("button.theme")
    page.reload()
    assert paper(page) == before


def test_the_button_has_a_name_in_the_readers_language(visitor: Visitor) -> None:
    page = visitor.open("de/index.html")
    assert page.get_by_role("button", name="Zwischen Hell und Dunkel wechseln").is_visible()
