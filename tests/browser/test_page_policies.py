"""Every page: a policy without `unsafe-*` that stops nothing of ours, no cookie, nobody else asked; with the hosts' headers too."""

import re
from collections.abc import Iterator
from html import unescape
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from visiting import ABOVE, STATUS, Host, StaticHost, html_files, templates

from scenario import ROOT

META = re.compile(r'<meta http-equiv="?Content-Security-Policy"? content="([^"]*)"')
WATCH = """addEventListener('securitypolicyviolation', (event) => {
    const said = [event.effectiveDirective, event.blockedURI, event.sample].join(' ');
    (window.__broken ||= []).push(said);
});"""
HEADERS = re.findall(
    r"^  ([A-Za-z-]+): (.*)$", (ROOT / "docs" / "hosting" / "_headers").read_text(encoding="utf-8"), re.M
)
OTHERS = (
    "lite/index.html",
    "lite/safety/fire.html",
    "lite/a-z.html",
    "lite/saved.html",
    "lite/search.html",
    "guide.html",
    "share.html",
)

LOADS_LATER = ("de/lite/index.html", "ar/lite/saved.html")  # what saves pages comes when the reader does something


def paths(site: Path) -> list[str]:
    """Return an address of each template in German and Arabic, of every rendition."""
    every = [*ABOVE, *STATUS, "verify.html", *templates("de"), *templates("ar")]
    every += [f"{tag}/{name}" for tag in ("de", "ar") for name in OTHERS]
    return [path for path in every if (site / path).exists()]


class HostWithHeaders(StaticHost):
    """A static host that sends what docs/hosting/_headers says."""

    def end_headers(self) -> None:
        for name, value in HEADERS:
            self.send_header(name, value)
        super().end_headers()


@pytest.fixture(scope="module")
def strict_host(demo: Path) -> Iterator[str]:
    """Return the address of the demo on a host with all headers."""

    def handler(*args: object) -> SimpleHTTPRequestHandler:
        return HostWithHeaders(*args, directory=str(demo))  # type: ignore[arg-type]

    server = Host(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


class Guest:
    """A tab that notes what a policy stopped, what the console says is wrong, and which origins were asked."""

    def __init__(self, browser: Browser) -> None:
        self.context: BrowserContext = browser.new_context()
        self.asked: set[str] = set()
        self.said: list[str] = []
        self.context.on("request", lambda request: self.asked.add(request.url))
        self.context.on(
            "console",
            lambda line: line.type in ("error", "warning") and self.said.append(line.text),
        )
        self.context.add_init_script(WATCH)
        self.page: Page = self.context.new_page()

    def visit(self, address: str) -> list[str]:
        """Return what the policy stopped on a page after it was used a little."""
        self.page.goto(address)
        self.page.mouse.wheel(0, 300)
        self.page.keyboard.press("Tab")
        self.page.wait_for_timeout(500 if address.endswith(LOADS_LATER) else 30)
        broken = self.page.evaluate("window.__broken || []")
        assert isinstance(broken, list)
        return [*map(str, broken), *(line for line in self.said if "olicy" in line)]


@pytest.fixture
def guest(browser: Browser) -> Iterator[Guest]:
    """Return a guest of a fresh profile."""
    one = Guest(browser)
    yield one
    one.context.close()


def test_every_page_has_a_policy_before_anything_it_loads(demo: Path) -> None:
    for path in html_files(demo):
        html = (demo / path).read_text(encoding="utf-8")
        found = META.findall(html)
        assert len(found) == 1, path
        policy = unescape(found[0])
        assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy, f"{path}: {policy}"
        assert "base-uri 'none'" in policy and "form-action 'none'" in policy, path
        loads = re.search(r"<(?:script|style|img|link rel=\"?(?:stylesheet|icon|manifest))", html)
        assert loads is None or META.search(html).start() < loads.start(), path  # type: ignore[union-attr]


def test_no_page_has_styles_or_handlers_in_attributes(demo: Path) -> None:
    for path in html_files(demo):
        html = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", (demo / path).read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"<[a-z][^<>]*\s(?:style|on[a-z]+)=", html), path


@pytest.mark.parametrize("where", ["plain host", "host with headers", "file"])
def test_the_policy_stops_nothing_of_ours(demo: Path, host: str, strict_host: str, guest: Guest, where: str) -> None:
    base = {"plain host": host, "host with headers": strict_host, "file": demo.as_uri() + "/"}[where]
    every = [path for path in paths(demo) if where != "file" or path != "404.html"]  # hosts alone answer with that one
    wrong = {path: broken for path in every if (broken := guest.visit(base + path))}
    assert wrong == {}
    assert [url for url in guest.asked if not url.startswith((base, "data:", "blob:"))] == []
    assert guest.context.cookies() == []


def test_a_host_with_headers_answers_with_all_of_them(strict_host: str, guest: Guest) -> None:
    answer = guest.page.goto(strict_host + "de/index.html")
    assert answer
    sent = answer.headers
    assert {name.lower(): value for name, value in HEADERS}.items() <= sent.items()
    assert len(HEADERS) >= 8
