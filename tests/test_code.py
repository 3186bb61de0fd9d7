"""The code itself: lint, types, contracts, styles and scripts of the page."""

import subprocess
import sys
from pathlib import Path

import pytest

from _tools import node

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path) -> None:
    done = subprocess.run([str(word) for word in command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_finds_nothing() -> None:
    run(sys.executable, "-m", "ruff", "check", "--no-cache", "hooks", "scripts", "tests", "benchmarks")


def test_types_hold_in_strict_mode() -> None:
    run(sys.executable, "-m", "mypy", "--no-incremental")


def test_import_contracts_hold() -> None:
    run(Path(sys.executable).with_name("lint-imports"), "--no-cache")


def test_the_scripts_of_the_page_have_sound_types() -> None:
    run(node(), "node_modules/typescript/bin/tsc", "-p", "tsconfig.json")


def test_styles_use_logical_properties_only() -> None:
    run(node(), "node_modules/stylelint/bin/stylelint.mjs", "theme/**/*.css")


def test_catalogs_hold_exactly_the_words_of_the_templates() -> None:
    run(sys.executable, "scripts/words.py", "--check")


@pytest.mark.parametrize("file", sorted((ROOT / "hooks").glob("*.py")), ids=lambda file: file.name)
def test_glue_has_at_most_sixty_lines(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 60


@pytest.mark.parametrize(
    "file",
    [*sorted((ROOT / "hooks" / "lotse").rglob("*.py")), *sorted((ROOT / "scripts").glob("*.py"))],
    ids=lambda file: file.stem,
)
def test_modules_stay_under_three_hundred_lines(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) < 300


@pytest.mark.parametrize("script", [file.name for file in sorted((ROOT / "scripts").glob("[a-z]*.py"))])
def test_every_script_explains_itself(script: str) -> None:
    done = subprocess.run([sys.executable, ROOT / "scripts" / script, "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 2
