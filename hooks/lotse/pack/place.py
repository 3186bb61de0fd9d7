"""Swap a new site for the old one in one rename, so that no visitor and no crash ever meets half a site."""

import ctypes
import os
import shutil
import sys
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2  # linux/fs.h


def staging_folder(site: Path) -> Path:
    """Return a new empty folder beside the site (the same file system, so that one rename can swap them)."""
    for old in site.parent.glob(f".{site.name}.new-*"):
        if not _alive(old.name.rpartition("-")[2].partition(".")[0]):  # helper folders are called …-PID.root
            shutil.rmtree(old, ignore_errors=True)
    staging = site.with_name(f".{site.name}.new-{os.getpid()}")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    return staging


def discard(staging: Path) -> None:
    """Remove a staging folder and the helper folders beside it."""
    for folder in staging.parent.glob(f"{staging.name}*"):
        shutil.rmtree(folder, ignore_errors=True)


def keep(old: Path, new: Path) -> None:
    """Take over a folder or file that did not change: hard links cost no bytes (files are replaced, never rewritten)."""
    new.parent.mkdir(parents=True, exist_ok=True)
    if old.is_dir():
        shutil.copytree(old, new, copy_function=_link)
    else:
        _link(str(old), str(new))


def put_part_in_place(staging: Path, site: Path) -> None:
    """Make the languages in `staging` part of the site; a single one is swapped alone, in one rename like the whole."""
    languages = sorted(staging.iterdir())
    if len(languages) == 1:
        put_in_place(languages[0], site / languages[0].name)
        staging.rmdir()
        return
    for entry in sorted(site.iterdir()):
        if not (staging / entry.name).exists():
            keep(entry, staging / entry.name)
    put_in_place(staging, site)


def put_in_place(staging: Path, site: Path) -> None:
    """Make `staging` the site and remove what was there before."""
    if not site.exists():
        staging.rename(site)
        return
    if not _exchange(staging, site):
        aside = staging.with_name(f".old-{staging.name}")
        site.rename(aside)
        staging.rename(site)
        staging = aside
    shutil.rmtree(staging)


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (OSError, ValueError):
        return False
    return True


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # file systems without hard links
        shutil.copy2(source, target)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders atomically where the system can (renameat2(2), Linux 3.15 and glibc 2.28)."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0)
