"""What people type finds the page they mean: queries as written (tests/golden/search/queries), and titles typed badly."""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pytest
import yaml
from portals import TODAY
from search_node import Browser

from copying import environment
from lotse.check.offer import as_offered
from lotse.model import Portal
from lotse.read.portal import read_portal
from lotse.render.markdown import MarkdownRenderer
from lotse.render.site import LanguageSite
from lotse.search.index import build
from lotse.search.model import Index
from lotse.search.page_text import documents
from lotse.search.site_index import emergency_words
from lotse.search.synonyms import synonyms
from scenario import ROOT

QUERIES = ROOT / "tests" / "golden" / "search" / "queries"
TAGS = sorted(file.stem for file in QUERIES.glob("*.yml"))
TOP, TITLE_TOP, FEW = 3, 5, 20
AMBIGUOUS = 40  # of so many titles typed badly one may be another word: half of "Sicherheit" is "sicher"
SEED = 20261123


@pytest.fixture(scope="module")
def portal() -> Portal:
    return as_offered(read_portal(ROOT, TODAY)[0])


@pytest.fixture(scope="module")
def index_of(portal: Portal) -> Callable[[str], Index]:
    @cache
    def made(tag: str) -> Index:
        site = LanguageSite(portal, tag, frozenset(portal.register.languages), environment(), MarkdownRenderer())
        return build(documents(site, synonyms(portal, tag)), tag, emergency_words(portal))

    return made


def queries(tag: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((QUERIES / f"{tag}.yml").read_text(encoding="utf-8"))
    return found


def ask(index: Index, asked: Sequence[str]) -> list[Any]:
    """Return what the engine finds for each query."""
    browser = Browser().open(index)
    try:
        return [browser.find(query, limit=10) for query in asked]
    finally:
        browser.close()


def test_every_language_of_the_demo_has_queries(portal: Portal) -> None:
    assert set(portal.register.languages) == set(TAGS)
    assert all(len(queries(tag)) >= FEW for tag in TAGS)


@pytest.mark.parametrize("tag", TAGS)
def test_what_people_type_finds_the_page_they_mean(tag: str, portal: Portal, index_of: Callable[[str], Index]) -> None:
    wanted = queries(tag)
    urls = {page.id: page.href for page in portal.shown(tag).values()}
    answers = ask(index_of(tag), [query["ask"] for query in wanted])
    missed = [
        f"{query['ask']} ({query['as']})"
        for query, answer in zip(wanted, answers, strict=True)
        if not {urls[page] for page in query["find"]} & set(_first(answer, query.get("top", TOP)))
    ]
    assert not missed


def _first(answer: Mapping[str, Any], top: int) -> Iterator[str]:
    """Yield the first pages of each group: those in the reader's language, and the others."""
    for group in ("hits", "others"):
        yield from list(dict.fromkeys(hit["url"] for hit in answer[group]))[:top]


def typo(title: str) -> str:
    """Return a title with two letters of its longest word swapped, or one left out; the first letter stays."""
    rng = random.Random(f"{SEED} {title}")
    word = max(re.findall(r"\w+", title), key=len)
    at = rng.randrange(1, len(word) - 1) if len(word) > 2 else 0
    changed = word[:at] + rng.choice([word[at + 1 :], word[at + 1 : at + 2] + word[at] + word[at + 2 :]])
    return title.replace(word, changed, 1)


def half(title: str) -> str:
    """Return the first 60 % of a title, not less than three letters."""
    return title[: max(3, round(len(title) * 0.6))]


def plain(title: str) -> str:
    """Return a title without accents, umlauts and other marks."""
    split = unicodedata.normalize("NFD", title)
    return "".join(letter for letter in split if not unicodedata.combining(letter)).replace("ı", "i").replace("ß", "ss")


def replaced(pairs: Mapping[str, str]) -> Callable[[str], str]:
    return lambda title: "".join(pairs.get(letter, letter) for letter in title)


ARABIC = replaced({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي"})
PERSIAN_KEYS, ARABIC_KEYS = replaced({"ي": "ی", "ك": "ک"}), replaced({"ی": "ي", "ک": "ك", "\u200c": " "})
SPELLED: Mapping[str, tuple[Callable[[str], str], ...]] = {
    "de": (plain, str.upper, replaced({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})),
    "en": (str.upper, str.lower),
    "ar": (ARABIC, PERSIAN_KEYS),
    "uk": (replaced({"і": "и", "ї": "и", "є": "е", "ґ": "г"}), replaced({"’": "", "'": ""}), str.upper),
    "fa": (ARABIC_KEYS, replaced({"\u200c": ""}), replaced({"آ": "ا", "ئ": "ی"})),
    "tr": (plain, str.upper, lambda title: title.replace("i", "İ").replace("ı", "I").upper()),
    "ti": (replaced({"ሓ": "ሃ", "ሕ": "ህ", "ጽ": "ፅ", "ጸ": "ፀ", "ዓ": "ኣ", "ሰ": "ሠ"}), replaced({"ኣ": "አ", "ዓ": "አ"})),
    "ckb": (ARABIC_KEYS, replaced({"ێ": "ی", "ۆ": "و", "ڵ": "ل", "ڕ": "ر", "ڤ": "ف"})),
}


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("name", ["typo", "half", "spelled"])
def test_a_title_typed_badly_finds_its_page(
    tag: str, name: str, portal: Portal, index_of: Callable[[str], Index]
) -> None:
    changes = {"typo": (typo,), "half": (half,), "spelled": SPELLED[tag]}[name]
    pages = [page for page in portal.shown(tag).values() if page.language == tag]
    asked = [(change(page.title), page.href) for page in pages for change in changes]
    answers = ask(index_of(tag), [query for query, _ in asked])
    missed = [
        query for (query, url), answer in zip(asked, answers, strict=True) if url not in _first(answer, TITLE_TOP)
    ]
    assert len(missed) <= len(asked) // AMBIGUOUS, missed
