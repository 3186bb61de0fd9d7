"""Chromium as a process of our own, so that it can be killed: by the plan of a trial, and when it hangs."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright, ViewportSize
from playwright.sync_api import Error as BrowserError

STARTING = 30  # seconds a Chromium may take to start
PHONE: ViewportSize = {"width": 360, "height": 640}
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-default-apps",
    "--disable-breakpad",
    "--disable-field-trial-config",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
    "--mute-audio",
)
FASTER = 20  # the page's clock: 20 s of waiting for an answer become 1 s
SHORT = 400  # milliseconds; shorter waits, like those for the worker, whose clock is not ours, stay as they are
READING = (
    5_000  # after which a lite page loads its script by itself: stays, so that pages opened to look at them do not
)
COMMIT = "commit-of-the-benchmark"
CLOCK = f"""(() => {{
  const later = window.setTimeout, ends = AbortSignal.timeout, put = Cache.prototype.put;
  const faster = (ms) => (ms < {SHORT} || ms === {READING} ? ms : ms / {FASTER});
  window.setTimeout = (work, ms = 0, ...more) => later.call(window, work, faster(ms), ...more);
  if (ends) AbortSignal.timeout = (ms) => ends.call(AbortSignal, Math.ceil(faster(ms)));
  Cache.prototype.put = function (request, response) {{
    if (String(request.url || request).includes("_lotse/") && String(request.url || request).includes("?")) navigator.sendBeacon("/{COMMIT}");
    return put.call(this, request, response);
  }};
}})()"""


class Chromium:
    """A headless Chromium with a profile on disk; it can be killed and started again with what it had kept."""

    def __init__(self, playwright: Playwright, executable: str) -> None:
        """Start it with an empty profile."""
        self._playwright, self._executable = playwright, executable
        self._folder = Path(tempfile.mkdtemp(prefix="lotse-profile-"))
        self._start()

    def _start(self) -> None:
        port = self._folder / "DevToolsActivePort"
        port.unlink(missing_ok=True)
        words = [
            f"--user-data-dir={self._folder}",
            "--remote-debugging-port=0",
            "--headless=new",
            *FLAGS,
            "about:blank",
        ]
        self._process = subprocess.Popen(
            [self._executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        end = time.monotonic() + STARTING
        while not (port.is_file() and "\n" in port.read_text(encoding="ascii")) and time.monotonic() < end:
            time.sleep(0.02)
        number = port.read_text(encoding="ascii").split("\n")[0]
        self.browser: Browser = self._playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{number}")

    def kill(self) -> None:
        """Kill it (SIGKILL) with all its processes; may be called from another thread, and twice."""
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def revive(self) -> None:
        """Start it again after a kill."""
        self._end()
        for lock in self._folder.glob("Singleton*"):
            lock.unlink()
        self._start()

    def close(self) -> None:
        """End it and remove its profile."""
        self._end()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _end(self) -> None:
        self.kill()
        self._process.wait(10)
        with contextlib.suppress(BrowserError):
            self.browser.close()


class Profile:
    """One reader's browser, empty at first: a context of a shared Chromium, or a Chromium of its own to be killed."""

    def __init__(self, chromium: Chromium, own: bool) -> None:
        """Open it."""
        self._chromium, self._own = chromium, own
        self._open()

    def _open(self) -> None:
        browser = self._chromium.browser
        self.context: BrowserContext = browser.contexts[0] if self._own else browser.new_context(viewport=PHONE)
        self.context.add_init_script(CLOCK)
        self.context.set_default_timeout(5_000)

    def kill(self) -> None:
        """Kill the browser, at any moment and from any thread."""
        self._chromium.kill()

    def revive(self) -> None:
        """Open a killed browser again, with what it had kept."""
        self._chromium.revive()
        self._open()

    def close(self) -> None:
        """Close it for good."""
        if self._own:
            return self._chromium.close()
        with contextlib.suppress(BrowserError):
            self.context.close()
