"""Signing a built site with minisign: the signature fits, and nothing untrue is signed."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from _tools import minisign
from lotse.pack.sums import NAME, SIGNATURE, checksums
from lotse.render.share import fingerprint
from scenario import ROOT

COMMAND = [sys.executable, str(ROOT / "scripts" / "sign.py")]


@pytest.fixture(scope="session")
def program() -> str:
    """Return minisign; only where it cannot be installed are these tests skipped, and never in CI."""
    found = minisign()
    if not found and not os.environ.get("CI"):
        pytest.skip("minisign is not installed: sudo apt install minisign")
    assert found, "minisign is missing in CI"
    return found


@pytest.fixture
def key(program: str, tmp_path: Path) -> Path:
    """Return a new secret key without a password, its public half beside it."""
    secret = tmp_path / "keys" / "lotse.key"
    secret.parent.mkdir()
    command = [program, "-G", "-W", "-s", secret, "-p", secret.with_suffix(".pub")]
    subprocess.run(command, check=True, capture_output=True)
    return secret


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    """Return a small site with its list."""
    folder = tmp_path / "site"
    (folder / "de").mkdir(parents=True)
    (folder / "de" / "guide.html").write_text('<p data-copied="2026-11-23">', encoding="utf-8")
    (folder / NAME).write_text(checksums(folder), encoding="utf-8")
    yield folder


def run(*words: str | Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [*COMMAND, *map(str, words)]
    return subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60
    )


def test_the_signature_fits_and_the_public_key_and_its_fingerprint_are_printed(
    program: str, key: Path, site: Path
) -> None:
    done = run("--key", key, "--site", site, "--comment", "Musterstadt")
    assert done.returncode == 0, done.stdout + done.stderr
    public = key.with_suffix(".pub").read_text(encoding="utf-8").splitlines()[1]
    assert f"Public key:  {public}\nFingerprint: {fingerprint(public)}\n" in done.stdout
    lines = (site / SIGNATURE).read_text(encoding="utf-8").splitlines()
    assert lines[2] == "trusted comment: 2026-11-23 Musterstadt"
    assert lines[1].startswith("RW"), "the legacy form, which browsers can check"
    check = [program, "-V", "-P", public, "-m", site / NAME]
    assert subprocess.run(check, capture_output=True).returncode == 0
    (site / NAME).write_text("something else", encoding="utf-8")
    assert subprocess.run(check, capture_output=True).returncode == 1


def test_a_missing_public_key_is_made_again_from_the_secret_one(key: Path, site: Path) -> None:
    public = key.with_suffix(".pub")
    before = public.read_text(encoding="utf-8").splitlines()[1]
    public.unlink()
    assert run("--key", key, "--site", site).returncode == 0
    assert public.read_text(encoding="utf-8").splitlines()[1] == before


@pytest.mark.parametrize("change", ["changed", "added", "removed", "no list"])
def test_a_list_that_does_not_fit_the_files_is_not_signed(key: Path, site: Path, change: str) -> None:
    (site / SIGNATURE).write_text("old", encoding="utf-8")
    if change == "no list":
        (site / NAME).unlink()
    elif change == "removed":
        (site / "de" / "guide.html").unlink()
    else:
        (site / "de" / {"changed": "guide.html", "added": "x.html"}[change]).write_text("x", encoding="utf-8")
    done = run("--key", key, "--site", site)
    assert done.returncode == 1 and done.stdout.startswith("Not signed: ")
    assert re.search("Build the site (again|first)", done.stdout) and "Traceback" not in done.stderr


def test_a_key_pair_that_does_not_belong_together_leaves_no_signature(program: str, key: Path, site: Path) -> None:
    other = key.with_name("other.key")
    subprocess.run([program, "-G", "-W", "-s", other, "-p", other.with_suffix(".pub")], check=True, capture_output=True)
    done = run("--key", key, "--public", other.with_suffix(".pub"), "--site", site)
    assert done.returncode == 1 and "is not the public half of" in done.stdout
    assert not (site / SIGNATURE).exists()


def test_what_is_no_key_is_not_signed_with(program: str, site: Path, tmp_path: Path) -> None:
    (tmp_path / "x.key").write_text("no key", encoding="utf-8")
    (tmp_path / "x.pub").write_text("no key", encoding="utf-8")
    done = run("--key", tmp_path / "x.key", "--site", site)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert not (site / SIGNATURE).exists()


@pytest.mark.parametrize("words", [[], ["--key", "nowhere.key"], ["--nonsense"]], ids=" ".join)
def test_a_misunderstood_command_ends_with_two(words: list[str]) -> None:
    done = run(*words)
    assert done.returncode == 2 and "usage:" in done.stderr and "Traceback" not in done.stderr


def test_without_minisign_it_says_how_to_install_it(site: Path, tmp_path: Path) -> None:
    (tmp_path / "some.key").write_text("x", encoding="utf-8")
    done = run("--key", tmp_path / "some.key", "--site", site, PATH=str(tmp_path))
    assert done.returncode == 2 and "sudo apt install minisign" in done.stderr
    assert shutil.which("minisign", path=str(tmp_path)) is None
