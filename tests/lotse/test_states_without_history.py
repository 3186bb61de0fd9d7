"""States without history: whatever git did to the files' dates and commits, the same words have the same states."""

import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from portals import FILES, TODAY, write_portal

from lotse.check.states import states, with_states
from lotse.exchange.page_po import record_bytes
from lotse.model import State
from lotse.read.portal import read_portal
from recording import page, record

BODY = "## Jetzt {#now}\n\nGehen Sie [raus](../index.md).\nSofort!\n\n- Eins\n- Zwei"
ENGLISH = "## Now {#now}\n\nGo [out](../index.md).\nAt once!\n\n- One\n- Two"
KINDS: dict[str, dict[str, str]] = {
    "complete": {},
    "stale": {},
    "machine": {"state": "machine", "reviewer": ""},
    "review": {"state": "review", "reviewer": ""},
    "draft": {"state": "draft"},
    "waived": {"state": "machine", "reviewer": "", "waiver": "2027-01-01 Ada: soon"},
    "broken": {},
    "missing": {},
}
Found = dict[tuple[str, str], tuple[State, tuple[int, ...]]]
AUTHOR = {
    f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "A"), ("EMAIL", "a@b.c"))
}


def git(folder: Path, *words: str | Path) -> None:
    environment = os.environ | AUTHOR | {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-c", "init.defaultBranch=main", *map(str, words)]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


def write(root: Path, file: str, data: str | bytes) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_bytes(data if isinstance(data, bytes) else data.encode())


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Return a repository with 24 pages in every state: written, translated, then the source of some changed."""
    root = tmp_path / "town"
    root.mkdir()
    git(root, "init", "--quiet")
    write_portal(root, FILES)
    pages = [(f"{kind}-{number}", kind) for kind in KINDS for number in range(3)]
    for id, _ in pages:
        write(root, f"content/de/pages/{id}.md", page(id, id, BODY, "essential"))
    commit(root, "Write pages")
    for id, kind in pages:
        translate(root, id, kind)
    commit(root, "Translate them")
    git(root, "switch", "--quiet", "--create", "edits")
    for id, kind in pages:
        if kind == "stale":
            write(root, f"content/de/pages/{id}.md", page(id, id, BODY.replace("Zwei", "Drei"), "essential"))
            commit(root, f"Correct {id}")
    return root


def translate(root: Path, id: str, kind: str) -> None:
    if kind == "missing":
        return
    made = record("en", id, page(id, id, BODY), page(id, id, ENGLISH), **KINDS[kind])
    write(root, made.file, record_bytes(made, "en"))
    write(root, f"content/en/pages/{id}.md", page(id, id, ENGLISH if kind != "broken" else "Short."))


def found(root: Path) -> Found:
    portal, faults = read_portal(root, TODAY)
    assert faults == []
    return {(one.language, one.page): (one.state, one.stale) for one in states(with_states(portal))}


def full(root: Path, to: Path) -> None:
    git(root, "clone", "--quiet", root.as_uri(), to)


def shallow(root: Path, to: Path) -> None:
    git(root, "clone", "--quiet", "--depth", "1", root.as_uri(), to)


def tarball(root: Path, to: Path) -> None:
    git(root, "archive", "--output", to.with_suffix(".tar"), "HEAD")
    with tarfile.open(to.with_suffix(".tar")) as archive:
        archive.extractall(to, filter="data")


def squashed(root: Path, to: Path) -> None:
    full(root, to)
    git(to, "checkout", "--quiet", "-b", "main", "origin/main")
    git(to, "merge", "--squash", "--quiet", "origin/edits")
    commit(to, "Edits")


def rebased(root: Path, to: Path) -> None:
    full(root, to)
    git(to, "checkout", "--quiet", "-b", "main", "origin/main")
    write(to, "README.md", "Meanwhile\n")
    commit(to, "Say something else")
    git(to, "switch", "--quiet", "edits")
    git(to, "rebase", "--quiet", "main")


def touched(root: Path, to: Path) -> None:
    """Give every translation a newer date than its source, and a commit of its own."""
    full(root, to)
    for number, file in enumerate(sorted((to / "content").rglob("*.md"))):
        os.utime(file, (2_000_000_000 + number, 2_000_000_000 + number))
    git(to, "commit", "--quiet", "--allow-empty", "--message", "Touch")


def reformatted(root: Path, to: Path) -> None:
    """Reflow and re-mark every page in one mass commit, as a formatter would."""
    full(root, to)
    for file in (to / "content").glob("*/pages/*.md"):
        head, _, body = file.read_text(encoding="utf-8").partition("\n\n")
        body = re.sub(r"(\w|\))\.?\n(?=\w)", r"\g<0>", body).replace("\n- ", "\n* ").replace("{#now}", "{#now .box}")
        body = re.sub(r"\.\n(?=[A-Z])", ". ", body).replace("../index.md", "../index.md#top")
        file.write_text(f"{head}\n\n\n{body}\n\n", encoding="utf-8", newline="\r\n")
    commit(to, "Format everything")


def rewrapped(root: Path, to: Path) -> None:
    """Let gettext wrap every record as it likes."""
    full(root, to)
    for file in (to / "locales").glob("*/pages/*.po"):
        subprocess.run(["msgcat", "--width=40", "--output-file", file, file], check=True)
    commit(to, "Wrap records")


def renamed(root: Path, to: Path) -> None:
    """Move every page and its translation to another path; its id stays."""
    full(root, to)
    for file in sorted((to / "content").glob("*/pages/*.md")):
        target = file.parents[1] / "moved" / f"{file.stem}-renamed.md"
        target.parent.mkdir(exist_ok=True)
        git(to, "mv", file, target)
    commit(to, "Move everything")


HISTORIES = (full, shallow, tarball, squashed, rebased, touched, reformatted, rewrapped, renamed)


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.__name__)
def test_states_do_not_depend_on_history(town: Path, tmp_path: Path, history: Callable[[Path, Path], None]) -> None:
    if history is rewrapped and not shutil.which("msgcat"):
        pytest.skip("gettext's msgcat is not installed")
    before, copy = found(town), tmp_path / "copy"
    history(town, copy)
    assert found(copy) == before
    assert {id.rpartition("-")[0]: state for (tag, id), (state, _) in before.items() if tag == "en" and "-" in id} == {
        kind: State(kind) for kind in KINDS
    }
    assert {stale for _, stale in before.values()} == {(), (4,)}
