"""Failing builds: everything wrong is listed, the old site stays byte for byte, and nothing is left beside it."""

from collections.abc import Callable, Mapping

import pytest

from scenario import LANGUAGES, PAGE, Project, tree

Make = Callable[[Mapping[str, str | bytes]], Project]
Break = Callable[[Project], object]

ONE_LANGUAGE = (
    '{% extends "layout.html" %}{% block main %}{{ no_such_name if language.tag == "ar" else "" }}{% endblock %}'
)


def broken_theme(name: str, text: str) -> Break:
    return lambda project: (project.own_theme() / name).write_text(text, encoding="utf-8")


FAILURES: dict[str, tuple[Break, str]] = {
    "an error": (lambda project: project.write("content/de/a.md", "no title"), "content/de/a.md:1: P004"),
    "a warning": (
        lambda project: project.write("content/de/a.md", PAGE.format(id="a", title="A", body="<b>x</b>")),
        "content/de/a.md:7: H001 (warning)",
    ),
    "a folder of no language": (
        lambda project: project.write("content/it/index.md", PAGE.format(id="home", title="I", body="")),
        "content/it:1: L003",
    ),
    "a warning of MkDocs": (
        lambda project: project.write(
            "mkdocs.yml", (project.folder / "mkdocs.yml").read_text(encoding="utf-8") + "\nnav: [gone.md]\n"
        ),
        "gone.md",
    ),
    "an exception in one language": (broken_theme("page.html", ONE_LANGUAGE), "no_such_name"),
    "an exception above the languages": (broken_theme("chooser.html", "{{ no_such_name }}"), "no_such_name"),
    "a template that cannot be read": (broken_theme("page.html", "{% if %}"), "page.html"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failed_build_leaves_the_old_site_and_nothing_beside_it(project: Make, failure: str) -> None:
    made = project({})
    assert made.build().code == 0
    before, cause = tree(made.folder / "site"), FAILURES[failure]
    inode = (made.folder / "site").stat().st_ino
    cause[0](made)
    failed = made.build()
    assert failed.code == 1 and cause[1] in failed.output
    assert tree(made.folder / "site") == before
    assert (made.folder / "site").stat().st_ino == inode
    assert made.beside == []


@pytest.mark.parametrize("failure", ["an error", "an exception in one language"])
def test_a_failed_first_build_leaves_no_site(project: Make, failure: str) -> None:
    made = project({})
    FAILURES[failure][0](made)
    assert made.build().code == 1
    assert not (made.folder / "site").exists() and made.beside == []


def test_an_exception_is_told_with_its_language_and_its_place(project: Make) -> None:
    made = project({})
    FAILURES["an exception in one language"][0](made)
    output = made.build().output
    assert "The build of ar failed; the old site stays." in output
    assert "Traceback" in output and "UndefinedError" in output


def test_a_users_mistake_shows_no_traceback(project: Make) -> None:
    made = project({"content/de/a.md": "no title", "content/facts/needs.yml": "- a\n"})
    assert "Traceback" not in made.build().output


BAD: dict[str, str | bytes] = {
    "content/de/a.md": PAGE.format(id="a", title="A", body="[tot](nirgends.md) [[niemand]] <i>x</i>"),
    "content/de/b.md": PAGE.format(id="b", title="B", body="Rufen Sie [[notruf:fax]] an."),
    "content/en/c.md": "---\ntitle: C: D\n---\n",
    "content/en/d.md": b"---\ntitle: D\n---\n\xff",
    "locales/ar/LC_MESSAGES/facts.po": 'msgid "a',
}
FOUND = [
    ("content/de/a.md", 7, "F008"),
    ("content/de/a.md", 7, "H001"),
    ("content/de/a.md", 7, "H001"),
    ("content/de/a.md", 7, "K001"),
    ("content/de/b.md", 7, "F009"),
    ("content/en/c.md", 2, "P002"),
    ("content/en/d.md", 4, "P001"),
    ("locales/ar/LC_MESSAGES/facts.po", 1, "M001"),
]


def test_all_findings_are_listed_not_only_the_first(project: Make) -> None:
    built = project(BAD).build()
    assert built.code == 1
    assert built.findings == FOUND
    assert "6 errors, 2 warnings" in built.output


def test_keep_going_lists_the_findings_and_publishes_all_the_same(project: Make) -> None:
    built = project(BAD).build(LOTSE_KEEP_GOING="1")
    assert built.code == 0, built.output
    assert built.findings == FOUND
    assert "<p>tot  <i>x</i></p>" in built.page("de/a.html")
    assert "<p>Rufen Sie  an.</p>" in built.page("de/b.html")
    assert not (built.site / "en" / "c.html").exists()
    assert '<article lang="de" dir="ltr">' in built.page("ar/a.html")


def test_keep_going_survives_a_broken_register(project: Make) -> None:
    register = LANGUAGES.replace("autonym: English, dir: ltr", "autonym: English, dir: sideways")
    built = project({"locales/languages.yml": register}).build(LOTSE_KEEP_GOING="1")
    assert built.code == 0, built.output
    assert "Traceback" not in built.output
    assert (built.site / "ar" / "index.html").is_file() and not (built.site / "en").exists()


def test_without_strict_warnings_are_listed_and_published(project: Make) -> None:
    made = project({"content/de/a.md": PAGE.format(id="a", title="A", body="<b>x</b>")})
    built = made.build(strict=False)
    assert built.code == 0, built.output
    assert built.findings == [("content/de/a.md", 7, "H001")] * 2
    made.write("content/de/b.md", "no title")
    assert made.build(strict=False).code == 1


def test_a_language_that_is_not_in_the_register_cannot_be_asked_for(project: Make) -> None:
    built = project({}).build(LOTSE_LANGUAGES="de,nl")
    assert built.code == 1 and "There is no language `nl` to build." in built.output
    assert "Use de, en, ar." in built.output


def test_an_empty_register_is_told_and_not_a_crash(project: Make) -> None:
    built = project({"locales/languages.yml": "source: de\n"}).build()
    assert built.code == 1 and "Traceback" not in built.output
    assert ("locales/languages.yml", 1, "L001") in built.findings


def test_what_a_killed_build_left_is_cleared_away_by_the_next(project: Make) -> None:
    made = project({".site.new-99999999/de/index.html": "half", ".site.new-99999999.root/index.html": "half"})
    assert made.build().code == 0
    assert made.beside == []
