"""Checking only what changed, and saying findings the way hosting platforms show them."""

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml
from workshop import make, run

from lotse.exchange.platforms import comment, github, gitlab, headline
from lotse.model import PageState, Priority, State
from lotse.report import Finding
from scenario import PAGE, ROOT, Project

WORKFLOWS = ROOT / "docs" / "workflows"
NOBODY = {f"GIT_{who}_{what}": "nobody@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def git(folder: Path, *words: str) -> None:
    settings = os.environ | NOBODY | {"GIT_CONFIG_GLOBAL": "/dev/null"}
    subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *words], cwd=folder, env=settings, check=True, capture_output=True
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a committed project that has a finding on one page already."""
    made = make(tmp_path_factory.mktemp("changed"))
    made.write(
        "content/de/old.md", PAGE.format(id="old", title="Alt", body="[tot](nowhere.md)\n\nText [[notuf]] hier.")
    )
    made.write("content/de/both.md", PAGE.format(id="both", title="Beide", body="Gut."))
    made.write("content/en/both.md", PAGE.format(id="both", title="Both", body="Good [[nowhere:call]]."))
    made.write(".gitignore", ".venv\n.cache\nsite\n__pycache__\n")
    git(made.folder, "init")
    git(made.folder, "add", "-A")
    git(made.folder, "commit", "-m", "as it was")
    return made


def findings(project: Project, *words: str) -> set[tuple[str, str]]:
    done = run(project, "check.py", "--json", *words)
    assert done.returncode in (0, 1) and "Traceback" not in done.stderr, done.stderr
    return {(one["file"], one["code"]) for one in json.loads(done.stdout) if one["level"] != "advice"}


def test_nothing_changed_nothing_said(project: Project) -> None:
    assert ("content/de/old.md", "F008") in findings(project)
    assert findings(project, "--changed") == set()


@pytest.mark.parametrize("staged", [False, True])
def test_a_new_page_is_answerable_for_its_own_findings(project: Project, staged: bool) -> None:
    file = project.write("content/de/new.md", PAGE.format(id="new", title="Neu", body="Text [[nirgends]] hier."))
    if staged:
        git(project.folder, "add", "-A")
    found = findings(project, "--changed")
    git(project.folder, "rm", "-q", "--cached", "--ignore-unmatch", "content/de/new.md")
    file.unlink()
    assert ("content/de/new.md", "F008") in found and ("content/de/old.md", "F008") not in found


def test_a_changed_source_page_is_answerable_for_its_translations(project: Project) -> None:
    project.write("content/de/both.md", PAGE.format(id="both", title="Beide", body="Besser."))
    found = findings(project, "--changed")
    git(project.folder, "checkout", "-q", "content/de/both.md")
    assert ("content/en/both.md", "F008") in found and ("content/de/old.md", "F008") not in found


def test_a_page_that_is_gone_is_answerable_for_links_to_it(project: Project) -> None:
    (project.folder / "content/de/both.md").unlink()
    found = findings(project, "--changed")
    git(project.folder, "checkout", "-q", "content/de/both.md")
    assert ("content/de/old.md", "K001") in found


def test_what_has_no_history_cannot_have_changed(tmp_path: Path) -> None:
    made = make(tmp_path / "project")
    made.write(".git", "gitdir: nowhere\n")
    done = run(made, "check.py", "--changed")
    assert done.returncode == 2 and "git cannot tell" in done.stderr
    assert run(made, "check.py", "--since=--output=x").returncode == 2 and not (made.folder / "x").exists()


def test_the_summary_is_written_beside_the_findings(project: Project, tmp_path: Path) -> None:
    done = run(project, "check.py", "--format", "gitlab", "--summary", str(tmp_path / "summary.md"))
    assert {one["check_name"] for one in json.loads(done.stdout)} >= {"F008", "K001"}
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").startswith("**No segment is stale.**")


ODD = Finding("content/de/a,b:c.md", 3, "T003", "50 % of\nthis | <b>@team</b>", "Mend.")


def test_annotations_escape_what_would_end_them() -> None:
    assert github([ODD]) == (
        "::error file=content/de/a%2Cb%3Ac.md,line=3,title=T003::50 %25 of%0Athis | <b>@team</b> Mend.\n"
    )


def test_two_equal_findings_have_different_fingerprints() -> None:
    listed = json.loads(gitlab([ODD, ODD]))
    assert len({one["fingerprint"] for one in listed}) == 2 and listed[0]["location"]["lines"]["begin"] == 3


def test_the_comment_counts_segments_languages_and_safety_pages() -> None:
    states = [
        PageState("a", "a.md", "ar", State.STALE, Priority.SAFETY, (1, 2)),
        PageState("a", "a.md", "uk", State.STALE, Priority.ORDINARY, (1,)),
        PageState("b", "b.md", "fa", State.STALE, Priority.ORDINARY, (1, 4)),
        PageState("b", "b.md", "tr", State.COMPLETE, Priority.ORDINARY),
    ]
    assert headline(states).startswith("5 segments stale in 3 languages, 2 on safety pages")
    said = comment([ODD], states)
    assert said.index("| a.md | safety | ar | 2 |") < said.index("| b.md | ordinary | fa | 2 |")
    assert "<b>" not in said and "@team" not in said and "\\|" in said


def steps(name: str) -> str:
    text = (WORKFLOWS / name).read_text(encoding="utf-8")
    assert yaml.safe_load(text)
    return text


@pytest.mark.parametrize("name", ["github.yml", "gitlab.yml"])
def test_workflow_files_call_commands_that_exist(project: Project, name: str, tmp_path: Path) -> None:
    text = steps(name)
    assert "--format " + name.removesuffix(".yml") in text and "translate.py sync --check" in text
    for line in text.splitlines():
        if "python3 scripts/check.py" in line or "python3 scripts/translate.py" in line:
            command = line.partition("python3 scripts/")[2].partition(" >")[0].partition(" ||")[0].split()
            words = [str(tmp_path / word) if word.endswith(".md") else word for word in command[1:]]
            assert run(project, command[0], *words).returncode in (0, 1), line


def test_the_commands_of_the_hook_exist(project: Project) -> None:
    configured = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = configured["repos"][0]["hooks"]
    assert [hook["id"] for hook in hooks] == ["lotse-sync", "lotse-check"]
    for hook in hooks:
        script, *words = hook["entry"].removeprefix("python3 scripts/").split()
        assert run(project, script, *words, "--help").returncode == 0
