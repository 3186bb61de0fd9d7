"""axe, the Nu HTML checker, and no request to anybody else."""

import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route
from visiting import ABOVE, DESK, STATUS, TAGS, Visitor, html_files, templates

from _tools import java
from scenario import ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VNU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
NARROW = {"width": 360, "height": 800}
# The checker does not know the origin of a file, so nothing is 'self' to it; that nothing of ours is blocked is tested
# in a browser (test_light_pages.py).
FALSE_ALARM = "Resource violates Content Security Policy"


def violations(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands, in light and in dark."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        result = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
        found += [
            f"{scheme}: {v['id']} ({v['help']}): {[node['html'][:150] for node in v['nodes'][:5]]}"
            for v in result["violations"]
        ]
    return found


@pytest.mark.parametrize("viewport", [NARROW, DESK], ids=["narrow", "wide"])
@pytest.mark.parametrize("tag", [*TAGS, "above"])
def test_axe_finds_nothing_on_any_template_in_light_and_dark(
    visitor: Visitor, tag: str, viewport: dict[str, int]
) -> None:
    page = visitor.tab(viewport=viewport)
    found = {}
    for path in ["index.html", "nope.html", "ar/nope.html", *STATUS] if tag == "above" else templates(tag):
        page.goto(visitor.base + path)
        found[path] = violations(page)
    assert {path: some for path, some in found.items() if some} == {}


@pytest.mark.parametrize("tag", ["de", "ckb"])
def test_axe_finds_nothing_where_menu_and_languages_are_open(visitor: Visitor, tag: str) -> None:
    page = visitor.open(f"{tag}/services/housing.html", viewport=NARROW)
    page.click(".bar-languages > summary")
    assert violations(page) == []
    page.click(".bar-languages > summary")
    page.click(".bar-menu")
    assert violations(page) == []


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("document.querySelector('h1').style.color = '#aaa'", "color-contrast"),
        ("document.querySelector('article').insertAdjacentHTML('beforeend', '<h5>deep</h5>')", "heading-order"),
        ("document.querySelector('summary').innerHTML = ''", "summary-name"),
        ("document.documentElement.lang = ''", "html-has-lang"),
        ("document.body.insertAdjacentHTML('beforeend', '<p>outside</p>')", "region"),
    ],
)
def test_axe_would_find_a_fault(visitor: Visitor, fault: str, rule: str) -> None:
    page = visitor.open("de/safety/emergency.html")
    page.evaluate(fault)
    assert any(rule in found for found in violations(page))


def nu(*files: Path) -> list[dict[str, str]]:
    """Return the messages of the Nu HTML checker about pages, styles and pictures, in one run."""
    options = ["--also-check-css", "--also-check-svg", "--format", "json", "--exit-zero-always"]
    command = [str(word) for word in (java(), "-Xss8m", "-jar", VNU, *options, *files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    return [message for message in json.loads(done.stderr)["messages"] if FALSE_ALARM not in message["message"]]


def test_every_built_page_style_and_picture_is_valid(demo: Path, tmp_path: Path) -> None:
    planted = tmp_path / "planted.html"
    planted.write_text(
        "<!doctype html><html lang=de><title>x</title><p><div></p><a href=x><a href=y>", encoding="utf-8"
    )
    files = [file for kind in ("*.html", "*.css", "*.svg") for file in sorted(demo.rglob(kind))]
    assert len(files) > 400
    messages = nu(planted, *files)
    found = [message for message in messages if not message["url"].endswith("planted.html")]
    assert len(messages) > len(found)  # the checker does check
    assert [message for message in found if message["type"] != "info"] == []
    real = [message for message in found if not re.search("/(ar-XB|en-XA)/", message["url"])]
    assert real == []  # nor a warning, such as a text in another language than its page claims


@pytest.mark.parametrize("tag", [*TAGS, "above"])
def test_no_template_asks_another_host_for_anything(visitor: Visitor, tag: str) -> None:
    page, asked, left = visitor.tab(), [], []

    def keep_inside(route: Route) -> None:
        address = route.request.url
        (asked if address.startswith(visitor.base) else left).append(address)
        if address in left:
            route.abort()
        else:
            route.continue_()

    page.route("**/*", keep_inside)
    for path in ABOVE if tag == "above" else templates(tag):
        page.goto(visitor.base + path, wait_until="networkidle")
        if page.locator(".theme").count():
            page.click(".theme")
    assert left == []
    wanted = {"index.html"} if tag == "above" else {"lotse.css", "lotse.js", "offline.js"}
    assert wanted <= {address.rpartition("/")[2] for address in asked}


# What a browser fetches or submits by itself; `a` and `area` lead away only when somebody follows them.
FETCHED = {"src", "srcset", "data", "poster", "action", "formaction", "background", "manifest", "ping", "style"}
SAID_ONLY = {"canonical", "alternate"}
FOREIGN = re.compile(r"(?:https?:)?//[\w.-]+", re.IGNORECASE)
STYLE_FETCH = re.compile(r"(?:url\(|@import)\s*['\"]?\s*((?:https?:)?//[^'\")\s]+)", re.IGNORECASE)


class Fetches(HTMLParser):
    """Collects the foreign addresses that a browser would ask while showing a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._inside = tag
        fetched = [value for name, value in values.items() if name in FETCHED]
        if tag not in ("a", "area") and not SAID_ONLY & set(values.get("rel", "").split()):
            fetched += [values.get("href", ""), values.get("xlink:href", "")]
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            fetched.append(values.get("content", ""))
        self.found += [value for value in fetched if FOREIGN.search(value)]

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            self.found += STYLE_FETCH.findall(data)
        if self._inside == "script":
            self.found += FOREIGN.findall(data)


def fetches(html: str) -> list[str]:
    parser = Fetches()
    parser.feed(html)
    return parser.found


def test_no_built_page_names_a_foreign_host_except_in_links(demo: Path) -> None:
    found = {path: fetches((demo / path).read_text(encoding="utf-8")) for path in html_files(demo)}
    assert len(found) > 400
    assert {path: some for path, some in found.items() if some} == {}


def test_no_built_style_or_script_names_a_foreign_host(demo: Path) -> None:
    styles, scripts = sorted(demo.rglob("*.css")), sorted(demo.rglob("*.js"))
    assert styles and scripts
    assert [file.name for file in styles if STYLE_FETCH.search(file.read_text(encoding="utf-8"))] == []
    assert [
        file.name for file in scripts if re.search(r"['\"`](?:https?:)?//\w", file.read_text(encoding="utf-8"))
    ] == []


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="stylesheet" href="https://fonts.example/a.css">',
        '<link rel="preconnect" href="//cdn.example">',
        '<img src="http://counter.example/1.gif" alt="">',
        '<p style="background: url(https://a.example/b.png)">x</p>',
        "<style>@import 'https://a.example/c.css';</style>",
        "<script>fetch('https://a.example')</script>",
        '<form action="https://a.example/"></form>',
        '<a href="x.html" ping="https://a.example/">x</a>',
    ],
)
def test_a_foreign_host_would_be_noticed(html: str) -> None:
    assert fetches(html)


def test_a_link_of_the_content_may_lead_to_a_foreign_host() -> None:
    assert (
        fetches('<a href="https://www.bamf.de/">BAMF</a><link rel="canonical" href="https://musterstadt.example/">')
        == []
    )
