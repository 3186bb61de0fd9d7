"""Rich pages are light: what they weigh, what they load, how readers come to the light version and back."""

import json
import re
from pathlib import Path
from urllib.parse import urljoin

import brotli
import pytest
from playwright.sync_api import Page, expect
from visiting import ABOVE, PHONE, PUBLISHED, TAGS, Visitor, rich_pages, templates

FIRST_VIEW, SCRIPTS = 25_000, 6_000  # bytes with brotli 11: what the issue allows
SLOW = "Object.defineProperty(navigator, 'connection', {get: () => (%s)})"
RENDITION = "localStorage.getItem('lotse.rendition')"


def packed(data: bytes) -> int:
    return len(brotli.compress(data, quality=11))


INLINE = "() => Array.from(document.scripts).filter((script) => !script.src).map((script) => script.textContent)"


def loaded(visitor: Visitor, path: str) -> dict[str, int]:
    """Return what a first view of a page weighs, by address; what is kept for offline afterwards (`fetch`) is not shown."""
    page = visitor.tab()
    asked: set[str] = set()
    shown = ("document", "script", "stylesheet", "image", "font", "media", "manifest")
    page.on("request", lambda request: asked.add(request.url) if request.resource_type in shown else None)
    page.goto(visitor.base + path, wait_until="networkidle")
    asked.add(urljoin(page.url, page.locator("link[rel=icon]").get_attribute("href") or ""))
    weights = {address.removeprefix(visitor.base): packed(page.request.get(address).body()) for address in asked}
    return weights | {"inline.js": packed("".join(page.evaluate(INLINE)).encode())}


@pytest.mark.parametrize("path", ["index.html", "nope.html", *templates("ar")])
def test_a_first_view_weighs_at_most_25_kilobytes(visitor: Visitor, path: str) -> None:
    weights = loaded(visitor, path)
    assert sum(weights.values()) <= FIRST_VIEW, weights
    scripts = {address: weight for address, weight in weights.items() if address.endswith(".js")}
    assert len(scripts) > 1 or weights["inline.js"] > 500, "no script was seen"
    assert sum(scripts.values()) <= SCRIPTS, scripts
    assert not [address for address in weights if address.endswith((".woff", ".woff2", ".ttf"))]


@pytest.mark.parametrize("tag", TAGS)
def test_every_page_carries_its_look_and_a_policy_that_forbids_everything_else(demo: Path, tag: str) -> None:
    for path in [*rich_pages(demo, tag), "index.html", "404.html"]:
        html = (demo / path).read_text(encoding="utf-8")
        assert html.count("<style>") == 1 and "<style>:root{" in html, path
        head = html[: html.index("<style>")]
        assert "Content-Security-Policy" in head and "unsafe" not in head, path
        assert "<script>" not in html or path in ABOVE, path  # the chooser's stands in its head, allowed by its hash
        assert " style=" not in html and " onclick=" not in html, path


def test_the_header_is_painted_before_the_rest_of_the_style_is_there(visitor: Visitor) -> None:
    page = visitor.tab(viewport=PHONE, java_script_enabled=False)
    page.route("**/lotse.css", lambda route: route.abort())
    page.goto(visitor.base + "de/safety/emergency.html")
    bar = page.locator(".bar")
    assert bar.evaluate("bar => getComputedStyle(bar).backgroundColor") == "rgb(40, 53, 147)"
    expect(page.locator(".menu")).to_be_hidden()
    assert page.locator("h1").evaluate("h1 => getComputedStyle(h1).fontSize") == "28px"
    expect(page.locator(".emergency").first).to_be_in_viewport()


@pytest.mark.parametrize("path", [*templates("ar"), "index.html", "nope.html"])
def test_the_policy_blocks_nothing_of_ours(visitor: Visitor, path: str) -> None:
    page = visitor.tab()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(visitor.base + path, wait_until="networkidle")
    assert [text for text in said if "Content Security Policy" in text] == []
    assert page.evaluate("getComputedStyle(document.querySelector('.bar')).position") == "sticky"


