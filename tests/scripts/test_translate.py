"""The translators' command: from "the source changed" to "it is right again", without editing a record by hand."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from workshop import make, run

from scenario import Project, tree

LANGUAGES = """\
# kept as it is
source: de
languages:
  de: {autonym: Deutsch, dir: ltr, fallback: [], mkdocs: de, status: published}
  en: {autonym: English, dir: ltr, fallback: [], mkdocs: en, cldr: en_GB, status: published}
"""
FIRE = """\
---
id: safety-fire
title: Wenn es brennt
priority: safety
checked: 2026-11-01
---

Rufen Sie sofort die Feuerwehr.

## Danach {#after}

- Gehen Sie langsam hinaus auf die Straße und warten Sie dort.
- Die Hilfe kostet 12 Euro.
"""
ENGLISH = """\
---
id: safety-fire
title: When it burns
checked: 2026-11-01
---

Call the fire brigade at once.

## Then {#after}

- Walk out slowly to the street and wait there.
- Help costs 12 euros.
"""
SOURCE, PAGE, RECORD = "content/de/safety/fire.md", "content/en/safety/fire.md", "locales/en/pages/safety-fire.po"


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project that all tests share; its content is made anew for each."""
    made = make(tmp_path_factory.mktemp("translate"))
    (made.folder / "docs").mkdir()
    (made.folder / "docs" / "checks.md").write_bytes((Path(__file__).parents[2] / "docs" / "checks.md").read_bytes())
    return made


@pytest.fixture
def project(workshop: Project) -> Iterator[Project]:
    """Return a project with one safety page, its translation, and their record."""
    before = contents(workshop)
    home = "---\nid: home\ntitle: {}\nchecked: 2026-11-01\n---\n\n{}.\n"
    workshop.write("locales/languages.yml", LANGUAGES)
    workshop.write("content/de/index.md", home.format("Start", "Willkommen"))
    workshop.write("content/en/index.md", home.format("Home", "Welcome"))
    workshop.write(SOURCE, FIRE)
    workshop.write(PAGE, ENGLISH)
    assert translate(workshop, "sync").returncode == 0
    yield workshop
    for name in set(contents(workshop)) - set(before):
        (workshop.folder / name).unlink()


def contents(project: Project) -> dict[str, bytes]:
    return {
        f"{folder}/{name}": data
        for folder in ("content", "locales")
        for name, data in tree(project.folder / folder).items()
    }


def translate(project: Project, *words: str) -> "subprocess.CompletedProcess[str]":
    done = run(project, "translate.py", *words)
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return done


def text(project: Project, name: str) -> str:
    return (project.folder / name).read_text(encoding="utf-8")


def change(project: Project, name: str, old: str, new: str) -> None:
    assert old in text(project, name)
    project.write(name, text(project, name).replace(old, new))


def state(project: Project, page: str = "safety-fire", tag: str = "en") -> str:
    listed = json.loads(translate(project, "status", "--json").stdout)
    return next(one["state"] for one in listed["languages"][tag]["pages"] if one["page"] == page)


def test_sync_writes_records_and_a_second_one_writes_nothing(project: Project) -> None:
    assert "X-Lotse-Page: safety-fire" in text(project, RECORD)
    before = contents(project)
    again = translate(project, "sync")
    assert (again.returncode, again.stdout) == (0, "") and contents(project) == before
    assert translate(project, "sync", "--check").returncode == 0


def test_sync_check_writes_nothing_and_tells(project: Project) -> None:
    change(project, PAGE, "at once", "right now")
    before = contents(project)
    checked = translate(project, "sync", "--check")
    assert checked.returncode == 1 and RECORD in checked.stdout and contents(project) == before


