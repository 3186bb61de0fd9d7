"""The preview from start to end: it serves, follows what is saved, and keeps the good pages when a broken one is saved."""

import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from workshop import ENVIRONMENT, make

from scenario import PAGE, Project

PATIENCE = 60  # seconds; a rebuild takes one or two


@dataclass
class Running:
    """A running preview."""

    project: Project
    address: str
    process: "subprocess.Popen[str]"
    log: Path
    strict: bool

    def get(self, path: str) -> tuple[int, str]:
        """Return status and text of an address."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def number(self) -> int:
        """Return how many good builds there were."""
        return int(self.get("_reload?")[1])

    def said(self, text: str, times: int = 1) -> bool:
        """Wait until the log says something so many times."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.log.read_text(encoding="utf-8").count(text) >= times:
                return True
            time.sleep(0.1)
        return False


@pytest.fixture(scope="module", params=[False, True], ids=["as usual", "strict"])
def preview(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("preview")
    project = make(folder / "project")
    project.write("content/de/a.md", PAGE.format(id="a", title="Seite", body="Erster Text."))
    command = [sys.executable, "-u", str(project.folder / "scripts" / "preview.py"), "--port", "0"]
    log = folder / "log"
    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(
            [*command, *(["--strict"] if request.param else [])],
            cwd=folder,
            env=ENVIRONMENT,
            stdout=stream,
            stderr=stream,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # it may be ignored here
        )
        running = Running(project, "", process, log, request.param)
        assert running.said("http://127.0.0.1:"), log.read_text(encoding="utf-8")
        time.sleep(0.3)  # the watcher starts after the address is printed
        found = re.search(r"http://127\.0\.0\.1:\d+/", log.read_text(encoding="utf-8"))
        assert found
        running.address = found.group()
        yield running
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0


def test_pages_files_and_missing_pages_are_served(preview: Running) -> None:
    status, page = preview.get("de/a.html")
    assert status == 200 and "Erster Text." in page and "/_reload.js" in page
    status, script = preview.get("_reload.js")
    assert status == 200 and "/_reload?" in script
    assert preview.get("")[0] == preview.get("de/")[0] == preview.get("assets/lotse.css")[0] == 200
    assert "/_reload" not in preview.get("assets/lotse.css")[1]
    status, page = preview.get("de/nothing.html")
    assert status == 404 and "404" in page


def test_nothing_outside_the_site_is_served(preview: Running) -> None:
    for path in ("../mkdocs.yml", "..%2f..%2fmkdocs.yml", "%2e%2e/%2e%2e/mkdocs.yml", "/etc/hostname"):
        assert preview.get(path)[0] == 404


def test_a_saved_page_is_built_and_open_pages_are_told(preview: Running) -> None:
    before = preview.number()
    preview.project.write("content/de/a.md", PAGE.format(id="a", title="Seite", body="Zweiter Text."))
    status, number = preview.get(f"_reload?{before}")
    assert status == 200 and int(number) > before
    assert "Zweiter Text." in preview.get("de/a.html")[1]
    assert "Zweiter Text." in preview.get("en/a.html")[1], "English readers see the German page"


def test_a_broken_page_is_listed_and_the_good_pages_stay(preview: Running) -> None:
    before = preview.number()
    preview.project.write(
        "content/de/a.md", PAGE.format(id="a", title="Seite", body="[tot](nirgends.md) Dritter Text.")
    )
    assert preview.said("K001")
    if preview.strict:
        assert preview.said("Not built:")
        assert preview.number() == before
        assert "Dritter Text." not in preview.get("de/a.html")[1] and preview.get("de/a.html")[0] == 200
    else:
        preview.get(f"_reload?{before}")
        assert "Dritter Text." in preview.get("de/a.html")[1]
    assert "Traceback" not in preview.log.read_text(encoding="utf-8")
    number = preview.number()
    preview.project.write("content/de/a.md", PAGE.format(id="a", title="Seite", body="Vierter Text."))
    assert int(preview.get(f"_reload?{number}")[1]) > number
    assert "Vierter Text." in preview.get("de/a.html")[1]


def test_a_page_that_cannot_be_read_harms_no_other_and_comes_back(preview: Running) -> None:
    builds = preview.log.read_text(encoding="utf-8").count("uilt")
    preview.project.write("content/de/a.md", "---\ntitle: A: B\n---\n\nKaputt.\n")
    assert preview.said("P002") and preview.said("uilt", builds + 1)
    assert preview.get("de/index.html")[0] == preview.get("en/index.html")[0] == 200
    assert preview.get("de/a.html")[0] == (200 if preview.strict else 404)
    number = preview.number()
    preview.project.write("content/de/a.md", PAGE.format(id="a", title="Seite", body="Letzter Text."))
    assert int(preview.get(f"_reload?{number}")[1]) > number
    assert "Letzter Text." in preview.get("de/a.html")[1]


def test_a_broken_template_keeps_the_last_good_pages(preview: Running) -> None:
    before, page = preview.number(), preview.project.folder / "theme" / "page.html"
    good, failures = page.read_text(encoding="utf-8"), preview.log.read_text(encoding="utf-8").count("Not built:")
    page.write_text("{% if %}", encoding="utf-8")
    assert preview.said("Not built:", failures + 1)
    assert preview.number() == before and preview.get("de/a.html")[0] == 200
    page.write_text(good, encoding="utf-8")
    assert int(preview.get(f"_reload?{before}")[1]) > before


def test_a_taken_port_gives_way_to_the_next(preview: Running) -> None:
    port = int(preview.address.rsplit(":", 1)[1].strip("/"))
    if port > 65000:
        pytest.skip("no room for twenty more ports")
    from functools import partial

    from _preview import Handler, Preview, _listen

    with _listen(partial(Handler, preview=Preview(preview.project.folder, keep_going=True)), port) as other:
        assert other.server_port != port


def test_the_preview_leaves_the_published_site_alone(preview: Running) -> None:
    assert not (preview.project.folder / "site").exists()
