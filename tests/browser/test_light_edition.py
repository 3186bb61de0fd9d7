"""Lite pages in a browser: complete, one request, usable without script, on 320 px, and left in an instant."""

import re
import time
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import Page
from test_rules_of_the_web import violations
from test_small_large_and_mirrored import OVERFLOW
from visiting import PHONE, PUBLISHED, Visitor, html_files

TAGS = ("de", "ar", "ckb", "en-XA")
PAGES = [
    "index.html",
    "report/index.html",
    "services/housing.html",
    "a-z.html",
    "search.html",
    "saved.html",
    "safety/violence-at-home.html",
]
SAFETY = PAGES[-1]
INLINE = re.compile(r"</?(?:a|abbr|b|bdi|code|em|i|mark|s|small|span|strong|sub|sup|u)(?: [^>]*)?>")


def words(html: str) -> str:
    """Return the words of some HTML: blocks apart, what is inside a sentence together."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", INLINE.sub("", html))).split())


def part(html: str, name: str) -> str:
    found = re.search(rf"<{name}\b[^>]*>(.*)</{name}>", html, re.DOTALL)
    assert found, html[:300]
    return found[1]


def test_every_word_of_a_rich_article_stands_in_its_lite_page_in_the_same_order(demo: Path) -> None:
    rich = [path for path in html_files(demo, *PUBLISHED) if (demo / lite(path)).is_file()]
    articles = [path for path in rich if "<article" in (demo / path).read_text(encoding="utf-8")]
    assert len(articles) > 300
    for path in articles:
        article = words(part((demo / path).read_text(encoding="utf-8"), "article"))
        assert len(article) > 20
        assert article in words(part((demo / lite(path)).read_text(encoding="utf-8"), "main")), path


def lite(path: str) -> str:
    """Return the address of a rich page's lite page."""
    return path.replace("/", "/lite/", 1)


def test_every_page_has_a_lite_page(demo: Path) -> None:
    for tag in PUBLISHED:
        rich = {path for path in html_files(demo, tag) if not path.startswith(f"{tag}/lite/")}
        light = set(html_files(demo, f"{tag}/lite"))
        assert {lite(path) for path in rich} - light <= {f"{tag}/lite/{name}.html" for name in ("guide", "share")}
        assert f"{tag}/lite/saved.html" in light


@pytest.mark.parametrize("tag", TAGS)
def test_axe_finds_nothing_on_lite_pages(visitor: Visitor, tag: str) -> None:
    page = visitor.tab(viewport=PHONE, service_workers="block")
    found = {}
    for path in PAGES:
        page.goto(f"{visitor.base}{tag}/lite/{path}")
        # axe takes the ground of a page without colours for white, also in the dark: the next test looks at the screen
        found[path] = [some for some in violations(page) if not some.startswith("dark: color-contrast")]
    assert {path: some for path, some in found.items() if some} == {}


@pytest.mark.parametrize("tag", TAGS)
def test_nothing_sticks_out_at_320_pixels_nor_with_text_twice_as_large(visitor: Visitor, tag: str) -> None:
    page = visitor.tab(viewport=PHONE, java_script_enabled=False)
    found = {}
    for path in PAGES:
        page.goto(f"{visitor.base}{tag}/lite/{path}")
        normal = page.evaluate(OVERFLOW)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        found[path] = [size for size in (normal, page.evaluate(OVERFLOW)) if size]
    assert {path: some for path, some in found.items() if some} == {}


def test_links_that_stand_alone_are_large_enough_for_thumbs(visitor: Visitor) -> None:
    page = visitor.open(f"ar/lite/{SAFETY}", viewport=PHONE, java_script_enabled=False)
    boxes = [link.bounding_box() for link in page.locator("header a, footer a, #exit").all()]
    assert len(boxes) > 10
    assert [box for box in boxes if not box or box["height"] < 44 or box["width"] < 24] == []