def test_from_a_changed_source_to_a_reviewed_translation(project: Project) -> None:
    assert translate(project, "accept", "safety-fire", "en", "--by", "Ada L.").returncode == 0
    assert state(project) == "complete"
    change(project, SOURCE, "12 Euro", "13 Euro")
    assert state(project) == "stale"
    assert translate(project, "sync").returncode == 0
    assert "# stale 2026-11-23" in text(project, RECORD) and '#| msgid "Die Hilfe kostet 12 Euro."' in text(
        project, RECORD
    )
    shown = translate(project, "diff", "safety/fire.md", "en").stdout
    assert "Die Hilfe kostet [-12-]{+13+} Euro." in shown and "Help costs 12 euros." in shown
    assert "translate.py sync" in shown and "translate.py accept safety-fire en --stale" in shown
    assert "-13, +12" in shown and f"{SOURCE}:13" in shown and f"{PAGE}:12" in shown
    assert translate(project, "accept", "safety-fire", "en", "--by", "Ada").returncode == 1
    change(project, PAGE, "12 euros", "13 euros")
    assert translate(project, "sync").returncode == 0
    assert state(project) == "review", "a reviewer has not read the new words"
    assert translate(project, "accept", "safety-fire", "en", "--by", "Ada L.").returncode == 0
    assert state(project) == "complete" and "X-Lotse-Reviewer: Ada L. 2026-11-23" in text(project, RECORD)


def test_both_sides_changed_is_a_conflict_and_nothing_is_overwritten(project: Project) -> None:
    change(project, PAGE, "at once", "right now")
    change(project, RECORD, "at once", "immediately")
    done = translate(project, "sync")
    assert done.returncode == 1 and f"{PAGE}:7: S010" in done.stdout
    assert "right now" in text(project, PAGE) and "immediately" in text(project, RECORD)


def test_a_minor_change_needs_two_people_on_a_safety_page(project: Project) -> None:
    change(project, SOURCE, "langsam hinaus auf die Straße und", "langsam hinaus auf die Straße, und")
    assert translate(project, "accept", "safety-fire", "en", "--by", "Ada", "--stale").returncode == 0
    change(project, SOURCE, "warten Sie dort", "warten Sie dort kurz")
    translate(project, "sync")
    minor = ("accept", "--minor", "safety-fire", "en", "-m", "only a comma")
    first = translate(project, *minor, "--by", "Ada")
    assert first.returncode == 0 and "second person" in first.stdout and state(project) == "stale"
    assert translate(project, *minor, "--by", "Ada").returncode == 0 and state(project) == "stale"
    assert translate(project, "sync").returncode == 0 and state(project) == "stale"
    assert translate(project, *minor, "--by", "Bo").returncode == 0
    assert state(project) == "stale-minor"
    after = text(project, RECORD)
    assert "# minor 2026-11-23 Bo: only a comma [" in after and "Ada" in after and "fuzzy" not in after
    assert translate(project, "sync", "--check").returncode == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12 Euro", "13 Euro"),
        ("hinaus auf", "nicht hinaus auf"),
        ("Gehen Sie langsam hinaus", "Laufen Sie schnell, so wie Sie sind"),
    ],
)
def test_a_change_of_a_fact_a_negation_or_much_is_not_minor(project: Project, old: str, new: str) -> None:
    change(project, SOURCE, old, new)
    before = text(project, RECORD)
    done = translate(project, "accept", "--minor", "safety-fire", "en", "-m", "small", "--by", "Ada")
    assert done.returncode == 1 and "S014" in done.stdout and text(project, RECORD) == before


def test_a_waiver_has_an_end_a_person_and_a_reason(project: Project) -> None:
    waive = ("waive", "safety-fire", "en", "--by", "Bo", "--reason", "demo: nobody has read it")
    assert translate(project, *waive, "--until", "2026-11-22").returncode == 2
    assert translate(project, *waive, "--until", "soon").returncode == 2
    assert translate(project, *waive[:-2], "--until", "2027-01-31").returncode == 2
    assert translate(project, *waive, "--until", "2027-01-31").returncode == 0
    assert "X-Lotse-Waiver: 2027-01-31 Bo: demo: nobody has read it" in text(project, RECORD)
    assert state(project) == "waived"


