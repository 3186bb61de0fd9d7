"""Keyboard only, and JavaScript off: everything that matters works; from a server and from file://."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from visiting import ABOVE, DESK, TAGS, Visitor, html_files, templates

NARROW = {"width": 360, "height": 640}

# The focused element: what it is, whether an outline shows it, whether it is inside the window and not under the bar.
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const at = (x, y) => { const top = document.elementFromPoint(x, y); return !!top && (element.contains(top) || top.contains(element)); };
  return {
    what: element.className || element.getAttribute("href") || element.tagName,
    html: element.outerHTML.slice(0, 120),
    outlined: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2 && style.outlineColor !== "rgba(0, 0, 0, 0)",
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    uncovered: at(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)) || at(box.left + 5, box.top + 5),
  };
}"""
STOPS = """() => [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")].filter(element => element.checkVisibility({visibilityProperty: true})).length"""

# The button that saves the guide replaces a link when its first run has ended: then the stops stay what they are.
SETTLED = "() => document.documentElement.dataset.offline !== '0'"


def tab_through(page: Page, most: int = 200) -> list[dict[str, Any]]:
    """Press Tab until the focus leaves the page; return the stops."""
    stops: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or (len(stops) > 1 and stop["html"] == stops[0]["html"]):
            return stops
        stops.append(stop)
    raise AssertionError("the focus never leaves the page")


@pytest.mark.parametrize("viewport", [NARROW, DESK], ids=["narrow", "wide"])
@pytest.mark.parametrize(
    "path",
    [
        "de/safety/emergency.html",
        "ar/services/housing.html",
        "ckb/services/housing.html",
        "de/report/index.html",
        "de/a-z.html",
        "index.html",
        "ar/nope.html",
    ],
)
def test_tab_reaches_every_control_and_shows_where_it_is(visitor: Visitor, path: str, viewport: dict[str, int]) -> None:
    page = visitor.open(path, viewport=viewport)
    page.wait_for_function(SETTLED)
    stops = tab_through(page)
    assert len(stops) == page.evaluate(STOPS)
    assert [stop["html"] for stop in stops if not (stop["outlined"] and stop["inside"] and stop["uncovered"])] == []


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_tab_comes_first_to_skip_link_menu_emergency_numbers_and_languages(visitor: Visitor, tag: str) -> None:
    page = visitor.open(f"{tag}/safety/fire.html", viewport=NARROW)
    what = [stop["what"] for stop in tab_through(page)[:5]]
    assert what == ["skip", "bar-item bar-menu", "bar-item emergency", "bar-item emergency", "bar-item"]


def test_the_skip_link_shows_itself_and_leads_to_the_text(visitor: Visitor) -> None:
    page = visitor.open("de/safety/fire.html")
    skip = page.locator(".skip")
    expect(skip).not_to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_enter_opens_the_list_of_languages_and_escape_closes_it(visitor: Visitor) -> None:
    page = visitor.open("de/safety/fire.html")
    page.locator(".bar-languages > summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".bar-languages a[data-language='de']")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".bar-languages a[data-language='de']")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".bar-languages a[data-language='de']")).to_be_hidden()
    expect(page.locator(".bar-languages > summary")).to_be_focused()


def test_a_language_is_chosen_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.open("de/safety/fire.html")
    page.locator(".bar-languages > summary").focus()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(visitor.base + "ar/safety/fire.html")


def test_enter_opens_the_menu_where_the_keyboard_goes_on_and_escape_closes_it(visitor: Visitor) -> None:
    page = visitor.open("de/safety/fire.html", viewport=NARROW)
    expect(page.locator(".menu")).to_be_hidden()
    page.locator(".bar-menu").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".menu")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".menu-close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".menu")).to_be_hidden()
    expect(page.locator("article")).to_be_visible()
    expect(page.locator(".bar-menu")).to_be_focused()


def test_the_keyboard_does_not_get_lost_behind_the_open_menu(visitor: Visitor) -> None:
    page = visitor.open("de/safety/fire.html#menu", viewport=NARROW)
    assert [stop["html"] for stop in tab_through(page) if not (stop["inside"] and stop["uncovered"])] == []
    page.click(".menu-close")
    expect(page.locator("article h1")).to_be_in_viewport()


