"""Words: the reader's language first, then the fallback chain, always marked with the language they are really in."""

from pathlib import Path

import pytest
from markupsafe import Markup
from portals import CATALOG, portal_of

from lotse.model import Portal
from lotse.render.cards import Cards
from lotse.render.environment import template_environment
from lotse.render.words import Words
from scenario import LANGUAGES, ROOT

MORE = """\
  ckb: {autonym: کوردیی ناوەندی, dir: rtl, fallback: [ar, en], mkdocs: ku, status: published}
  rom: {autonym: Romani, dir: ltr, fallback: [], mkdocs: ro, status: draft}
"""
REGISTER = LANGUAGES + MORE


def po(**messages: str) -> str:
    return CATALOG + "".join(f'\nmsgid "{msgid}"\nmsgstr "{text}"\n' for msgid, text in messages.items())


def fact(context: str, msgid: str, text: str) -> str:
    return f'{CATALOG}\nmsgctxt "{context}"\nmsgid "{msgid}"\nmsgstr "{text}"\n'


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    return portal_of(
        tmp_path,
        {
            "locales/languages.yml": REGISTER,
            "locales/ar/LC_MESSAGES/interface.po": po(Menu="القائمة"),
            "locales/de/LC_MESSAGES/interface.po": po(Menu="Menü", Home="Start"),
            "locales/ar/LC_MESSAGES/facts.po": fact("channels.notruf.name", "Notruf", "طوارئ"),
        },
    )


def test_the_readers_own_word_needs_no_mark(portal: Portal) -> None:
    assert Words(portal, "ar")("Menu") == "القائمة"
    assert Words(portal, "en")("Menu") == "Menu"


def test_a_word_of_another_language_carries_its_language_and_direction(portal: Portal) -> None:
    assert Words(portal, "ckb")("Menu") == '<span lang="ar" dir="rtl">القائمة</span>'
    assert Words(portal, "ckb")("Home") == '<span lang="en" dir="ltr">Home</span>'
    assert Words(portal, "rom")("Home") == '<span lang="de" dir="ltr">Start</span>'
    assert Words(portal, "de")("Print this page") == '<span lang="en" dir="ltr">Print this page</span>'


def test_facts_fall_back_along_the_chain_to_the_source_language(portal: Portal) -> None:
    ckb = Words(portal, "ckb")
    assert ckb.mark(ckb.fact("channels.notruf.name", "Notruf")) == '<span lang="ar" dir="rtl">طوارئ</span>'
    assert ckb.mark(ckb.fact("areas.DE.name", "Deutschland")) == '<span lang="en" dir="ltr">Germany</span>'
    rom = Words(portal, "rom")
    assert rom.mark(rom.fact("areas.DE.name", "Deutschland")) == '<span lang="de" dir="ltr">Deutschland</span>'


def test_a_fact_whose_words_have_changed_is_not_translated(portal: Portal) -> None:
    assert Words(portal, "ar").fact("channels.notruf.name", "Notruf 112").text == "Notruf 112"


def test_nothing_said_leaves_no_trace(portal: Portal) -> None:
    english = Words(portal, "en")
    assert english.mark(english.fact("portal.notice", "")) == ""


def test_values_are_escaped_and_markup_stays(portal: Portal) -> None:
    said = Words(portal, "en")("Last checked: {date}", date="<b>1 & 2</b>")
    assert said == "Last checked: &lt;b&gt;1 &amp; 2&lt;/b&gt;"
    assert Words(portal, "en")("At most {time}", time=Markup("<b>2</b>")) == "At most <b>2</b>"


@pytest.mark.parametrize("translated", ["{datum}", "{date} {0}", "{date} {", "{date.__class__}", "ohne"])
def test_a_translation_with_other_placeholders_counts_as_none(tmp_path: Path, translated: str) -> None:
    files = {"locales/de/LC_MESSAGES/interface.po": po(**{"Valid until {date}": translated})}
    said = Words(portal_of(tmp_path, files), "de")("Valid until {date}", date="x")
    assert said == '<span lang="en" dir="ltr">Valid until x</span>'


def test_hostile_words_of_translators_stay_words(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> & <img src=x onerror=y>"
    files = {
        "locales/en/LC_MESSAGES/facts.po": fact("channels.notruf.name", "Notruf", hostile),
        "locales/en/LC_MESSAGES/interface.po": po(Call=hostile),
    }
    portal = portal_of(tmp_path, files)
    card = cards(portal, "en").card(portal.facts.channels["notruf"])
    assert "<script" not in card and "<img" not in card
    assert card.count("&lt;script&gt;") == 3, "the name, its label for screen readers, and the label of the number"


def test_hostile_words_of_editors_stay_words(tmp_path: Path) -> None:
    channels = """\
notruf:
  name: "<script>a</script>"
  does: "<b onclick='x'>does</b>"
  not: "\\" onmouseover=\\"x"
  call: "112"
  visit: "<i>Am Markt</i>"
  mail: "a@b.de\\"><script>"
  web: "https://example.org/\\"><script>"
  for: [help]
  checked: 2026-01-01 https://example.org/"><script>
"""
    portal = portal_of(tmp_path, {"content/facts/channels.yml": channels})
    card = cards(portal, "de").card(portal.facts.channels["notruf"])
    assert not any(evil in card for evil in ("<script", "<b ", "<i>", '" onmouseover="'))


def test_lists_have_the_separators_of_the_language(portal: Portal) -> None:
    things = [Markup("<b>1</b>"), Markup("2"), Markup("3")]
    assert Words(portal, "en").listed(things) == "<b>1</b>, 2 and 3"
    assert Words(portal, "de").listed(things) == "<b>1</b>, 2 und 3"
    assert "و" in Words(portal, "ar").listed(things)
    assert Words(portal, "de").listed([]) == ""
    assert Words(portal, "de").listed([Markup("{0}")]) == "{0}"


def test_languages_have_names_in_the_readers_language_or_their_own(portal: Portal) -> None:
    assert Words(portal, "de").name_of("ckb") == "Zentralkurdisch"
    assert Words(portal, "en").name_of("de") == "German"
    assert Words(portal, "rom").name_of("de") == "German"
    assert Words(portal, "de").name_of("xyz") == "xyz"


def cards(portal: Portal, tag: str) -> Cards:
    return Cards(portal, Words(portal, tag), template_environment(ROOT / "theme", portal.settings.icons))
