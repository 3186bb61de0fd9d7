"""Visiting the built demo: a static host, the pages there are, and a browser tab that must not leave its origin."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from playwright.sync_api import Browser, BrowserContext, Page, Request

from scenario import ROOT

TAGS = ("de", "ar", "ckb", "en-XA", "ar-XB")  # as the issue asks: source, right to left, fallback, both pseudo-locales
TEMPLATES = {
    "home": "index.html",
    "section": "safety/index.html",
    "article with cards": "safety/emergency.html",
    "article, in Sorani a fallback": "services/housing.html",
    "article with a table": "report/index.html",
    "A to Z": "a-z.html",
    "search": "search.html",
}
ABOVE = ("index.html", "404.html")  # chooser and not found
STATUS = ("status/index.html", "status/tr.html")  # for staff; one of each template
REGISTER = yaml.safe_load((ROOT / "locales" / "languages.yml").read_text(encoding="utf-8"))["languages"]
PUBLISHED = {tag: entry["autonym"] for tag, entry in REGISTER.items() if entry["status"] == "published"}
PHONE = {"width": 320, "height": 480}
DESK = {"width": 1200, "height": 800}


class StaticHost(SimpleHTTPRequestHandler):
    """Serves files as static hosts do: unknown addresses get 404.html."""

    protocol_version = "HTTP/1.1"

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Host(ThreadingHTTPServer):
    """Keeps quiet when a closed tab hangs up."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a folder; yields its address, ending in a slash."""
    host = Host(("127.0.0.1", 0), partial(StaticHost, directory=str(site)))
    threading.Thread(target=host.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{host.server_port}/"
    host.shutdown()
    host.server_close()


class Visitor:
    """Opens pages of one site; notes requests to other origins and errors of scripts instead of letting them pass."""

    def __init__(self, browser: Browser, base: str) -> None:
        self._browser, self.base = browser, base
        self._contexts: list[BrowserContext] = []
        self.left: list[str] = []
        self.errors: list[str] = []

    def tab(self, **options: Any) -> Page:
        """Return a new tab of a fresh profile; options are those of Playwright's `new_context`."""
        options = {"viewport": DESK, "locale": "en-US", "reduced_motion": "reduce"} | options
        context = self._browser.new_context(**options)
        self._contexts.append(context)
        context.on("request", self._note)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def open(self, path: str, **options: Any) -> Page:
        """Return a new tab of a fresh profile that shows an address below the site's root."""
        page = self.tab(**options)
        page.goto(self.base + path)
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _note(self, request: Request) -> None:
        if urlsplit(request.url)[:2] != urlsplit(self.base)[:2]:
            self.left.append(request.url)


def html_files(site: Path, *tags: str) -> list[str]:
    """Return the addresses of all pages, or of those of some languages."""
    folders = [site / tag for tag in tags] or [site]
    return sorted(file.relative_to(site).as_posix() for folder in folders for file in folder.rglob("*.html"))


def rich_pages(site: Path, tag: str) -> list[str]:
    """Return the addresses of a language's pages in the full look: neither its light pages nor the guide in one file."""
    return [path for path in html_files(site, tag) if not path.startswith((f"{tag}/lite/", f"{tag}/guide.html"))]


def templates(tag: str) -> list[str]:
    """Return one address for each template in a language."""
    return [f"{tag}/{path}" for path in TEMPLATES.values()]