def test_a_page_that_is_missing_can_be_neither_accepted_nor_waived(project: Project) -> None:
    project.write("content/de/b.md", "---\nid: b\ntitle: B\n---\n\nText hier.\n")
    before = contents(project)
    by = ("b", "en", "--by", "Bo")
    assert translate(project, "accept", *by).returncode == 2
    assert translate(project, "waive", *by, "--reason", "later", "--until", "2027-01-31").returncode == 2
    assert contents(project) == before


def test_acts_may_be_recorded_in_every_language_that_has_the_page(project: Project) -> None:
    translate(project, "start", "uk")
    assert translate(project, "accept", "home", "all", "--by", "Ada").returncode == 0
    assert state(project, "home") == "complete" and state(project, "home", "uk") == "missing"


def test_translations_made_by_a_machine_are_recorded_as_such(project: Project) -> None:
    (project.folder / RECORD).unlink()
    assert translate(project, "sync", "--machine").returncode == 0
    assert state(project) == "machine" and state(project, "home") == "review"


def test_status_puts_safety_first(project: Project) -> None:
    project.write("content/de/b.md", "---\nid: b\ntitle: B\npriority: essential\n---\n\nText hier.\n")
    lines = translate(project, "status").stdout.splitlines()
    assert re.match(r"en  English  safety: 1 review · essential: 1 missing · ordinary: 1 review", lines[0])
    assert lines[1].split() == ["safety", "review", "safety/fire.md"] and lines[2].split()[0] == "essential"


def test_next_names_the_segments_that_matter_most(project: Project) -> None:
    project.write("content/de/b.md", "---\nid: b\ntitle: B\npriority: essential\n---\n\nText hier.\n")
    project.write("content/de/a.md", "---\nid: a\ntitle: A\npriority: safety\n---\n\nFehlt noch.\n")
    change(project, SOURCE, "12 Euro", "13 Euro")
    tasks = json.loads(translate(project, "next", "en", "--json").stdout)
    assert [(task["page"], task["state"]) for task in tasks] == [
        ("safety-fire", "stale"),
        ("a", "missing"),
        ("a", "missing"),
        ("b", "missing"),
        ("b", "missing"),
    ]
    assert (tasks[0]["before"], tasks[0]["line"]) == ("Die Hilfe kostet 12 Euro.", 12)
    assert f"edit {PAGE}:12" in translate(project, "next", "en", "--number", "1").stdout


def test_a_renamed_page_takes_its_translation_along(project: Project) -> None:
    (project.folder / SOURCE).rename(project.folder / "content/de/safety/flames.md")
    done = translate(project, "sync")
    assert done.returncode == 0 and f"{PAGE} (removed)" in done.stdout
    assert text(project, "content/en/safety/flames.md") == ENGLISH and not (project.folder / PAGE).exists()
    assert state(project) == "review"


@pytest.mark.parametrize("form", ["po", "xliff-1.2", "xliff-2.1"])
def test_what_is_exported_comes_back_and_is_shown_before_it_is_written(
    project: Project, tmp_path: Path, form: str
) -> None:
    change(project, SOURCE, "12 Euro", "13 Euro")
    assert translate(project, "export", "safety-fire", "en", "--format", form, "--into", str(tmp_path)).returncode == 0
    file = next(tmp_path.iterdir())
    before = contents(project)
    raw = file.read_text(encoding="utf-8").replace("12 euros", "13 euros").replace("#, fuzzy\n", "")
    raw = raw.replace("needs-review-translation", "translated").replace(
        'state="initial" subState="lotse:stale"', 'state="translated"'
    )
    file.write_text(raw, encoding="utf-8")
    shown = translate(project, "import", "en", str(file))
    assert shown.returncode == 0 and "Help costs [-12-]{+13+} euros." in shown.stdout and contents(project) == before
    assert translate(project, "import", "en", str(file), "--write").returncode == 0
    assert "Help costs 13 euros." in text(project, PAGE) and state(project) == "review"
    assert translate(project, "sync", "--check").returncode == 0


