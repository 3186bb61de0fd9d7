"""What fits where: 320 px, large text, large targets, emergency numbers in sight, right to left, print, forced colours."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from visiting import ABOVE, DESK, PHONE, TAGS, TEMPLATES, Visitor, rich_pages, templates

from _tools import find_chromium

LARGE_TEXT = "--blink-settings=defaultFontSize=32"  # what a reader sets in the browser: media queries in em follow it
LANGUAGES_OF_ALL_PAGES = [*TAGS, "above"]


def addresses(demo: Path, tag: str) -> list[str]:
    return list(ABOVE) if tag == "above" else rich_pages(demo, tag)


def failures(page: Page, base: str, paths: list[str], measure: Callable[[Page], object]) -> dict[str, object]:
    """Visit pages one after another; return what was measured where it is not empty, false or zero."""
    found = {}
    for path in paths:
        page.goto(base + path, wait_until="domcontentloaded")
        found[path] = measure(page)
    return {path: measured for path, measured in found.items() if measured}


# Elements that stick out of the window, not counting what scrolls inside a box of its own; empty if nothing does.
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = element => {
    for (let at = element; at && at !== document.body; at = at.parentElement)
      if (["auto", "scroll", "hidden"].includes(getComputedStyle(at).overflowX)) return true;
    return false;
  };
  const out = [...document.body.querySelectorAll("*")].filter(element => {
    const box = element.getBoundingClientRect();
    return box.width && (box.left < -0.5 || box.right > width + 0.5) && !scrolls(element);
  }).map(element => element.outerHTML.slice(0, 120));
  return out.length || document.documentElement.scrollWidth > width ? {scroll: document.documentElement.scrollWidth, out} : null;
}"""


# Emergency numbers broken into two lines.
BROKEN_NUMBERS = """() => [...document.querySelectorAll(".emergency bdi")].filter(bdi => {
  const range = document.createRange();
  range.selectNodeContents(bdi);
  return range.getClientRects().length !== 1;
}).map(bdi => bdi.textContent)"""


@pytest.fixture(scope="module")
def large_browser(browser: Browser) -> Iterator[Browser]:
    """Return a Chromium whose reader has doubled the size of text."""
    chromium = browser.browser_type.launch(
        executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu", LARGE_TEXT]
    )
    yield chromium
    chromium.close()


@pytest.mark.parametrize("width", [320, 640])
@pytest.mark.parametrize("tag", LANGUAGES_OF_ALL_PAGES)
def test_no_page_scrolls_sideways_with_text_of_200_percent(
    large_browser: Browser, host: str, demo: Path, tag: str, width: int
) -> None:
    guest = Visitor(large_browser, host)
    page = guest.tab(viewport={"width": width, "height": 640})
    paths = addresses(demo, tag) if width == 640 or tag == "above" else templates(tag)
    page.goto(host + paths[0])
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert failures(page, host, paths, lambda page: page.evaluate(OVERFLOW) or page.evaluate(BROKEN_NUMBERS)) == {}
    guest.close()


# Controls smaller than 44 x 44 CSS pixels. Links inside a sentence are exempt, as in WCAG 2.5.8: there the line height
# rules; a sentence is a paragraph, list item or definition that has words of its own beside the link.
SMALL_TARGETS = """() => {
  const sentence = link => {
    const block = link.closest("article p, article li, article dd, article td, article dt, footer p, .card-checked");
    if (!block || link.closest(".card-ways, .chooser, .bar") || !getComputedStyle(link).display.startsWith("inline")) return false;
    const inside = [...block.querySelectorAll("a, small")].map(other => other.textContent).join("");
    return block.textContent.replace(/\\s/g, "").length > inside.replace(/\\s/g, "").length;
  };
  return [...document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex='0']")]
    .filter(element => element.checkVisibility() && !element.matches(".skip") && !sentence(element))
    .map(element => [element.getBoundingClientRect(), element])
    .filter(([box]) => box.width < 43.9 || box.height < 43.9)
    .map(([box, element]) => `${Math.round(box.width)}x${Math.round(box.height)} ${element.outerHTML.slice(0, 140)}`);
}"""


def small_targets(page: Page) -> list[str]:
    """Return what is too small on the page as it opens, and with the list of languages and the menu open."""
    found: list[str] = page.evaluate(SMALL_TARGETS)
    if page.locator(".bar-languages").count():
        page.locator(".bar-languages").evaluate("details => { details.open = true; location.hash = 'menu'; }")
        found += page.evaluate(SMALL_TARGETS)
    return found


@pytest.mark.parametrize("tag", LANGUAGES_OF_ALL_PAGES)
def test_every_target_measures_at_least_44_pixels_in_a_wide_window(visitor: Visitor, tag: str) -> None:
    paths = list(ABOVE) if tag == "above" else templates(tag)
    assert failures(visitor.tab(viewport=DESK), visitor.base, paths, small_targets) == {}


