"""The status of the translations through real MkDocs: what stands in /status/, and what a later build makes of it."""

import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from recording import page, recorded, stale_since
from scenario import EPOCH, Built, Project, tree

NAMES = {"index.html", "status.json", "status.schema.json", "feed.xml", "en.html", "en.svg", "ar.html", "ar.svg"}
BEFORE = "## Jetzt {#now}\n\nGehen Sie links."
AFTER = BEFORE.replace("links", "rechts")
ENGLISH = "## Now {#now}\n\nGo left."


def source(body: str) -> str:
    return page("a", "Weg", body, "essential")


FILES: dict[str, str | bytes] = {
    **stale_since(
        recorded("en", "a", source(BEFORE), source(AFTER), page("a", "Way", ENGLISH)), "en", "a", "2026-11-20"
    ),
    **recorded("ar", "a", source(BEFORE), source(AFTER), page("a", "طريق", "## الآن {#now}\n\nاذهب يسارًا.")),
    "content/de/b.md": page("b", "Fehlt", "Nur deutsch.", "ordinary"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("status"), FILES)
    config = (project.folder / "mkdocs.yml").read_text(encoding="utf-8")
    project.write("mkdocs.yml", config.replace('edit_url: ""', 'edit_url: "https://git.example/edit/main"'))
    return project


@pytest.fixture(scope="module")
def town(made: Project) -> Built:
    built = made.build(strict=False)
    assert built.code == 0, built.output
    return built


def status(built: Built, tag: str) -> dict[str, str]:
    """Return the state of each page of a language as programs read it."""
    languages = json.loads(built.page("status/status.json"))["languages"]
    found = next(language for language in languages if language["tag"] == tag)
    return {id: one["state"] for id, one in found["translations"].items()}


def test_the_site_says_how_far_its_translations_are(town: Built) -> None:
    assert {file.name for file in (town.site / "status").iterdir()} == NAMES
    assert status(town, "en") == {"a": "stale", "b": "missing", "home": "missing"}
    assert "Gehen Sie <del>links</del><ins>rechts</ins>." in town.page("status/en.html")
    line = re.search(r'href="https://git\.example/edit/main/(content/en/a\.md)#L(\d+)"', town.page("status/en.html"))
    assert line and str(FILES[line[1]]).splitlines()[int(line[2]) - 1] == "Go left."
    assert "/status/" not in town.page("sitemap.xml")
    ElementTree.fromstring(town.page("status/feed.xml"))


def test_every_link_of_the_status_leads_to_a_file_and_its_anchor(town: Built) -> None:
    seen = 0
    for file in sorted((town.site / "status").glob("*.html")):
        for link in re.findall(r'(?:href|src)="([^"]+)"', file.read_text(encoding="utf-8")):
            if not re.match("[a-z]+:", link):
                name, _, place = link.partition("#")
                target = Path(file.parent, unquote(name)).resolve() if name else file
                assert target.is_file(), f"{file.name}: {link}"
                assert not place or f'id="{place}"' in target.read_text(encoding="utf-8"), f"{file.name}: {link}"
                seen += 1
    assert seen > 20


def test_copies_and_packs_are_without_the_status(town: Built) -> None:
    for name in ("en/guide.html", "en/a.html", "sw.js"):
        assert "status/" not in town.page(name)
    assert not any("status" in path for path in tree(town.site / "en" / "pack"))


def test_a_part_of_the_site_brings_only_its_languages_up_to_date(made: Project, town: Built) -> None:
    before, folder = tree(town.site / "status"), town.site / "status"
    written = {path: (folder / path).stat().st_mtime_ns for path in before}
    made.write("content/en/b.md", page("b", "There", "English."))
    made.write("content/ar/b.md", page("b", "هناك", "عربي."))
    part = made.build(strict=False, LOTSE_LANGUAGES="en")
    assert part.code == 0, part.output
    assert status(part, "en")["b"] == "review" and status(part, "ar")["b"] == "missing"
    touched = {path for path, text in tree(folder).items() if (folder / path).stat().st_mtime_ns != written[path]}
    assert touched == {path for path, text in tree(folder).items() if text != before[path]}
    assert touched == {"index.html", "status.json", "feed.xml", "en.html"}
    whole = made.build(strict=False)
    assert status(whole, "ar")["b"] == "review"
    shutil.rmtree(made.folder / ".cache")
    clean = made.build("--site-dir", str(made.folder / "clean"), strict=False, LOTSE_JOBS="1")
    assert clean.code == 0 and tree(made.folder / "clean") == tree(whole.site)


def test_a_status_that_cannot_be_read_breaks_no_build(made: Project, town: Built) -> None:
    (town.site / "status" / "status.json").write_text("{", encoding="utf-8")
    part = made.build(strict=False, LOTSE_LANGUAGES="en", SOURCE_DATE_EPOCH=EPOCH)
    assert part.code == 0, part.output
    assert set(status(part, "en")) == {"a", "b", "home"}