# Contrast (WCAG 2) of every element with a text of its own, on the ground it stands on (`canvas` where it has none).
CONTRAST = """canvas => {
  const light = colour => colour.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const numbers = text => text.match(/[\\d.]+/g).map(Number);
  const ground = element => {
    for (; element; element = element.parentElement) {
      const [r, g, b, a = 1] = numbers(getComputedStyle(element).backgroundColor);
      if (a) return [r, g, b];
    }
    return canvas;
  };
  return [...document.body.querySelectorAll("*")]
    .filter(element => element.checkVisibility() && [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .map(element => [light(numbers(getComputedStyle(element).color).slice(0, 3)), light(ground(element))].sort((a, b) => b - a))
    .map(([high, low]) => (high + .05) / (low + .05));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_links_stand_out(visitor: Visitor, scheme: Literal["light", "dark"]) -> None:
    page = visitor.open(f"de/lite/{SAFETY}", color_scheme=scheme)
    canvas = Image.open(BytesIO(page.screenshot())).convert("RGB").getpixel((1, 1))
    assert isinstance(canvas, tuple) and (sum(canvas) < 100) == (scheme == "dark")
    ratios = page.evaluate(CONTRAST, list(canvas))
    assert len(ratios) > 20 and min(ratios) >= 7


def test_a_lite_page_is_one_request_and_stays_silent_until_the_reader_does_something(visitor: Visitor) -> None:
    page = visitor.tab(service_workers="block")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    start = time.monotonic()
    page.goto(f"{visitor.base}de/lite/safety/fire.html")
    page.wait_for_timeout(4000 - 1000 * (time.monotonic() - start))
    assert asked == [f"{visitor.base}de/lite/safety/fire.html"]
    with page.expect_request("**/de/assets/offline.js", timeout=4000):
        pass


@pytest.mark.parametrize("act", [lambda page: page.keyboard.press("a"), lambda page: page.mouse.wheel(0, 200)])
def test_what_saves_pages_comes_as_soon_as_the_reader_acts_and_once(
    visitor: Visitor, act: Callable[[Page], None]
) -> None:
    page = visitor.open("de/lite/safety/fire.html", service_workers="block", viewport=PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.resource_type == "script" else None)
    start = time.monotonic()
    with page.expect_request("**/de/assets/offline.js"):
        act(page)
    assert time.monotonic() - start < 2
    act(page)
    page.wait_for_timeout(300)
    assert asked == [f"{visitor.base}de/assets/offline.js"]


def test_without_script_all_is_there_and_every_way_leads_on(visitor: Visitor) -> None:
    page = visitor.open("de/lite/safety/fire.html", viewport=PHONE, java_script_enabled=False)
    assert page.locator("header a").first.get_attribute("href") == "tel:112"
    for tag, autonym in PUBLISHED.items():
        link = page.locator(f"footer a[lang={tag}]")
        assert (link.inner_text(), link.get_attribute("href")) == (autonym, f"../../../{tag}/lite/safety/fire.html")
    page.click("footer a[lang=ar]")
    assert page.url == f"{visitor.base}ar/lite/safety/fire.html"
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    page.click("header a[href$='index.html']")
    assert page.url == f"{visitor.base}ar/lite/index.html"
    page.click("main a[href='a-z.html']")
    page.click("main a[href='services/housing.html']")
    page.click("footer a[href$='#full']")
    assert page.url == f"{visitor.base}ar/services/housing.html#full"


WAYS_OUT: dict[str, Callable[[Page], None]] = {
    "link": lambda page: page.click("#exit"),
    "Escape": lambda page: press(page, "Escape", "Escape", "Escape"),
    "Shift": lambda page: press(page, "Shift", "Shift", "Shift"),
}


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def safety_page(visitor: Visitor) -> Page:
    """Return a safety page reached from the home page; its way out leads to a page of ours, which is told what was left to see."""
    page = visitor.open("de/lite/index.html", viewport=PHONE, service_workers="block")
    page.goto(f"{visitor.base}de/lite/{SAFETY}")
    page.evaluate("""() => {
      document.getElementById("exit").href = "../about/index.html";
      addEventListener("pagehide", () => sessionStorage.setItem("left", `[${document.documentElement.textContent}]`));
    }""")
    return page


@pytest.mark.parametrize("way", WAYS_OUT)
def test_leaving_blanks_the_page_first_and_takes_its_place_in_the_history(visitor: Visitor, way: str) -> None:
    page = safety_page(visitor)
    WAYS_OUT[way](page)
    page.wait_for_url("**/de/lite/about/index.html")
    assert page.evaluate("sessionStorage.getItem('left')") == "[]"  # its text and its title
    page.go_back()
    assert page.url == f"{visitor.base}de/lite/index.html"


def test_two_keys_or_other_keys_do_not_leave(visitor: Visitor) -> None:
    page = safety_page(visitor)
    press(page, "Shift", "Shift", "a", "Escape", "Escape", "Tab", "Tab", "Tab")
    page.wait_for_timeout(300)
    assert page.url == f"{visitor.base}de/lite/{SAFETY}"


def test_the_way_out_is_always_in_sight_and_works_without_script(visitor: Visitor) -> None:
    page = visitor.open(f"ckb/lite/{SAFETY}", viewport=PHONE, java_script_enabled=False)
    exit_ = page.locator("#exit")
    assert exit_.get_attribute("href", timeout=1000).startswith("https://")  # type: ignore[union-attr]
    for _ in range(3):
        box = exit_.bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= PHONE["height"]
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(50)
