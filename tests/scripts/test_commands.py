"""Commands: exit codes 0, 1 and 2, output for people and for programs, from any folder."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from workshop import make, run

from scenario import PAGE, Project, tree

BAD = PAGE.format(id="a", title="A", body="[dead](nowhere.md)")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return make(tmp_path_factory.mktemp("commands"))


@pytest.fixture
def good(shared: Project) -> Project:
    return shared


@pytest.fixture
def bad(shared: Project) -> Iterator[Project]:
    """Return the project while one of its pages has a dead link."""
    file = shared.write("content/de/a.md", BAD)
    yield shared
    file.unlink()


def test_a_good_project_builds(good: Project, tmp_path: Path) -> None:
    done = run(good, "build.py", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (good.folder / "site" / "de" / "index.html").is_file()
    assert list(tmp_path.iterdir()) == [], "nothing is written where the command was called"


def test_a_project_with_findings_does_not_build(bad: Project) -> None:
    before = tree(bad.folder / "site")
    done = run(bad, "build.py")
    assert done.returncode == 1
    assert "content/de/a.md:7: K001" in done.stdout and "Mend: " in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert tree(bad.folder / "site") == before


def test_keep_going_builds_all_the_same(bad: Project, tmp_path: Path) -> None:
    done = run(bad, "build.py", "--keep-going", "--site", str(tmp_path / "site"))
    assert done.returncode == 0 and "K001" in done.stdout
    assert (tmp_path / "site" / "de" / "a.html").is_file()


@pytest.mark.parametrize(
    "words",
    [["--jobs", "0"], ["--jobs", "two"], ["--pseudo"], ["--nonsense"], ["word"]],
    ids=lambda words: " ".join(words),
)
def test_a_misunderstood_build_ends_with_two(good: Project, words: list[str]) -> None:
    done = run(good, "build.py", *words)
    assert done.returncode == 2
    assert "usage:" in done.stderr and "Traceback" not in done.stderr


def test_an_unknown_language_is_a_finding(good: Project) -> None:
    done = run(good, "build.py", "--languages", "nl")
    assert done.returncode == 1 and "There is no language `nl`" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_the_site_can_be_written_elsewhere_relative_to_where_one_stands(good: Project, tmp_path: Path) -> None:
    done = run(good, "build.py", "--site", "here", "--pseudo", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {"de", "en-XA", "ar-XB"} <= {path.name for path in (tmp_path / "here").iterdir()}


def test_a_good_project_has_nothing_to_mend(good: Project, tmp_path: Path) -> None:
    done = run(good, "check.py", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^0 errors, 0 warnings, \d+ advice$", done.stdout, re.MULTILINE)


def test_findings_end_with_one(bad: Project) -> None:
    done = run(bad, "check.py")
    assert done.returncode == 1
    assert "content/de/a.md:7: K001" in done.stdout and "1 error," in done.stdout


@pytest.mark.parametrize("state", ["good", "bad"])
def test_findings_for_programs_are_json(state: str, request: pytest.FixtureRequest) -> None:
    done = run(request.getfixturevalue(state), "check.py", "--json")
    findings = json.loads(done.stdout)
    assert done.returncode == (state == "bad")
    assert all(set(finding) == {"file", "line", "code", "what", "mend", "level"} for finding in findings)
    wrong = [
        (finding["file"], finding["line"], finding["code"]) for finding in findings if finding["level"] != "advice"
    ]
    assert wrong == ([("content/de/a.md", 7, "K001")] if state == "bad" else [])


@pytest.mark.parametrize("script", ["check.py", "words.py", "preview.py"])
def test_a_misunderstood_command_ends_with_two(good: Project, script: str) -> None:
    done = run(good, script, "--nonsense")
    assert done.returncode == 2 and "usage:" in done.stderr


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_cannot_be_ends_with_two(good: Project, port: str) -> None:
    assert run(good, "preview.py", "--port", port).returncode == 2


def test_checking_writes_nothing(bad: Project) -> None:
    before = {
        path for path in tree(bad.folder) if not path.startswith((".venv", ".cache")) and "__pycache__" not in path
    }
    run(bad, "check.py")
    after = {
        path for path in tree(bad.folder) if not path.startswith((".venv", ".cache")) and "__pycache__" not in path
    }
    assert before == after


def test_catalogs_out_of_date_are_named_and_then_brought_up_to_date(tmp_path: Path) -> None:
    made = make(tmp_path / "project")
    theme = made.folder / "theme" / "page.html"
    theme.write_text(theme.read_text(encoding="utf-8") + '{{ _("A new word") }}', encoding="utf-8")
    before = (made.folder / "locales" / "de" / "LC_MESSAGES" / "interface.po").read_bytes()
    checked = run(made, "words.py", "--check")
    assert checked.returncode == 1
    assert "locales/interface.pot" in checked.stdout and "locales/de/LC_MESSAGES/interface.po" in checked.stdout
    assert (made.folder / "locales" / "de" / "LC_MESSAGES" / "interface.po").read_bytes() == before
    written = run(made, "words.py", cwd=tmp_path)
    assert written.returncode == 0 and written.stdout == checked.stdout
    again = run(made, "words.py", "--check")
    assert again.returncode == 0 and again.stdout == ""
    after = (made.folder / "locales" / "de" / "LC_MESSAGES" / "interface.po").read_text(encoding="utf-8")
    assert 'msgid "A new word"\nmsgstr ""' in after
    assert all(line in after for line in before.decode().splitlines() if line.startswith("msgstr"))
