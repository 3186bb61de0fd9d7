"""The environment scripts make for themselves: what they need, and what they say where it is missing."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scenario import ROOT

SCRIPTS = ROOT / "scripts"


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Return a checkout that has no .venv yet."""
    shutil.copytree(SCRIPTS, tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def run(*words: str | Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *map(str, words)]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("missing", ["ensurepip", "venv"])
def test_a_python_without_venv_is_told_what_to_install(bare: Path, missing: str) -> None:
    (bare / "fake").mkdir()
    (bare / "fake" / f"{missing}.py").write_text("raise ImportError('Debian puts this elsewhere')", encoding="utf-8")
    done = run(bare / "scripts" / "check.py", PYTHONPATH=str(bare / "fake"))
    assert done.returncode == 2
    assert "sudo apt install python3-venv" in done.stderr
    assert "Traceback" not in done.stderr and not (bare / ".venv").exists()


@pytest.mark.parametrize("version", ["(3, 10, 12)", "(2, 7, 18)"])
def test_a_python_that_is_too_old_is_named(bare: Path, version: str) -> None:
    code = f"import sys; sys.version_info = {version}; sys.path.insert(0, {str(bare / 'scripts')!r}); import check"
    done = run("-c", code)
    assert done.returncode == 2
    assert "Lotse needs Python 3.11 or newer" in done.stderr
    assert "Traceback" not in done.stderr and not (bare / ".venv").exists()


@pytest.mark.parametrize("script", ["_venv.py", *(file.name for file in sorted(SCRIPTS.glob("[a-z]*.py")))])
def test_an_old_python_gets_as_far_as_the_message(script: str) -> None:
    text = (SCRIPTS / script).read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 8))
    if script != "_venv.py":
        imports = [node for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom)]
        names = [node.module if isinstance(node, ast.ImportFrom) else node.names[0].name for node in imports]
        before = names[: names.index("_venv")]
        assert {name.split(".")[0] for name in before} <= set(sys.stdlib_module_names), (
            "only what every Python has comes before `_venv`"
        )


def test_a_package_index_out_of_reach_is_told_without_a_traceback(bare: Path) -> None:
    done = run(bare / "scripts" / "check.py", PIP_NO_INDEX="1", PIP_NO_CACHE_DIR="1")
    assert done.returncode == 2
    assert "Is there a connection to the package index?" in done.stderr
    assert "Traceback" not in done.stderr.split("This failed:")[-1]
    assert not (bare / ".venv" / "lotse.stamp").exists(), "the next run tries again"


@pytest.mark.parametrize("script", [file.name for file in sorted(SCRIPTS.glob("[a-z]*.py"))])
def test_every_script_enters_the_environment_before_it_needs_a_package(script: str) -> None:
    lines = (SCRIPTS / script).read_text(encoding="utf-8").splitlines()
    entered = next(number for number, line in enumerate(lines) if line.startswith("_venv.enter("))
    assert not [
        line
        for line in lines[:entered]
        if line.startswith(("from lotse", "import lotse", "from _build", "from _preview"))
    ]