# Emergency numbers that are not wholly inside the window, or lie under something else.
HIDDEN_NUMBERS = """() => {
  const links = [...document.querySelectorAll(".emergency")];
  const hidden = links.filter(link => {
    const box = link.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth || !link.contains(top);
  });
  return links.length === 2 ? hidden.map(link => link.textContent) : ["there are " + links.length];
}"""


def hidden_numbers(page: Page) -> list[str]:
    """Return what is hidden at the top of the page and at its end."""
    found: list[str] = page.evaluate(HIDDEN_NUMBERS)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    return found + page.evaluate(HIDDEN_NUMBERS)


@pytest.mark.parametrize("tag", LANGUAGES_OF_ALL_PAGES)
def test_every_page_fits_320_pixels_keeps_both_numbers_in_sight_and_has_targets_of_44_pixels(
    visitor: Visitor, demo: Path, tag: str
) -> None:
    def measure(page: Page) -> dict[str, object]:
        found = {
            "sticks out": page.evaluate(OVERFLOW),
            "numbers hidden": hidden_numbers(page),
            "small": small_targets(page),
        }
        return {what: some for what, some in found.items() if some}

    page = visitor.tab(viewport=PHONE)
    assert failures(page, visitor.base, addresses(demo, tag), measure) == {}


@pytest.mark.parametrize("tag", TAGS)
def test_the_emergency_numbers_stay_in_sight_above_the_menu_and_the_list_of_languages(
    visitor: Visitor, tag: str
) -> None:
    page = visitor.open(f"{tag}/safety/emergency.html", viewport=PHONE)
    page.click(".bar-languages > summary")
    assert page.evaluate(HIDDEN_NUMBERS) == []
    page.click(".bar-menu")
    assert page.evaluate(HIDDEN_NUMBERS) == []
    assert page.locator(".emergency").evaluate_all("all => all.map(a => a.getAttribute('href'))") == [
        "tel:112",
        "tel:110",
    ]


# Edges of a box measured from inline-start: in a mirrored page they are the same numbers.
EDGES = """selector => {
  const width = document.documentElement.clientWidth, rtl = document.documentElement.dir === "rtl";
  return [...document.querySelectorAll(selector)].filter(element => element.checkVisibility()).map(element => {
    const box = element.getBoundingClientRect();
    return rtl ? [width - box.right, width - box.left] : [box.left, box.right];
  });
}"""
BOTH_EDGES = (
    "main",
    "article",
    ".summary",
    ".admonition",
    ".card",
    ".menu",
    ".about-page",
    "footer",
    ".page",
    ".bar-menu",
    ".theme",
)
START_EDGE = (
    ".trail li:first-child",
    "article h1",
    ".name > a:not(.to-search)",
    ".menu > ul > li > a",
    "article ol > li",
    ".card-ways li",
    ".card dt",
    ".card dd",
    ".print",
)
END_EDGE = (".bar-languages", ".to-search")


def mirrored(visitor: Visitor, path: str, width: int, selectors: tuple[str, ...]) -> list[tuple[str, object, object]]:
    """Return (selector, left-to-right edges, right-to-left edges) where German and mirrored German differ."""
    viewport: ViewportSize = {"width": width, "height": 800}
    german, turned = (visitor.open(f"{tag}/{path}", viewport=viewport) for tag in ("de", "ar-XB"))
    pairs = [(selector, german.evaluate(EDGES, selector), turned.evaluate(EDGES, selector)) for selector in selectors]
    assert sum(len(edges) for _, edges, _ in pairs) >= len(selectors) // 2
    return pairs


@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("path", ["safety/emergency.html", "services/housing.html", "index.html"])
def test_a_page_from_right_to_left_is_built_as_the_mirror_image(visitor: Visitor, path: str, width: int) -> None:
    for selector, ltr, rtl in mirrored(visitor, path, width, BOTH_EDGES):
        assert rtl == [pytest.approx(edges, abs=1) for edges in ltr], selector
    for selector, ltr, rtl in mirrored(visitor, path, width, START_EDGE):
        assert [edge for edge, _ in rtl] == pytest.approx([edge for edge, _ in ltr], abs=1), selector
    for selector, ltr, rtl in mirrored(visitor, path, width, END_EDGE):
        assert [edge for _, edge in rtl] == pytest.approx([edge for _, edge in ltr], abs=1), selector


@pytest.mark.parametrize(("tag", "sign"), [("de", 1), ("ar", -1), ("ckb", -1), ("ar-XB", -1)])
def test_menu_numbers_and_languages_follow_each_other_in_reading_direction(
    visitor: Visitor, tag: str, sign: int
) -> None:
    page = visitor.open(f"{tag}/safety/fire.html", viewport={"width": 360, "height": 800})
    order = (".bar-menu", ".emergency >> nth=0", ".emergency >> nth=1", ".bar-languages")
    places = [box["x"] * sign for selector in order if (box := page.locator(selector).bounding_box())]
    assert places == sorted(places) and len(set(places)) == 4


