"""The way out of MkDocs: its maintained fork builds the same project and hooks to the same bytes."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from scenario import EPOCH, PAGE, Project


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_properdocs_builds_the_same_site(project: Callable[[Mapping[str, str | bytes]], Project]) -> None:
    body = "Rufen Sie [[notruf:call]] an.\n\n[[notruf]]"
    made = project({"content/de/a.md": PAGE.format(id="a", title="Erste", body=body)})
    built = made.build()
    assert built.code == 0, built.output
    other = made.folder / "other"
    environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH}
    command = [sys.executable, "-m", "properdocs", "build", "--strict", "--site-dir", str(other), "-f", "mkdocs.yml"]
    done = subprocess.run(command, cwd=made.folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert bytes_of(other) == bytes_of(built.site)
