"""What a reader's browser shows and holds once the server is stopped."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.measuring.faults_answers import PROBE
from benchmarks.measuring.faults_chromium import Profile
from benchmarks.measuring.faults_host import Host
from playwright.sync_api import CDPSession, Page
from playwright.sync_api import Error as BrowserError

OPEN_PAGES = """async ([addresses, skip]) => {
  const read = (inner) => {
    const main = (inner.querySelector("main") || inner.body).cloneNode(true);
    for (const part of main.querySelectorAll(skip)) part.remove();
    return main.textContent.replace(/\\s+/g, " ").trim();
  };
  const show = (address) => new Promise((done) => {
    const frame = document.createElement("iframe"), end = (text) => { frame.remove(); done(text); };
    const late = setTimeout(() => end(null), 60000);
    frame.onload = () => {
      clearTimeout(late);
      try {
        const [how] = frame.contentWindow.performance.getEntriesByType("navigation");
        end(how.responseStatus < 400 ? read(frame.contentDocument) : null); // "not kept" is a page with status 503
      } catch {
        end(null); // the browser's own error page
      }
    };
    frame.src = address;
    document.body.append(frame);
  });
  const shown = {}, todo = Object.entries(addresses);
  const work = async () => { for (let next; (next = todo.pop()); ) shown[next[0]] = await show(next[1]); };
  await Promise.all([work(), work(), work(), work(), work(), work()]);
  return shown;
}"""
READ_STORES = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      if (!response) continue;
      const bytes = await response.arrayBuffer(), hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      const sha256 = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
      found.push({ store: name, address: request.url, sha256, text: new TextDecoder().decode(bytes) });
    }
  }
  return found;
}"""
WORKER = """async () => {
  const found = await navigator.serviceWorker.getRegistration("/");
  return found ? [found.installing, found.waiting, found.active].map((one) => (one ? one.state : "")) : null;
}"""


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer kept in Cache Storage."""

    store: str
    address: str
    sha256: str
    text: str


def limit_storage(page: Page, base: str, size: int) -> CDPSession:
    """Give an origin a storage quota in bytes; it holds as long as the session returned is not detached."""
    session = page.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": base.rstrip("/"), "quotaSize": size})
    return session


@dataclass(frozen=True, slots=True)
class Found:
    """What a browser has without a server: by page the text it shows (None: did not open), its storage, its worker.

    `worker` are the states of the installing, the waiting and the active worker, None where none is registered.
    """

    texts: Mapping[str, str | None]
    stored: Sequence[Kept]
    worker: Sequence[str] | None


def look_offline(profile: Profile, host: Host, addresses: Mapping[str, str], skip: Sequence[str]) -> Found:
    """Stop the server and return what there is.

    The first address that opens is opened in the tab, all of them in frames of it: navigations too, through the worker.
    Where none opens, storage is read from an empty page the host serves for that alone.
    """
    host.stop()
    page = profile.context.new_page()
    texts: dict[str, str | None] = dict.fromkeys(addresses)
    try:
        page.context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})  # else pages forbid frames
        if _opened(page, list(addresses.values())):
            texts = dict(page.evaluate(OPEN_PAGES, [dict(addresses), ",".join(skip)]))
        else:
            _probe(page, host)
        stored: list[dict[str, Any]] = _ask(page, READ_STORES)
        return Found(texts, [Kept(**entry) for entry in stored], _ask(page, WORKER))
    finally:
        page.close()
        host.stop()


def _probe(page: Page, host: Host) -> None:
    """Leave the browser's error page, which may still be on its way, for the empty page; closing it now may hang."""
    host.start_probe()
    with contextlib.suppress(BrowserError):
        page.goto("about:blank")
    for _ in range(3):
        with contextlib.suppress(BrowserError):
            page.goto(host.base + PROBE[1:], timeout=9_000)
            return


def _ask(page: Page, script: str) -> Any:
    """Return what a script says, again where the error page reloaded itself meanwhile and took the script along."""
    for _ in range(4):
        with contextlib.suppress(BrowserError):
            return page.evaluate(script)
        page.wait_for_timeout(250)
    return page.evaluate(script)


def _opened(page: Page, addresses: Sequence[str]) -> bool:
    """Tell whether one of some addresses opens; a page that only says "not kept" does not count."""
    for address in addresses:
        with contextlib.suppress(BrowserError):
            answer = page.goto(address, wait_until="load", timeout=9_000)
            if answer and answer.ok:
                return True
    return False