def test_an_export_of_an_older_source_is_refused(project: Project, tmp_path: Path) -> None:
    translate(project, "export", "safety-fire", "en", "--into", str(tmp_path))
    change(project, SOURCE, "12 Euro", "13 Euro")
    done = translate(project, "import", "en", str(next(tmp_path.iterdir())), "--write")
    assert done.returncode == 1 and "M014" in done.stdout and "12 euros" in text(project, PAGE)


@pytest.mark.parametrize("form", ["po", "xliff-1.2", "xliff-2.1"])
def test_an_export_of_another_language_is_refused(project: Project, tmp_path: Path, form: str) -> None:
    translate(project, "start", "uk")
    translate(project, "export", "safety-fire", "en", "--format", form, "--into", str(tmp_path))
    before = contents(project)
    done = translate(project, "import", "uk", str(next(tmp_path.iterdir())), "--write")
    assert done.returncode == 1 and re.search("M009|M010", done.stdout) and contents(project) == before


def test_who_has_nothing_to_translate_is_told_what_to_read(project: Project) -> None:
    said = translate(project, "next", "en").stdout
    assert said.startswith("Nothing waits") and "content/en/safety/fire.md first" in said
    assert "translate.py accept safety-fire en --by NAME" in said
    for page in ("safety-fire", "home"):
        translate(project, "accept", page, "en", "--by", "Ada")
    assert translate(project, "next", "en").stdout == "Nothing waits for a translation.\n"


def test_a_page_that_does_not_fit_its_source_is_not_exported_accepted_or_compared(
    project: Project, tmp_path: Path
) -> None:
    change(project, PAGE, "- Help costs 12 euros.\n", "")
    for words in (
        ["export", "safety-fire", "en", "--into", str(tmp_path)],
        ["diff", "safety-fire", "en"],
        ["accept", "safety-fire", "en", "--by", "Ada"],
    ):
        done = translate(project, *words)
        assert done.returncode == 1 and "S011" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_only_pages_with_something_to_do_are_exported_on_demand(project: Project, tmp_path: Path) -> None:
    change(project, SOURCE, "12 Euro", "13 Euro")
    assert translate(project, "export", "all", "en", "--only", "stale", "--into", str(tmp_path)).returncode == 0
    assert [file.name for file in tmp_path.iterdir()] == ["safety-fire.en.po"]


def test_a_new_language_needs_no_file_made_by_hand(project: Project) -> None:
    done = translate(project, "start", "uk", "--fallback", "en")
    assert done.returncode == 0 and "content/uk/safety/fire.md" in done.stdout
    register = text(project, "locales/languages.yml")
    assert register.startswith(LANGUAGES)
    assert "  uk: {autonym: українська, dir: ltr, fallback: [en], mkdocs: uk, status: draft}\n" in register
    assert 'msgid "Wenn es brennt"\nmsgstr ""' in text(project, "locales/uk/pages/safety-fire.po")
    assert (project.folder / "locales/uk/LC_MESSAGES/interface.po").is_file()
    assert state(project, tag="uk") == "missing" and translate(project, "sync", "--check").returncode == 0
    assert translate(project, "start", "uk").returncode == 2


def test_a_translation_made_in_the_record_alone_becomes_a_page(project: Project) -> None:
    translate(project, "start", "uk")
    file = "locales/uk/pages/home.po"
    project.write(file, text(project, file).replace('"Start"\nmsgstr ""', '"Start"\nmsgstr "Початок"'))
    translate(project, "sync")
    assert not (project.folder / "content/uk/index.md").exists(), "half a page is none"
    project.write(file, text(project, file).replace('"Willkommen."\nmsgstr ""', '"Willkommen."\nmsgstr "Вітаємо."'))
    assert "content/uk/index.md" in translate(project, "sync").stdout
    assert (
        text(project, "content/uk/index.md") == "---\nid: home\ntitle: Початок\nchecked: 2026-11-01\n---\n\nВітаємо.\n"
    )


