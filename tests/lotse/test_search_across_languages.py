"""How words across languages are measured: half of the pages are taken as not translated, and nothing is learned from them."""

import sys
from collections.abc import Sequence

import pytest

from lotse.search.model import Index
from scenario import ROOT

sys.path.insert(0, str(ROOT))

from benchmarks.measuring.search_across import Asked, Beside, beside, measured
from benchmarks.measuring.search_corpus import Corpus, Question, Text

WORDS = [("Haus", "house"), ("Kind", "child"), ("Geld", "money"), ("Arzt", "doctor")]


def corpus(language: str, number: int) -> Corpus:
    """Return pages about a word each, with a question about each."""
    pages = tuple(Text(pair[number], f"{pair[number]} {pair[number]}\n{language}") for pair in WORDS)
    return Corpus(language, pages, tuple(Question(pair[number], at, at != 3) for at, pair in enumerate(WORDS)))


@pytest.fixture
def corpora() -> Beside:
    return beside(corpus("de", 0), corpus("en", 1))


def test_only_questions_that_a_page_answers_are_asked(corpora: Beside) -> None:
    assert [(own, question.text) for own, question in corpora.questions] == [
        ("house", "Haus"),
        ("child", "Kind"),
        ("money", "Geld"),
    ]


def test_one_half_is_in_the_source_language_and_teaches_nothing(corpora: Beside) -> None:
    assert [document.language for document in corpora.documents(0)] == ["de", "en", "de", "en"]
    assert ("Kind", "child") in corpora.sentences(1)
    assert not [pair for pair in corpora.sentences(1) if "Haus" in pair[0] or "Geld" in pair[0]]


def test_a_set_is_scored_by_halves(corpora: Beside) -> None:
    asked = Asked("", tuple(question for _, question in corpora.questions), ((0, 1), (0, 1), ()))
    assert asked.score().r1 == pytest.approx(100 / 3)
    assert (asked.score(0).r5, asked.score(1).r5, asked.score(1).r1) == (50, 100, 0)


def test_every_question_is_asked_once_about_a_page_that_is_not_translated(corpora: Beside) -> None:
    def nothing(index: Index, queries: Sequence[str], across: bool) -> list[list[int]]:
        others = [one.language for one in index.documents[index.own :]]
        assert set(others) == ({"de"} if across else set())
        return [[] for _ in queries]

    result = measured(corpora, nothing)
    assert [sorted(question.page for question in asked.questions) for asked in result.sets] == [[0, 1, 2]] * 5
    assert set(result.bytes_more) == {"half translated", "all translated"}