@pytest.mark.parametrize("path", ["safety/emergency.html", "services/housing.html"])
def test_numbers_and_times_run_left_to_right_in_a_page_from_right_to_left(visitor: Visitor, path: str) -> None:
    page = visitor.open(f"ckb/{path}")
    directions = page.locator("bdi[dir=ltr]").evaluate_all("all => all.map(bdi => getComputedStyle(bdi).direction)")
    assert len(directions) > 4 and set(directions) == {"ltr"}
    first = page.locator(".fact bdi[dir=ltr]").first.evaluate(
        """bdi => { const range = document.createRange(), text = bdi.firstChild;
        const at = n => { range.setStart(text, n); range.setEnd(text, n + 1); return range.getBoundingClientRect().left; };
        return [at(0), at(text.length - 1)]; }"""
    )
    assert first[0] < first[1]


@pytest.mark.parametrize("tag", ["de", "ckb"])
@pytest.mark.parametrize("path", TEMPLATES.values(), ids=TEMPLATES)
def test_print_shows_the_text_alone(visitor: Visitor, tag: str, path: str) -> None:
    page = visitor.open(f"{tag}/{path}#menu", viewport={"width": 700, "height": 900})
    page.emulate_media(media="print")
    for gone in (".bar", ".menu", ".trail", ".skip", ".theme", ".print"):
        assert page.locator(f"{gone}:visible").count() == 0, gone
    assert page.locator("main h1").is_visible()
    assert page.locator(".name").is_visible()


DARK_INK = """() => [...document.querySelectorAll("main *, footer *")].filter(element => element.checkVisibility() &&
    [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())).map(element => {
  const [red, green, blue] = getComputedStyle(element).color.match(/[0-9.]+/g).map(Number);
  return [0.2126 * red + 0.7152 * green + 0.0722 * blue, element.outerHTML.slice(0, 90)];
}).filter(([light, html]) => light > 120 && !html.includes('class="fact"') && !html.startsWith("<bdi"))"""


def test_print_has_dark_ink_even_for_readers_of_the_dark_look(visitor: Visitor) -> None:
    page = visitor.open("de/services/housing.html", color_scheme="dark")
    assert page.evaluate(DARK_INK) != []
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(DARK_INK) == []
    page.emulate_media(media="screen", color_scheme="light")
    page.check("#theme")
    assert page.evaluate(DARK_INK) != []
    page.emulate_media(media="print", color_scheme="light")
    assert page.evaluate(DARK_INK) == []


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_forced_colours_keep_borders_around_what_matters(visitor: Visitor, tag: str) -> None:
    page = visitor.open(f"{tag}/safety/emergency.html", forced_colors="active", viewport=DESK)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    for selector in (".emergency", ".way-call .fact", ".admonition", ".theme", ".card"):
        style = page.locator(selector).first.evaluate(
            "element => { const style = getComputedStyle(element); return [style.borderBlockStartStyle, parseFloat(style.borderBlockStartWidth)]; }"
        )
        assert style[0] == "solid" and style[1] >= 1, selector
        assert page.locator(selector).first.is_visible()
    assert page.evaluate(HIDDEN_NUMBERS) == []
    ink, paper = page.locator(".emergency bdi").first.evaluate(
        "bdi => [getComputedStyle(bdi).color, getComputedStyle(bdi.parentElement).backgroundColor]"
    )
    assert ink != paper


MOVES = """window.moved = 0, window.places = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  window.moved += entry.value;
  entry.sources.forEach(({ node, previousRect, currentRect }) =>
    window.places.push([(node && (node.outerHTML || node.data) || "").slice(0, 80), previousRect, currentRect]));
})).observe({ type: "layout-shift", buffered: true })"""


@pytest.mark.parametrize("path", ["index.html", "de/a-z.html", "ar/a-z.html", "de/safety/fire.html"])
def test_nothing_moves_under_a_finger_while_a_page_comes_in_slowly(visitor: Visitor, path: str) -> None:
    moves = [slow_visit(visitor, path) for _ in range(2)]
    # The letters of another font: a pixel or two. A busy machine may paint one visit late, hardly two in the same way.
    assert min(moved for moved, _ in moves) < 0.02, moves


def slow_visit(visitor: Visitor, path: str) -> tuple[float, list[object]]:
    """Return how far a page's parts moved while it came in (layout shift score), and which they were."""
    page = visitor.tab(viewport=PHONE, locale="tr")
    page.add_init_script(MOVES)
    line = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 200, "downloadThroughput": 12_000, "uploadThroughput": 12_000}
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", slow)
    page.goto(visitor.base + path)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 200)))")
    moved, places = page.evaluate("[window.moved, window.places]")
    return moved, places