def test_a_language_nobody_here_knows_has_to_be_described(project: Project) -> None:
    assert translate(project, "start", "rmy").returncode == 2
    assert translate(project, "start", "no such tag").returncode == 2
    done = translate(project, "start", "rmy", "--autonym", "Romani: čhib", "--dir", "ltr")
    assert done.returncode == 0 and 'autonym: "Romani: čhib"' in text(project, "locales/languages.yml")
    assert translate(project, "status").returncode == 0


def test_a_new_page_has_its_front_matter(project: Project) -> None:
    assert translate(project, "new", "services/water", "--title", "Wasser: was tun?").returncode == 0
    made = text(project, "content/de/services/water.md")
    assert made.startswith('---\nid: services-water\ntitle: "Wasser: was tun?"\n') and "checked: 2026-11-23\n" in made
    assert translate(project, "new", "services/water").returncode == 2
    assert translate(project, "new", "../../etc/passwd").returncode == 2
    assert run(project, "check.py").returncode in (0, 1)


def test_codes_are_explained(project: Project) -> None:
    assert translate(project, "explain", "s010").stdout.startswith("S010 A translation changed on both sides\nError.")
    assert translate(project, "explain", "X999").returncode == 2


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nonsense"],
        ["diff", "safety-fire", "nl"],
        ["diff", "safty-fire", "en"],
        ["accept", "safety-fire", "en"],
        ["accept", "safety-fire", "en", "--by", "a: b"],
        ["accept", "--minor", "safety-fire", "en", "--by", "Ada"],
        ["status", "nl"],
        ["import", "en", "nowhere.po"],
    ],
    ids=lambda words: " ".join(words),
)
def test_a_misunderstood_command_ends_with_two(project: Project, words: list[str]) -> None:
    assert translate(project, *words).returncode == 2


def test_a_broken_record_is_named_and_left_alone(project: Project) -> None:
    broken = text(project, RECORD)[:-20]
    project.write(RECORD, broken)
    done = translate(project, "sync")
    assert done.returncode == 1 and "M001" in done.stdout and text(project, RECORD) == broken
    accept = translate(project, "accept", "safety-fire", "en", "--by", "Ada")
    assert accept.returncode == 1 and "M001" in accept.stdout and text(project, RECORD) == broken


def test_the_tools_speak_the_language_of_the_environment_and_programs_read_the_same(project: Project) -> None:
    change(project, SOURCE, "12 Euro", "13 Euro")
    german = {"LC_ALL": "de_DE.UTF-8"}
    status = run(project, "translate.py", "status", **german).stdout
    assert "Sicherheit: 1 veraltet" in status and "safety:" not in status
    shown = run(project, "translate.py", "diff", "safety-fire", "en", **german).stdout
    assert "Ausgangstext Die Hilfe kostet [-12-]{+13+} Euro." in shown and "anderer Fakt 12, 13" in shown
    wrong = run(project, "translate.py", "diff", "safty-fire", "en", **german)
    assert (wrong.returncode, wrong.stderr) == (2, "Es gibt keine Seite `safty-fire`. Meinten Sie `safety-fire`?\n")
    assert "Sicherheit zuerst" in run(project, "translate.py", "--help", **german).stdout
    for words in (["status"], ["next", "en"], ["diff", "safety-fire", "en"], ["sync", "--check"]):
        said = [run(project, "translate.py", *words, "--json", **one).stdout for one in ({}, german)]
        assert said[0] == said[1] != "", words


def test_a_value_that_cannot_be_taken_is_explained(project: Project) -> None:
    named = translate(project, "accept", "safety-fire", "en", "--by", "a: b").stderr
    assert "write one without colon" in named
    day = translate(project, "waive", "safety-fire", "en", "--by", "Bo", "--reason", "later", "--until", "soon").stderr
    assert "write it like 2027-01-31" in day
