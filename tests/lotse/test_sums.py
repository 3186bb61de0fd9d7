"""SHA256SUMS: every file, in the format of sha256sum, and no bit that can change unseen."""

import hashlib
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from copying import write
from lotse.pack.sums import checksums
from lotse.render.share import copies, fingerprint, size

NAMES = ("index.html", "de/guide.html", "de/a b/ä.txt", "de.txt", "Z.txt", "ar/back\\slash.txt", "ar/line\nbreak.txt")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in NAMES:
        write(tmp_path / name, f"text of {name}")
    return tmp_path


def test_the_list_is_that_of_sha256sum_in_the_order_of_sort(site: Path) -> None:
    if not shutil.which("sha256sum"):
        pytest.skip("there is no sha256sum here")
    lines = checksums(site)
    found = subprocess.run(["sha256sum", *sorted(NAMES)], cwd=site, capture_output=True, text=True, check=True)
    assert lines == found.stdout
    write(site / "SHA256SUMS", lines)
    assert subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=site).returncode == 0


def test_the_list_and_its_signature_are_not_in_it(site: Path) -> None:
    before = checksums(site)
    for name in ("SHA256SUMS", "SHA256SUMS.minisig"):
        write(site / name, "x")
    assert checksums(site) == before and len(before.splitlines()) == len(NAMES)
    write(site / "de" / "SHA256SUMS", "x")
    assert "de/SHA256SUMS" in checksums(site)


def test_files_compressed_beforehand_are_not_in_it_but_archives_are(site: Path) -> None:
    before = checksums(site)
    for name in ("index.html.br", "index.html.gz", "de/guide.html.br"):
        write(site / name, "x")
    assert checksums(site) == before
    write(site / "de" / "plans.tar.gz", "x")
    assert "de/plans.tar.gz" in checksums(site)


def test_each_of_a_thousand_flipped_bits_is_seen(tmp_path: Path) -> None:
    dice = random.Random(3)
    data = bytearray(dice.randbytes(4_000))
    file = tmp_path / "guide.html"
    file.write_bytes(data)
    good, unseen = checksums(tmp_path), 0
    for _ in range(1000):
        place, bit = dice.randrange(len(data)), 1 << dice.randrange(8)
        data[place] ^= bit
        file.write_bytes(data)
        unseen += checksums(tmp_path) == good
        data[place] ^= bit
    file.write_bytes(data)
    assert unseen == 0 and checksums(tmp_path) == good


def test_copies_tell_their_size_and_the_ends_of_their_hash(tmp_path: Path) -> None:
    write(tmp_path / "guide.html", "abc")
    (copy,) = copies(tmp_path, "ar")
    assert (copy.path, copy.name, copy.size) == ("ar/guide.html", "guide.html", 3)
    assert copy.sha256 == hashlib.sha256(b"abc").hexdigest() and copy.ends == "ba7816bf … f20015ad"


@pytest.mark.parametrize(
    ("count", "cldr", "said"),
    [(10, "de", "1 KB"), (48_400, "de", "48 KB"), (999_999, "de", "1.000 KB"), (1_260_000, "de", "1,3 MB"), (1_260_000, "en", "1.3 MB")],
)  # fmt: skip
def test_sizes_are_written_as_people_read_them(count: int, cldr: str, said: str) -> None:
    assert size(count, cldr) == said


@pytest.mark.parametrize("key", ["", "RWQ", "not a key", "QUFB" * 14, "RWQ" + "é" * 53])
def test_what_is_no_key_has_no_fingerprint(key: str) -> None:
    assert fingerprint(key) == ""


def test_the_fingerprint_of_a_key_depends_on_all_of_it() -> None:
    key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"  # minisign's own (jedisct1.github.io/minisign)
    other = key[:-1] + "A"
    assert len(fingerprint(key)) == 39 and fingerprint(f" {key}\n") == fingerprint(key)
    assert fingerprint(key) != fingerprint(other)
