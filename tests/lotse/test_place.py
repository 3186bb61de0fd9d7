"""Putting a site in place: all of it or nothing."""

import os
import threading
from pathlib import Path

import pytest

from lotse.pack import place


def folder(path: Path, **files: str) -> Path:
    path.mkdir(parents=True)
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir())


def test_staging_lies_beside_the_site_and_is_empty(tmp_path: Path) -> None:
    staging = place.staging_folder(tmp_path / "deep" / "site")
    assert staging.parent == tmp_path / "deep" and staging.name.startswith(".site.new-")
    assert names(staging) == []
    (staging / "left").write_text("over", encoding="utf-8")
    assert names(place.staging_folder(tmp_path / "deep" / "site")) == []


def test_staging_of_dead_builds_is_cleared_away_and_of_living_ones_stays(tmp_path: Path) -> None:
    alive = os.getppid()
    for name in (
        ".site.new-99999999",
        ".site.new-99999999.root",
        f".site.new-{alive}",
        f".site.new-{alive}.root",
        ".other.new-99999999",
    ):
        folder(tmp_path / name, a="a")
    staging = place.staging_folder(tmp_path / "site")
    assert names(tmp_path) == sorted(
        [".other.new-99999999", f".site.new-{alive}", f".site.new-{alive}.root", staging.name]
    )


@pytest.fixture(params=["exchange", "rename"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Swap as Linux can, and as every other system can."""
    if request.param == "rename":
        monkeypatch.setattr(place, "_exchange", lambda one, other: False)
    return str(request.param)


def test_the_new_site_replaces_the_old_one_whole(tmp_path: Path, way: str) -> None:
    site = folder(tmp_path / "site", old="old", both="old")
    staging = folder(tmp_path / ".site.new-1", new="new", both="new")
    place.put_in_place(staging, site)
    assert names(site) == ["both", "new"]
    assert (site / "both").read_text(encoding="utf-8") == "new"
    assert names(tmp_path) == ["site"]


def test_the_first_site_needs_no_old_one(tmp_path: Path, way: str) -> None:
    place.put_in_place(folder(tmp_path / ".site.new-1", a="a"), tmp_path / "site")
    assert names(tmp_path) == ["site"] and names(tmp_path / "site") == ["a"]


@pytest.fixture
def exchange(tmp_path: Path) -> None:
    """Leave out what needs a system that swaps two folders in one step."""
    if not place._exchange(folder(tmp_path / "one"), folder(tmp_path / "other")):
        pytest.skip("this system cannot exchange two folders in one step")


def test_a_swap_is_one_step(tmp_path: Path, exchange: None, monkeypatch: pytest.MonkeyPatch) -> None:
    site, staging = folder(tmp_path / "site", old="old"), folder(tmp_path / ".site.new-1", new="new")
    monkeypatch.delattr(Path, "rename")
    place.put_in_place(staging, site)
    assert names(site) == ["new"] and not staging.exists()


def test_a_visitor_never_meets_a_missing_site(tmp_path: Path, exchange: None) -> None:
    site, stop, missing = folder(tmp_path / "site", index="0"), threading.Event(), []

    def visit() -> None:
        while not stop.is_set():
            if not site.exists():
                missing.append(True)

    visitor = threading.Thread(target=visit)
    visitor.start()
    for number in range(200):
        place.put_in_place(folder(tmp_path / f".site.new-{number}", index=str(number)), site)
    stop.set()
    visitor.join()
    assert not missing
    assert (site / "index").read_text(encoding="utf-8") == "199"


def test_a_failed_exchange_falls_back_to_renames(tmp_path: Path) -> None:
    assert not place._exchange(tmp_path / "nothing", tmp_path / "nowhere")


def test_what_is_kept_shares_its_bytes(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", a="a")
    folder(old / "sub", b="b")
    place.keep(old, tmp_path / "new")
    assert (tmp_path / "new" / "sub" / "b").read_text(encoding="utf-8") == "b"
    assert (tmp_path / "new" / "a").stat().st_ino == (old / "a").stat().st_ino


def test_what_is_kept_is_copied_where_links_are_impossible(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    old = folder(tmp_path / "old", a="a")
    place.keep(old, tmp_path / "new")
    assert (tmp_path / "new" / "a").read_text(encoding="utf-8") == "a"
    assert (tmp_path / "new" / "a").stat().st_mtime == (old / "a").stat().st_mtime


def test_one_language_alone_is_swapped_and_the_rest_stays(tmp_path: Path, way: str) -> None:
    site = folder(tmp_path / "site", index="root")
    folder(site / "de", a="old"), folder(site / "en", a="english")
    before = (site / "en" / "a").stat().st_ino
    staging = folder(tmp_path / ".site.new-1")
    folder(staging / "de", a="new")
    place.put_part_in_place(staging, site)
    assert (site / "de" / "a").read_text(encoding="utf-8") == "new"
    assert names(site) == ["de", "en", "index"] and names(tmp_path) == ["site"]
    assert (site / "en" / "a").stat().st_ino == before


def test_two_languages_are_swapped_together(tmp_path: Path, way: str) -> None:
    site = folder(tmp_path / "site", index="root")
    for tag in ("de", "en", "ar"):
        folder(site / tag, a="old")
    staging = folder(tmp_path / ".site.new-1")
    folder(staging / "de", a="new"), folder(staging / "en", a="new")
    place.put_part_in_place(staging, site)
    read = {entry.name: (entry / "a").read_text(encoding="utf-8") for entry in site.iterdir() if entry.is_dir()}
    assert read == {"de": "new", "en": "new", "ar": "old"}
    assert (site / "index").read_text(encoding="utf-8") == "root" and names(tmp_path) == ["site"]


def test_discarding_takes_the_helper_folders_too(tmp_path: Path) -> None:
    staging = folder(tmp_path / ".site.new-7", a="a")
    folder(tmp_path / ".site.new-7.root", a="a"), folder(tmp_path / ".site.new-8", a="a")
    place.discard(staging)
    assert names(tmp_path) == [".site.new-8"]