DESCRIBED = re.compile(r'<meta name="description"(?: lang="[^"]+" dir="[^"]+")? content="([^"]{10,})">')
CANONICAL = re.compile(r'<link rel="canonical" href="https://[^"]+">')


@pytest.mark.parametrize("tag", TAGS)
def test_every_page_says_what_it_is_about_and_leads_to_its_light_version(demo: Path, tag: str) -> None:
    for path in rich_pages(demo, tag):
        html = (demo / path).read_text(encoding="utf-8")
        assert len(DESCRIBED.findall(html)) == len(CANONICAL.findall(html)) == 1, path
        own = path.removeprefix(f"{tag}/")
        if own == "share.html":
            continue  # it has no light form: what it shows is for paper and for those who hand on
        assert f'class="to-lite" id="lite" href="{"../" * own.count("/")}lite/{own}"' in html, path
        assert (demo / tag / "lite" / own).is_file(), path
    assert DESCRIBED.search((demo / "index.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*templates("de"), *templates("ckb")])
def test_the_light_version_is_in_plain_sight_on_every_page_without_javascript(visitor: Visitor, path: str) -> None:
    page = visitor.open(path, viewport={"width": 360, "height": 640}, java_script_enabled=False)
    link = page.locator(".name a.to-lite")
    expect(link).to_be_in_viewport()
    link.click()
    tag, _, own = path.partition("/")
    expect(page).to_have_url(f"{visitor.base}{tag}/lite/{own}")


def open_with(visitor: Visitor, path: str, connection: str) -> Page:
    page = visitor.tab()
    page.add_init_script(SLOW % connection)
    page.goto(visitor.base + path)
    return page


@pytest.mark.parametrize("connection", ["{saveData: true}", "{effectiveType: '2g'}", "{effectiveType: 'slow-2g'}"])
def test_a_slow_or_dear_line_leads_to_the_light_version_once(visitor: Visitor, connection: str) -> None:
    page = open_with(visitor, "de/safety/fire.html", connection)
    page.wait_for_url(visitor.base + "de/lite/safety/fire.html")
    assert page.evaluate(RENDITION) == "lite"
    page.goto(visitor.base + "de/safety/fire.html#full")
    page.wait_for_url(visitor.base + "de/safety/fire.html")
    assert page.evaluate(RENDITION) == "rich"
    page.goto(visitor.base + "ar/safety/fire.html")
    page.wait_for_load_state("networkidle")
    expect(page).to_have_url(visitor.base + "ar/safety/fire.html")


@pytest.mark.parametrize("connection", ["undefined", "{saveData: false, effectiveType: '4g'}", "{effectiveType: '3g'}"])
def test_a_good_line_stays_where_it_is(visitor: Visitor, connection: str) -> None:
    page = open_with(visitor, "de/safety/fire.html", connection)
    page.wait_for_load_state("networkidle")
    expect(page).to_have_url(visitor.base + "de/safety/fire.html")
    assert page.evaluate(RENDITION) is None


def test_where_nothing_can_be_remembered_nobody_is_led_round_in_circles(visitor: Visitor) -> None:
    page = visitor.tab()
    page.add_init_script(SLOW % "{saveData: true}")
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get: () => { throw new Error('no'); }})")
    page.goto(visitor.base + "de/safety/fire.html#full")
    page.wait_for_load_state("networkidle")
    expect(page).to_have_url(visitor.base + "de/safety/fire.html")


def test_the_light_version_once_chosen_stays_chosen_and_keeps_the_place_in_the_text(visitor: Visitor) -> None:
    page = visitor.open("de/safety/fire.html")
    page.click(".to-lite")
    page.wait_for_url(visitor.base + "de/lite/safety/fire.html")
    page.goto(visitor.base + "ar/safety/fraud.html#x")
    page.wait_for_url(visitor.base + "ar/lite/safety/fraud.html#x")


