"""The list of all files of the site with their SHA-256."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

NAME = "SHA256SUMS"
SIGNATURE = NAME + ".minisig"


def checksums(site: Path) -> str:
    """Return SHA256SUMS of a site in the format of sha256sum(1), by path.

    Not in it are the list itself, its signature, and what only hosts use: files compressed beforehand, beside the plain ones.
    """
    names = files(site)
    everything = {*names, NAME}
    listed = [name for name in names if name not in (NAME, SIGNATURE) and _plain(name) not in everything]
    return "".join(_line(digest(site / name), name) for name in listed)


def _plain(name: str) -> str:
    """Return the name of the file that a compressed one stands beside, or an empty string."""
    stem, dot, kind = name.rpartition(".")
    return stem if dot and kind in ("br", "gz") else ""


def files(folder: Path) -> list[str]:
    """Return the paths of all files below a folder, as sorted by `LC_ALL=C sort`."""
    return sorted(_walk(str(folder), ""))


def _walk(folder: str, prefix: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, f"{prefix}{entry.name}/")
            elif entry.is_file():
                yield prefix + entry.name


def digest(file: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _line(sha256: str, name: str) -> str:
    """Return one line; names with a backslash or line break are escaped as sha256sum does."""
    plain = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"{'' if plain == name else chr(92)}{sha256}  {plain}\n"
