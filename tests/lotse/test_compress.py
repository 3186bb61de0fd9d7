"""Compressed files beside the site's own: right, deterministic, quick the second time, none left over."""

import gzip
import os
from pathlib import Path

import brotli
import pytest

from lotse.pack import compress as compressing
from lotse.pack.compress import Compressed, compress
from scenario import tree


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "de").mkdir(parents=True)
    (folder / "index.html").write_text("<p>Straße</p>" * 50, encoding="utf-8")
    (folder / "de" / "index.html").write_text("<p>Straße</p>" * 50, encoding="utf-8")
    (folder / "a.png").write_bytes(b"\x89PNG")
    return folder


def test_each_text_gets_two_files_that_unpack_to_it(site: Path, tmp_path: Path) -> None:
    done = compress(site, tmp_path / "cache")
    plain = (site / "index.html").read_bytes()
    assert brotli.decompress((site / "index.html.br").read_bytes()) == plain
    assert gzip.decompress((site / "de" / "index.html.gz").read_bytes()) == plain
    assert not (site / "a.png.gz").exists()
    small = [2 * (site / f"index.html.{ending}").stat().st_size for ending in ("br", "gz")]
    assert done == Compressed(2, 2 * len(plain), *small)


def test_two_runs_give_the_same_bytes_and_the_second_compresses_nothing(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compress(site, tmp_path / "cache")
    first = tree(site)
    for file in site.rglob("*.[bg][rz]"):
        file.unlink()
    with monkeypatch.context() as patch:
        patch.setattr(compressing, "KINDS", dict.fromkeys(compressing.KINDS, lambda data: 1 / 0))
        compress(site, tmp_path / "cache")
    assert tree(site) == first
    compress(site, tmp_path / "other")
    assert tree(site) == first


def test_what_did_not_change_keeps_its_time_so_that_hosts_keep_its_etag(site: Path, tmp_path: Path) -> None:
    os.utime(site / "index.html", (1_000_000_000, 1_000_000_000))
    compress(site, tmp_path / "cache")
    assert (site / "index.html.br").stat().st_mtime == (site / "index.html.gz").stat().st_mtime == 1_000_000_000


def test_nothing_is_left_of_pages_that_are_gone(site: Path, tmp_path: Path) -> None:
    compress(site, tmp_path / "cache")
    (site / "index.html").write_text("new", encoding="utf-8")
    (site / "de" / "index.html").unlink()
    compress(site, tmp_path / "cache")
    assert sorted(tree(site)) == ["a.png", "index.html", "index.html.br", "index.html.gz"]
    assert gzip.decompress((site / "index.html.gz").read_bytes()) == b"new"
    assert len(list((tmp_path / "cache").iterdir())) == 2