def test_the_chooser_offers_the_light_version_of_every_language_without_javascript(visitor: Visitor) -> None:
    page = visitor.open("index.html", java_script_enabled=False)
    links = page.locator(".chooser a[data-rendition=lite]")
    assert links.evaluate_all("all => all.map(link => link.getAttribute('href'))") == [
        f"{tag}/lite/index.html" for tag in PUBLISHED
    ]
    links.nth(2).click()
    expect(page).to_have_url(visitor.base + f"{list(PUBLISHED)[2]}/lite/index.html")


def test_the_chooser_goes_on_in_the_light_version_chosen_there(visitor: Visitor) -> None:
    page = visitor.open("index.html")
    page.click(".chooser a[data-rendition][data-language=tr]")
    page.wait_for_url(visitor.base + "tr/lite/index.html")
    page.goto(visitor.base + "index.html")
    page.wait_for_url(visitor.base + "tr/lite/index.html")
    page.goto(visitor.base + "index.html#choose")
    page.click(".chooser a[hreflang=fa]")
    page.wait_for_url(visitor.base + "fa/lite/index.html")


@pytest.mark.parametrize("tag", TAGS)
def test_menu_languages_and_light_and_dark_work_without_javascript(visitor: Visitor, tag: str) -> None:
    page = visitor.open(f"{tag}/safety/fire.html", viewport=PHONE, java_script_enabled=False, color_scheme="light")
    page.click(".bar-menu")
    expect(page.locator(".menu")).to_be_in_viewport()
    page.click(".menu-close")
    expect(page.locator(".menu")).to_be_hidden()
    page.check("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(30, 33, 41)"
    page.click(".bar-languages > summary")
    other = "de" if tag != "de" else "ar"
    page.click(f".bar-languages a[data-language='{other}']")
    expect(page).to_have_url(visitor.base + f"{other}/safety/fire.html")


@pytest.mark.parametrize("tag", ["", *TAGS])
def test_the_site_can_be_put_on_the_home_screen_in_the_readers_language(visitor: Visitor, demo: Path, tag: str) -> None:
    path = f"{tag}/safety/fire.html" if tag else "index.html"
    page = visitor.open(path)
    address = page.locator("link[rel=manifest]").evaluate("link => link.href")
    assert address == f"{visitor.base}{tag}/manifest.webmanifest".replace(visitor.base + "/", visitor.base)
    manifest = json.loads(page.request.get(address).body())
    spoken = page.locator("html").evaluate("html => [html.lang, html.dir]")
    assert [manifest["lang"], manifest["dir"]] == spoken
    assert manifest["name"] and manifest["display"] == "standalone"
    assert page.request.get(urljoin(address, manifest["start_url"])).ok
    assert urljoin(address, manifest["scope"]) == urljoin(address, ".")
    for icon in manifest["icons"]:
        size = page.evaluate(
            "src => new Promise((done, fail) => { const image = new Image(); image.onerror = fail;"
            " image.onload = () => done(`${image.naturalWidth}x${image.naturalHeight}`); image.src = src; })",
            urljoin(address, icon["src"]),
        )
        assert icon["sizes"] in ("any", size)
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert "maskable" in {icon["purpose"] for icon in manifest["icons"]}


def test_every_language_is_an_app_of_its_own(demo: Path) -> None:
    files = [demo / "manifest.webmanifest", *(demo / tag / "manifest.webmanifest" for tag in PUBLISHED)]
    ids = [json.loads(file.read_text(encoding="utf-8"))["id"] for file in files]
    assert len(set(ids)) == len(ids) and all(name.startswith("/") for name in ids)


def test_the_pages_end_with_every_way_to_keep_the_guide(visitor: Visitor) -> None:
    page = visitor.open("de/safety/fire.html", java_script_enabled=False)
    ways = page.locator("footer .ways a").evaluate_all("all => all.map(link => link.getAttribute('href'))")
    assert ways == ["../lite/safety/fire.html", "../guide.html", "../guide.zip", "../share.html", "../lite/saved.html"]
    expect(page.locator("main #save")).to_have_attribute("href", "../lite/saved.html")
    for way in ways:
        assert page.request.get(urljoin(page.url, way)).ok, way
