"""What the translators' tools say: in the language the environment asks for, in English where nobody translated it."""

from pathlib import Path

import pytest
from portals import CATALOG

from lotse.exchange.speech import ENGLISH, Untold, speech, wanted

GERMAN = (
    CATALOG
    + 'msgid "removed"\nmsgstr "entfernt"\n\nmsgid "{file} is there already."\nmsgstr "{datei} gibt es schon."\n'
)


@pytest.mark.parametrize(
    ("environment", "tags"),
    [
        ({}, ()),
        ({"LANG": "de_DE.UTF-8"}, ("de-DE",)),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "tr_TR"}, ("tr-TR",)),
        ({"LANG": "de_DE", "LC_MESSAGES": "tr_TR", "LC_ALL": "uk_UA@x"}, ("uk-UA",)),
        ({"LANG": "de_DE", "LANGUAGE": "ckb:ar_SY:en"}, ("ckb", "ar-SY", "en")),
        ({"LC_ALL": "C.UTF-8", "LANG": "de_DE", "LANGUAGE": "de"}, ()),
        ({"LC_ALL": "", "LANG": "POSIX", "LANGUAGE": "de"}, ()),
    ],
)
def test_the_environment_asks_as_gettext_reads_it(environment: dict[str, str], tags: tuple[str, ...]) -> None:
    assert wanted(environment) == tags


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project whose tools speak German."""
    file = tmp_path / "locales/de/LC_MESSAGES/tools.po"
    file.parent.mkdir(parents=True)
    file.write_text(GERMAN, encoding="utf-8")
    return tmp_path


def test_a_region_falls_back_to_its_language_and_english_ends_the_list(root: Path) -> None:
    assert speech(root, ("de-AT",))("removed") == "entfernt"
    assert speech(root, ("nl", "de"))("removed") == "entfernt"
    assert speech(root, ("en-GB", "de"))("removed") == "removed"
    assert speech(root, ("../de",))("removed") == "removed"


def test_a_translation_that_lost_a_placeholder_is_passed_over(root: Path) -> None:
    assert speech(root, ("de",))("{file} is there already.", file="a.md") == "a.md is there already."


def test_what_is_wrong_is_kept_until_the_language_is_known(root: Path) -> None:
    error = Untold("{file} is there already.", file="{b}.md")
    assert str(error) == error.said(ENGLISH) == "{b}.md is there already."
