"""The words of a text in their plainest spelling: Python and JavaScript make the same."""

import unicodedata
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from search_node import Browser

from lotse.search.analyze import Analyzer, tokens
from scenario import ROOT

CASES = yaml.safe_load((ROOT / "tests" / "golden" / "search" / "tokens.yml").read_text(encoding="utf-8"))
REGISTERED = list(yaml.safe_load((ROOT / "locales" / "languages.yml").read_text(encoding="utf-8"))["languages"])
OTHERS = [
    "fr",
    "pl",
    "vi",
    "hi",
    "zh-Hant",
    "ja",
    "th",
    "km",
    "my",
    "am",
    "ur",
    "ps",
    "so",
    "ru",
    "sr",
    "he",
    "el",
    "ko",
]
BLOCKS = [
    (0x20, 0x24F), (0x2B0, 0x36F), (0x370, 0x52F), (0x590, 0x6FF), (0x750, 0x77F), (0x900, 0x9FF), (0xE00, 0xEFF),
    (0x1000, 0x109F), (0x1200, 0x137F), (0x1780, 0x17FF), (0x1E00, 0x1FFF), (0x2000, 0x206F), (0x3000, 0x30FF),
    (0x4E00, 0x4EFF), (0xAC00, 0xACFF), (0xFB50, 0xFEFF), (0xFF00, 0xFFEF), (0x1F300, 0x1F6FF),
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    made = Browser()
    yield made
    made.close()


def known(letter: str) -> bool:
    """Letters that this Python's Unicode does not know may be folded by a newer one."""
    return unicodedata.category(letter) not in ("Cn", "Cs", "Co")


LETTERS = st.sampled_from([chr(code) for first, last in BLOCKS for code in range(first, last + 1) if known(chr(code))])
TEXTS = st.text(st.one_of(LETTERS, st.sampled_from(" '’-.")), max_size=24)


@pytest.mark.parametrize(("tag", "text", "expected"), CASES)
def test_a_text_becomes_its_words_in_python(tag: str, text: str, expected: list[str]) -> None:
    assert tokens(text, tag) == expected


def test_the_same_texts_become_the_same_words_in_a_browser(browser: Browser) -> None:
    assert browser.tokens([(tag, text) for tag, text, _ in CASES]) == [expected for *_, expected in CASES]


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(REGISTERED + OTHERS), TEXTS), min_size=20, max_size=60))
def test_python_and_a_browser_always_agree(browser: Browser, pairs: list[tuple[str, str]]) -> None:
    assert browser.tokens(pairs) == [tokens(text, tag) for tag, text in pairs]


@pytest.mark.parametrize("tag", REGISTERED)
def test_python_and_a_browser_agree_on_the_pages_of_the_demo(browser: Browser, tag: str) -> None:
    lines = [
        line
        for file in sorted((ROOT / "content" / tag).rglob("*.md"))
        for line in file.read_text(encoding="utf-8").split("\n")
    ]
    assert lines
    assert browser.tokens([(tag, line) for line in lines]) == [tokens(line, tag) for line in lines]


def test_a_word_is_known_with_the_spelling_it_had() -> None:
    assert list(Analyzer("de").spelled("Die Bücher, E-Mail!")) == [
        ("die", "Die"), ("bucher", "Bücher"), ("e", "E"), ("mail", "Mail"),
    ]  # fmt: skip
