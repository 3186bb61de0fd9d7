"""The dictionary between two languages: what it learns, from what, and which words it gives a page."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from portals import RECORD, portal_of

from lotse.check.parity.glossary import read_glossary
from lotse.search import kept
from lotse.search.across import Source, crossed, source_of, taught
from lotse.search.dictionary import Dictionary, learn
from lotse.search.model import Document
from lotse.search.sentences import split, translated
from scenario import ROOT

PAIRS = [
    ("das haus ist groß", "the house is big"),
    ("das haus ist alt", "the house is old"),
    ("das kind ist groß", "the child is big"),
    ("ein kind", "a child"),
    ("ein altes haus", "an old house"),
]
SPLIT = [(source.split(), translation.split()) for source, translation in PAIRS]


def first(dictionary: Dictionary, word: str) -> str:
    return dictionary.of(word)[0][0]


def test_words_that_stand_beside_each_other_again_and_again_become_translations() -> None:
    learned = learn(SPLIT)
    assert [first(learned, word) for word in ("haus", "kind", "groß", "alt")] == ["house", "child", "big", "old"]


def test_chances_are_those_of_one_word_and_the_best_stands_first() -> None:
    for found in learn(SPLIT, least=0.0, most=99).words.values():
        chances = [chance for _, chance in found]
        assert chances == sorted(chances, reverse=True)
        assert sum(chances) == pytest.approx(1.0)


def test_what_is_unlikely_is_left_out_and_what_is_too_much() -> None:
    learned = learn(SPLIT, least=0.2, most=2)
    assert all(len(found) <= 2 and all(chance >= 0.2 for _, chance in found) for found in learned.words.values())


def test_a_sentence_that_stands_on_every_page_teaches_no_more_than_one() -> None:
    assert learn([*SPLIT, *[SPLIT[0]] * 20]) == learn(SPLIT)


def test_nothing_is_learned_from_nothing() -> None:
    assert learn([]).words == learn([([], ["word"]), (["wort"], [])]).words == {}


def test_a_compound_nobody_has_seen_means_what_its_parts_mean() -> None:
    learned = Dictionary({"kind": (("child", 0.9),), "garten": (("garden", 0.8),), "ten": (("ten", 1.0),)})
    assert learned.of("kindergarten") == (("garden", 0.8), ("child", 0.9))
    assert learned.of("vorgarten") == (("garden", 0.8),)
    assert learned.of("unbekannt") == ()


@pytest.mark.parametrize("word", ["wohnungsamt", "kinderamt", "schulamt"])
def test_what_joins_the_parts_of_a_compound_is_no_part_of_them(word: str) -> None:
    learned = Dictionary({one: ((one, 1.0),) for one in ("wohnung", "kind", "schule", "amt")})
    assert next(found for found, _ in learned.of(word)) == "amt"
    assert len(learned.of(word)) == 2


def test_the_same_sentences_give_the_same_dictionary_in_every_process() -> None:
    code = f"from lotse.search.dictionary import learn; print(learn({SPLIT!r}, least=0.0))"

    def run(seed: str) -> str:
        path = os.pathsep.join([str(ROOT / "hooks"), os.environ.get("PYTHONPATH", "")])
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        return subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        ).stdout

    assert run("1") == run("2") == f"{learn(SPLIT, least=0.0)}\n"


def test_segments_are_paired_by_sentences_where_both_sides_have_as_many() -> None:
    assert list(split("Eins. Zwei [da](a.md)!", "One. Two [there](a.md)!")) == [
        ("Eins.", "One."),
        ("Zwei da!", "Two there!"),
    ]
    assert list(split("Eins. Zwei.", "One and two.")) == [("Eins. Zwei.", "One and two.")]
    assert list(split("[[notruf]]", "[[notruf]]")) == []


def test_sentences_come_from_records_facts_and_the_glossary(tmp_path: Path) -> None:
    glossary = "term,language,required,forbidden,note\nWillkomm*,en,welc,,\nHilfe,en,aid,,\n"
    portal = portal_of(tmp_path, {"locales/glossary.csv": glossary})
    terms, _ = read_glossary(tmp_path, ["de", "en"])
    found = translated(portal, "en", [term for term in terms if term.required])
    assert found[:2] == [("Start", "Start"), ("Willkommen.", "Welcome.")]
    assert ("Hilfe", "Help") in found
    assert found[-2:] == [("Willkomm", "welcome"), ("Hilfe", "aid")]  # "welc" begins a word that is used, "aid" none


def test_a_page_without_a_record_is_laid_beside_its_source(tmp_path: Path) -> None:
    assert ("Willkommen.", "Welcome.") in translated(portal_of(tmp_path, {"locales/en/pages/home.po": None}), "en")


def test_a_translation_that_has_to_be_looked_at_teaches_nothing(tmp_path: Path) -> None:
    fuzzy = RECORD.replace('msgctxt "home/1"', '#, fuzzy\nmsgctxt "home/1"')
    found = translated(portal_of(tmp_path, {"locales/en/pages/home.po": fuzzy}), "en")
    assert ("Start", "Start") in found
    assert ("Willkommen.", "Welcome.") not in found


def test_a_dictionary_is_learned_again_only_when_a_sentence_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = kept.dictionary(PAIRS, "de", "en", tmp_path)
    assert known == taught(PAIRS, "de", "en")
    monkeypatch.setattr(kept, "taught", lambda *_: Dictionary({}))
    assert kept.dictionary(PAIRS, "de", "en", tmp_path) == known
    assert kept.dictionary(PAIRS[1:], "de", "en", tmp_path) == Dictionary({})


@pytest.mark.parametrize("text", ["", "{", "[]", '{"key": 1}', "\xff"])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    known = kept.dictionary(PAIRS, "de", "en", tmp_path)
    (tmp_path / "de-en.json").write_text(text, encoding="latin-1")
    assert kept.dictionary(PAIRS, "de", "en", tmp_path) == known


def page(url: str, title: str, text: str, language: str = "de") -> Document:
    return Document(url=url, title=title, text=text, language=language)


@pytest.fixture
def source() -> Source:
    pages = [
        page("a.html", "Das Haus", "Ein altes Haus. Das Haus ist groß."),
        page("b.html", "Kind", "Das Kind ist groß. Ein Kind spielt."),
        page("c.html", "Rest", "Ein Rest ist groß."),
    ]
    return source_of(pages, "de")


def across(source: Source, titles: Mapping[str, str]) -> list[Document]:
    own = page("a.html", "The house", "An old house.", "en")
    untranslated = page("b.html", "Kind", "Das Kind ist groß. Ein Kind spielt.")
    channel = Document(url="a.html", title="Helpline", kind="channel", language="en")
    return crossed([own, untranslated, channel], "en", source, taught(PAIRS, "de", "en"), titles)


def test_a_page_that_is_not_translated_gets_words_of_the_readers_language(source: Source) -> None:
    words = across(source, {})[1].words_across
    assert max(words, key=lambda word: words[word]) == "child"
    assert "house" not in words


def test_a_translated_title_counts_like_a_title(source: Source) -> None:
    assert across(source, {"b.html": "Youngsters"})[1].words_across["youngsters"] == 6.0


def test_a_translated_page_keeps_the_words_its_source_has_for_it(source: Source) -> None:
    own, _, channel = across(source, {})
    assert own.source_words.startswith("Das Haus")
    assert "alt" in own.source_words
    assert not own.words_across
    assert channel.source_words == ""


def test_words_that_tell_a_page_from_others_come_first(source: Source) -> None:
    assert source.telling("a.html").split()[:3] == ["Das", "Haus", "altes"]
    assert source.telling("b.html").split()[:2] == ["Kind", "spielt"]