def test_the_menu_opens_leads_on_and_closes_without_javascript(visitor: Visitor) -> None:
    page = visitor.open("ar/safety/fire.html", viewport=NARROW, java_script_enabled=False)
    page.click(".bar-menu")
    expect(page.locator(".menu")).to_be_in_viewport()
    page.click(".menu-close")
    expect(page.locator(".menu")).to_be_hidden()
    expect(page.locator("article h1")).to_be_in_viewport()
    page.click(".bar-menu")
    page.click(".menu a[href='fraud.html']")
    expect(page).to_have_url(visitor.base + "ar/safety/fraud.html")


def test_the_language_is_switched_without_javascript(visitor: Visitor) -> None:
    page = visitor.open("de/safety/fire.html", java_script_enabled=False)
    page.click(".bar-languages > summary")
    page.click(".bar-languages a[data-language='ckb']")
    expect(page).to_have_url(visitor.base + "ckb/safety/fire.html")


@pytest.mark.parametrize("tag", TAGS)
def test_without_javascript_every_text_and_link_is_there_and_no_dead_button(visitor: Visitor, tag: str) -> None:
    with_script, without = visitor.tab(), visitor.tab(java_script_enabled=False)
    for path in templates(tag):
        texts, links = [], []
        for page in (with_script, without):
            page.goto(visitor.base + path)
            texts.append(page.locator("article, .listing, .children").all_inner_texts())
            links.append(
                page.locator("a[href]").evaluate_all(
                    "all => all.map(link => [link.getAttribute('href'), link.checkVisibility()])"
                )
            )
        said = with_script.locator(".open-now").all_inner_texts()
        for word in filter(None, said):
            texts[0] = [text.replace(f" {word}", "").replace(word, "") for text in texts[0]]
        assert [text.split() for text in texts[1]] == [text.split() for text in texts[0]], path
        assert texts[1] and links[0] == links[1], path
        assert without.locator("button:visible").count() == 0, path


def test_all_pages_work_from_a_folder_of_files(browser: Browser, demo: Path) -> None:
    guest = Visitor(browser, demo.as_uri() + "/")
    page = guest.open("index.html")
    assert page.evaluate("getComputedStyle(document.querySelector('.bar')).position") == "sticky"
    page.click(".chooser a[hreflang='ar']")
    page.click(".children a >> nth=0")
    page.click(".children a >> nth=0")
    assert page.url.endswith("/ar/safety/emergency.html")
    page.click(".bar-languages > summary")
    page.click(".bar-languages a[data-language='de']")
    assert page.url.endswith("/de/safety/emergency.html")
    page.click(".theme")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    guest.close()
    assert guest.errors == []


# The addresses a page links to inside the site, as the browser resolves them.
INTERNAL = "() => [...document.querySelectorAll('a[href], link[href], script[src]')].map(e => e.href || e.src).filter(address => address.startsWith('file:'))"


@pytest.mark.parametrize("tag", TAGS)
def test_every_link_inside_the_site_leads_to_a_file_and_an_anchor_that_exist(
    browser: Browser, demo: Path, tag: str
) -> None:
    guest = Visitor(browser, demo.as_uri() + "/")
    page = guest.tab()
    targets = set()
    for path in html_files(demo, tag):
        page.goto(guest.base + path, wait_until="domcontentloaded")
        targets |= set(page.evaluate(INTERNAL))
    guest.close()
    assert len(targets) > 40
    assert sorted(address for address in targets if not exists(demo, address)) == []


def exists(demo: Path, address: str) -> bool:
    name, _, anchor = address.removeprefix(demo.as_uri() + "/").partition("#")
    file = demo / name
    return file.is_file() and (
        not anchor or anchor in ("choose", "full") or f'id="{anchor}"' in file.read_text(encoding="utf-8")
    )


def test_the_documents_above_the_languages_are_those_tested_here(demo: Path) -> None:
    assert sorted(file.name for file in demo.glob("*.html")) == sorted([*ABOVE, "verify.html"])
