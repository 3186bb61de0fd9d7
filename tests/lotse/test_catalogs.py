"""Catalogs of words: read without guessing, brought up to date without losing a translator's work."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from portals import CATALOG, portal_of

from lotse.exchange.catalogs import as_bytes, interface_messages, template, tools_messages, update_all, updated
from lotse.read.catalogs import read_messages
from lotse.report import Finding
from scenario import ROOT

CURRENT = template([("", "Menu"), ("", "Home"), ("", "Checked: {date}"), ("areas.DE.name", "Deutschland")])
OLD = (
    CATALOG
    + """
# Short, please: it stands on a button.
msgid "Menu"
msgstr "Menü"

#, fuzzy
msgid "Home"
msgstr "Heim"

msgid "Gone"
msgstr "Weg"

msgctxt "areas.DE.name"
msgid "Deutschland"
msgstr "Germany"

#~ msgid "Long gone"
#~ msgstr "Lange weg"
"""
)


def write(folder: Path, text: str) -> Path:
    file = folder / "old.po"
    file.write_text(text, encoding="utf-8")
    return file


def test_translations_and_their_comments_stay(tmp_path: Path) -> None:
    new = updated(write(tmp_path, OLD), "en", CURRENT).decode()
    assert '# Short, please: it stands on a button.\nmsgid "Menu"\nmsgstr "Menü"' in new
    assert 'msgctxt "areas.DE.name"\nmsgid "Deutschland"\nmsgstr "Germany"' in new
    assert '#, fuzzy\nmsgid "Home"\nmsgstr "Heim"' in new


def test_messages_that_are_gone_go_and_new_ones_come_untranslated(tmp_path: Path) -> None:
    new = updated(write(tmp_path, OLD), "en", CURRENT).decode()
    assert "Gone" not in new and "Long gone" not in new
    assert 'msgid "Checked: {date}"\nmsgstr ""' in new


def test_a_changed_source_loses_its_translation(tmp_path: Path) -> None:
    new = updated(write(tmp_path, OLD), "en", template([("areas.DE.name", "Bundesrepublik")])).decode()
    assert "Germany" not in new and 'msgid "Bundesrepublik"\nmsgstr ""' in new


def test_updating_twice_changes_nothing_more(tmp_path: Path) -> None:
    once = updated(write(tmp_path, OLD), "en", CURRENT)
    (tmp_path / "old.po").write_bytes(once)
    assert updated(tmp_path / "old.po", "en", CURRENT) == once


def test_catalogs_name_their_language_and_no_date_place_or_person(tmp_path: Path) -> None:
    new = updated(write(tmp_path, OLD), "ckb", CURRENT).decode()
    assert '"Language: ckb\\n"' in new and "charset=utf-8" in new
    assert not any(word in new for word in ("Date", "Last-Translator", "Generated", "#: "))
    assert "Language:" not in as_bytes(CURRENT).decode()


def test_a_catalog_that_is_missing_is_made(tmp_path: Path) -> None:
    new = updated(tmp_path / "none.po", "ti", CURRENT)
    (tmp_path / "new.po").write_bytes(new)
    found: list[Finding] = []
    catalog = read_messages(tmp_path, "new.po", found)
    assert [message.id for message in catalog.messages.values()] == ["Menu", "Home", "Checked: {date}", "Deutschland"]
    assert not any(message.text for message in catalog.messages.values()) and not found


def test_only_what_is_out_of_date_is_changed(tmp_path: Path) -> None:
    portal = portal_of(tmp_path)
    changes = dict(update_all(portal, ROOT / "theme", ROOT / "hooks" / "lotse"))
    names = {str(file.relative_to(tmp_path)) for file in changes}
    assert names == {
        "locales/interface.pot",
        "locales/facts.pot",
        "locales/tools.pot",
        "locales/de/LC_MESSAGES/interface.po",
        "locales/en/LC_MESSAGES/interface.po",
        "locales/en/LC_MESSAGES/facts.po",
    }
    for file, new in changes.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(new)
    assert list(update_all(portal, ROOT / "theme", ROOT / "hooks" / "lotse")) == []


def test_messages_of_templates_and_code_are_found() -> None:
    messages = {message for _, message in interface_messages(ROOT / "theme", ROOT / "hooks" / "lotse")}
    assert {"Menu", "Emergency numbers", "At most {time}", "{number} hours", "More pages in this section"} <= messages


def test_messages_of_the_tools_are_found_also_where_a_message_would_hide() -> None:
    scripts, package = ROOT / "scripts", ROOT / "hooks" / "lotse"
    said = set(tools_messages(scripts, package))
    files = [*scripts.glob("*transl*.py"), *(package / "exchange").glob("*.py")]
    typed = {
        literal[1:-1]
        for file in files
        for literal in re.findall(
            r"""\b(?:say|N_|Wrong|Unknown)\(\s*("[^"]*"|'[^']*')""", file.read_text(encoding="utf-8")
        )
    }
    assert typed - {"…"} == said and len(said) > 100


def test_a_fuzzy_message_counts_as_untranslated(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    catalog = read_messages(tmp_path, "old.po", [])
    assert catalog.text("Menu") == "Menü" and catalog.text("Home") == "" and catalog.text("Nothing") == ""
    assert catalog.text("Deutschland", "areas.DE.name") == "Germany" and catalog.text("Deutschland") == ""


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ('msgid "a"\nmsgstr "b\n', 2),
        ('msgid "a"\nmsgstr b\n', 2),
        ("nonsense\n", 1),
        ('msgid "a" "b"c"\nmsgstr ""\n', 1),
        ('msgstr "a"b"\n', 1),
    ],
)
def test_a_broken_catalog_is_found_at_its_line(tmp_path: Path, broken: str, line: int) -> None:
    write(tmp_path, broken)
    found: list[Finding] = []
    assert not read_messages(tmp_path, "old.po", found).messages
    assert [(finding.code, finding.line) for finding in found] == [("M001", line)]


LINES = st.sampled_from(
    [
        "",
        'msgid "a"',
        'msgid ""',
        'msgstr "b"',
        'msgstr ""',
        '"more"',
        'msgctxt "c"',
        "# x",
        "#, fuzzy",
        "#~ msgid",
        'msgstr[0] "x"',
        'msgid_plural "as"',
        '"Content-Type: text/plain; charset=nope\\n"',
        '"Plural-Forms: nplurals=x; plural=;\\n"',
        "#| x",
        "\ufeff",
        'msgstr "\\x"',
        '"Language: qqq\\n"',
        '"POT-Creation-Date: yesterday\\n"',
        "#: a.html:x",
        "msgid",
        '"',
        "\0",
        'msgstr[9] "x"',
        'msgstr[a] "x"',
        '"\\',
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=8).map("\n".join))
def test_no_catalog_however_broken_stops_the_reading(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("po")
    write(folder, text)
    found: list[Finding] = []
    read_messages(folder, "old.po", found)
    assert all(finding.code == "M001" and 0 < finding.line <= text.count("\n") + 2 for finding in found)
