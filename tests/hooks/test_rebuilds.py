"""Building again: the same bytes every time, however it is started, and what did not change is left alone."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

import pytest

from scenario import EPOCH, PAGE, ROOT, Project, tree

Make = Callable[[Mapping[str, str | bytes]], Project]
FILES: dict[str, str | bytes] = {
    "content/de/a.md": PAGE.format(id="a", title="Erste", body="[[notruf:call]] [Zweite](b.md)\n\n[[hilfetelefon]]"),
    "content/en/a.md": PAGE.format(id="a", title="First", body="[[notruf:call]] [Second](b.md)\n\n[[hilfetelefon]]"),
    "content/de/b.md": PAGE.format(id="b", title="Zweite", body="![Bild](img/a.svg)"),
    "content/de/img/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
}
NAME_ALL = ("SHA256SUMS", "verify.html", "status/")  # they name files or pages of every language
RECHECK = "Bitte noch einmal prüfen"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("rebuilds"), FILES)


@pytest.fixture(scope="module")
def clean(made: Project) -> dict[str, bytes]:
    """Return the site as a first build with an empty cache writes it."""
    return built_to(made, "clean")


def built_to(made: Project, name: str, **environment: str) -> dict[str, bytes]:
    """Return the files of a build without any cache into a folder of its own."""
    shutil.rmtree(made.folder / ".cache", ignore_errors=True)
    built = made.build("--site-dir", str(made.folder / name), **environment)
    assert built.code == 0, built.output
    return tree(made.folder / name)


def test_two_builds_are_byte_identical(made: Project, clean: dict[str, bytes]) -> None:
    assert built_to(made, "again") == clean


def test_one_job_builds_what_two_build(made: Project, clean: dict[str, bytes]) -> None:
    assert built_to(made, "one-job", LOTSE_JOBS="1") == clean


def test_a_build_without_strict_writes_the_same(made: Project, clean: dict[str, bytes]) -> None:
    site = made.folder / "not-strict"
    assert made.build("--site-dir", str(site), strict=False).code == 0
    assert tree(site) == clean


def test_a_second_build_from_the_cache_is_byte_identical(made: Project, clean: dict[str, bytes]) -> None:
    for _ in range(2):
        built = made.build()
        assert built.code == 0, built.output
        assert tree(built.site) == clean


def states(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(file.relative_to(folder)): ((at := file.stat()).st_ino, at.st_mtime_ns) for file in folder.rglob("*.html")
    }


SAME = "[[notruf:call]] [Zweite](b.md)\n\n[[hilfetelefon]]"  # what the translations have too
EDITS: dict[str, Mapping[str, str | bytes]] = {
    "a text": {"content/de/a.md": PAGE.format(id="a", title="Erste", body=f"Neu. {SAME}")},
    "a title": {"content/de/b.md": PAGE.format(id="b", title="Neuer Titel", body="Neu.")},
    "the order of a page that English has too": {
        "content/de/a.md": PAGE.format(id="a", title="Erste", body=f"Neu. {SAME}").replace(
            "title:", "order: 2000\ntitle:"
        )
    },
    "a new translation": {"content/ar/b.md": PAGE.format(id="b", title="ب", body="نص")},
    "a picture": {"content/ar/img/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'><g/></svg>"},
    "a fact": {"content/facts/portal.yml": "name: Anders\nemergency: [polizei]\n"},
}


def test_building_again_after_an_edit_gives_what_a_clean_build_gives(project: Make) -> None:
    made = project(FILES)
    assert made.build().code == 0
    for name, edit in EDITS.items():
        for file, text in edit.items():
            made.write(file, text)
        again = made.build()
        assert again.code == 0, again.output
        cache = made.folder / ".cache"
        shutil.move(cache, made.folder / "cache-aside")
        site = made.folder / "clean"
        assert made.build("--site-dir", str(site)).code == 0
        assert tree(made.folder / "site") == tree(site), name
        shutil.rmtree(site), shutil.rmtree(cache), shutil.move(made.folder / "cache-aside", cache)


def test_an_edited_text_leaves_the_files_of_other_pages_alone(project: Make) -> None:
    made = project(FILES)
    site = made.build().site
    before = states(site)
    made.write("content/de/a.md", PAGE.format(id="a", title="Erste", body=f"Neu. {SAME}"))
    assert made.build().code == 0
    after = states(site)
    assert after["de/b.html"] == before["de/b.html"] and after["en/a.html"] == before["en/a.html"]
    assert after["de/a.html"] != before["de/a.html"]


def test_building_one_language_leaves_the_others_alone(project: Make) -> None:
    made = project(FILES)
    site = made.build().site
    before, files = states(site), tree(site)
    made.write("content/de/a.md", PAGE.format(id="a", title="Anders", body=f"Neu. {SAME}"))
    built = made.build(LOTSE_LANGUAGES="de")
    assert built.code == 0, built.output
    after = states(site)
    others = [path for path in files if not path.startswith("de/") and not path.startswith(NAME_ALL)]
    assert {path: tree(site)[path] for path in others} == {path: files[path] for path in others}
    assert {path: after[path] for path in others if path.endswith("html")} == {
        path: before[path] for path in others if path.endswith("html")
    }
    assert "Anders" in built.page("de/a.html")
    assert without_chunks(tree(site)) == without_chunks(files) and made.beside == []
    assert all(sums_hold(site)), "the list of all files is up to date"
    guide = hashlib.sha256((site / "de" / "guide.html").read_bytes()).hexdigest()
    assert f'<code data-path="de/guide.html">{guide}</code>' in built.page("verify.html")


def without_chunks(files: Collection[str]) -> set[str]:
    """Return paths without the chunks of packs, which are called by their content."""
    return {path for path in files if not re.search(r"/pack/[0-9a-f]{64}\.json$", path)}


def sums_hold(site: Path) -> Iterator[bool]:
    for line in (site / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        value, _, name = line.partition("  ")
        yield hashlib.sha256((site / name).read_bytes()).hexdigest() == value


def test_building_two_languages_takes_the_third_over(project: Make) -> None:
    made = project(FILES)
    site = made.build().site
    files = tree(site)
    made.write("content/de/a.md", PAGE.format(id="a", title="Anders", body=f"Neu. {SAME}"))
    assert made.build(LOTSE_LANGUAGES="de,en").code == 0
    changed = {path for path, text in tree(site).items() if text != files.get(path)}
    assert "de/a.html" in changed and not any(path.startswith("ar/") for path in changed)
    assert without_chunks(tree(site)) == without_chunks(files) and made.beside == []


def test_one_language_can_be_built_first(project: Make) -> None:
    built = project(FILES).build(LOTSE_LANGUAGES="en")
    assert built.code == 0, built.output
    assert sorted(path.name for path in built.site.iterdir() if path.is_dir()) == ["assets", "en", "status"]
    assert 'data-language="de"' not in built.page("index.html")


def test_facts_ask_to_be_checked_again_when_their_source_is_old(made: Project) -> None:
    fresh = built_to(made, "fresh", SOURCE_DATE_EPOCH="1700000000", LOTSE_KEEP_GOING="1")  # 2023-11-14
    old = built_to(made, "old", SOURCE_DATE_EPOCH="1800000000")  # 2027-01-15
    card = "de/a.html"  # the source of hilfetelefon is of June 2023
    assert RECHECK not in fresh[card].decode()
    assert RECHECK in old[card].decode()


def run(*command: str | Path, cwd: Path) -> None:
    environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run([str(word) for word in command], cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_script_and_mkdocs_write_the_same_demo(tmp_path: Path) -> None:
    run(sys.executable, ROOT / "scripts" / "build.py", "--site", tmp_path / "script", "--jobs", "1", cwd=tmp_path)
    run(sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", tmp_path / "mkdocs", cwd=ROOT)
    one, other = tree(tmp_path / "script"), tree(tmp_path / "mkdocs")
    assert one == other and len(one) > 300
