"""A copy of the project that scripts may work in: they find their own root, so links to this checkout would lead back here."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scenario import EPOCH, ROOT, Project

COPIED = ("hooks", "theme", "scripts")
ENVIRONMENT = (
    os.environ | {"SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1", "LOTSE_JOBS": "2"} | {"LC_ALL": "C.UTF-8"}
)


def make(folder: Path) -> Project:
    """Return a small project with scripts of its own and the environment the tests run in."""
    environment = Path(sys.prefix)
    if not (environment / "lotse.stamp").is_file():
        pytest.skip("these tests need the .venv that scripts/test.py makes")
    folder.mkdir(parents=True, exist_ok=True)
    project = Project(folder)
    for name in COPIED:
        (folder / name).unlink()
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / name, folder)
    (folder / ".venv").symlink_to(environment)
    return project


def run(
    project: Project, script: str, *words: str, cwd: Path | None = None, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """Run a script of the project from any folder."""
    command = [sys.executable, str(project.folder / "scripts" / script), *words]
    return subprocess.run(
        command,
        cwd=cwd or project.folder.parent,
        env=ENVIRONMENT | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
