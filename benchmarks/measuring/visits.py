"""Visit pages as a new reader does: a new browser, an empty profile, a slow processor; and note when the text shows."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.measuring.loads import Document
from playwright.sync_api import Browser, Page, Playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--ignore-certificate-errors",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # other hosts fail at once, where nobody may reach them
)
PATIENCE = 120_000  # ms
TAIL = 24  # characters at the end of a page's text; when they are there, it all is
# A frame's callback runs before the frame is shown and not while styles hold the page back, so the text shows then.
WATCH = """
(tail => {
  const look = () => {
    const part = document.querySelector("main") || document.body;
    if (part && part.textContent.replace(/\\s+/g, "").includes(tail)) window.lotseText = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})(TAIL)
"""
SHOWN = '() => window.lotseText && performance.getEntriesByName("first-contentful-paint").length > 0'
FIGURES = """() => {
  const load = performance.getEntriesByType("navigation")[0];
  const fcp = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  return {fcp, text: Math.max(fcp, window.lotseText), load: load.loadEventEnd,
          requests: 1 + performance.getEntriesByType("resource").length};
}"""


@dataclass(frozen=True, slots=True)
class Visit:
    """When something showed first, when all text of the page was there, and when it was loaded (seconds); requests."""

    fcp: float
    text: float
    load: float
    requests: int


@contextmanager
def visitor(playwright: Playwright, chromium: str, slower: float) -> Iterator[Page]:
    """Open a tab in a new browser with an empty profile, `slower` times slower than this machine."""
    browser: Browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
    try:
        context = browser.new_context(ignore_https_errors=True, viewport={"width": 360, "height": 640})
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
        yield page
    finally:
        browser.close()


def visit(page: Page, address: str, tail: str) -> Visit:
    """Open an address and return what was seen; raises Playwright's TimeoutError where the text never came."""
    page.add_init_script(WATCH.replace("TAIL", json.dumps(tail)))
    page.goto(address, wait_until="load")
    page.wait_for_function(SHOWN)
    seen = page.evaluate(FIGURES)
    return Visit(seen["fcp"] / 1000, seen["text"] / 1000, seen["load"] / 1000, seen["requests"])


def tail_of(html: str) -> str:
    """Return the last characters of a page's text, without spaces."""
    return "".join(Document(html).text.split())[-TAIL:]
