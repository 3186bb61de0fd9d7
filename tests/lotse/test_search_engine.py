"""The search of a language: what is counted at build time, what a browser finds in it."""

from collections.abc import Iterator

import brotli
import pytest
from portals import portal_of
from search_node import Browser, engine

from copying import Copier
from lotse.search.index import build
from lotse.search.model import Document
from lotse.search.packed import packed, script
from lotse.search.site_index import emergency_words, search_script, synonyms

PAGES = [
    Document("a.html", "Kindergeld beantragen", (("form", "Das Formular"), ("wait", "Die Wartezeit")), "Geld für Familien", "Eltern stellen den Antrag bei der Familienkasse."),
    Document("services/flat.html", "Sozialwohnung", text="Wer wenig verdient, bekommt einen Schein. Die Häuser gehören der Stadt.", section="services"),
    Document("services/doctor.html", "Arzt in der Nacht", text="Der ärztliche Dienst hilft. Bücher liegen aus.", section="services"),
    Document("safety/fire.html", "Feuer", text="Wählen Sie die Nummer. Geld ist jetzt egal.", section="safety"),
    Document("safety/toString.html", "constructor", text="__proto__ und hasOwnProperty", section="safety", kind="notice"),
    Document("other.html", "Legal advice", text="A lawyer helps.", language="en", words_across={"anwalt": 2.0, "rechtsberatung": 1.0}),
]  # fmt: skip
UKRAINIAN = [
    Document("1.html", "Дитяча допомога", text="Гроші для сімей.", language="uk", source_words="Kindergeld"),
    Document("2.html", "Обмеження швидкості", text="На дорозі.", language="uk"),
]


@pytest.fixture(scope="module")
def german() -> Iterator[Browser]:
    browser = Browser().open(build(PAGES, "de", ["Notruf", "112", "ruft Hilfe"]))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def ukrainian() -> Iterator[Browser]:
    browser = Browser().open(build(UKRAINIAN, "uk"))
    yield browser
    browser.close()


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("Kindergeld", "Kindergeld beantragen"),
        ("KINDERGELD", "Kindergeld beantragen"),
        ("kindre", "Kindergeld beantragen"),  # half a word with a typing error
        ("Kindregeld", "Kindergeld beantragen"),
        ("kinder geld", "Kindergeld beantragen"),
        ("Eltern", "Kindergeld beantragen"),
        ("Wohnung", "Sozialwohnung"),
        ("haus", "Sozialwohnung"),  # the page has „Häuser“
        ("Buch", "Arzt in der Nacht"),  # the page has „Bücher“
        ("aerztlich", "Arzt in der Nacht"),
        ("constructor", "constructor"),
        ("__proto__", "constructor"),
    ],
)
def test_the_page_is_found_first(german: Browser, query: str, title: str) -> None:
    assert german.titles(query)[:1] == [title]


@pytest.mark.parametrize(
    "query", ["дитяча допомога", "dytiacha dopomoha", "Дитяча допомоґа", "допом", "Kindergeld", "dopomog"]
)
def test_ukrainian_words_are_found_in_their_ways_to_be_typed(ukrainian: Browser, query: str) -> None:
    assert ukrainian.titles(query)[:1] == ["Дитяча допомога"]


def test_a_hit_says_where_the_words_stand(german: Browser) -> None:
    hit = german.find("Kindergeld Wartezeit")["hits"][0]
    expected = {"page": 0, "url": "a.html", "summary": "Geld für Familien", "section": "", "kind": "page"}
    assert expected | {"anchor": "wait", "heading": "Die Wartezeit", "language": "de", "dir": "ltr"} == {
        key: value for key, value in hit.items() if key != "title"
    }


def test_pages_of_other_languages_are_a_group_of_their_own(german: Browser) -> None:
    found = german.find("Rechtsberatung")
    assert found["hits"] == []
    assert [(hit["title"], hit["language"]) for hit in found["others"]] == [("Legal advice", "en")]


def test_a_section_can_be_chosen_and_the_number_of_hits(german: Browser) -> None:
    assert german.titles("Geld", section="safety") == ["Feuer"]
    assert len(german.titles("die der", limit=1)) == 1


def test_what_was_meant_is_written_as_the_pages_write_it(german: Browser) -> None:
    assert german.find("der Kindregeld")["meant"] == "der Kindergeld"
    assert german.find("Kindergeld")["meant"] == ""


@pytest.mark.parametrize(
    ("query", "emergency"),
    [("Notruf", True), ("notruff", True), ("112", True), ("Hilfe ruft", True), ("Hilfe", False), ("Arzt", False)],
)
def test_emergency_words_are_known(german: Browser, query: str, emergency: bool) -> None:
    assert german.find(query)["emergency"] is emergency


def test_words_found_are_marked_where_they_stand(german: Browser) -> None:
    words = german.find("Buch")["words"]
    assert german.ask(marks=["Viele Bücher, ein Buch.", words, "de"]) == [[6, 12], [18, 22]]
    assert german.ask(marks=["去医院吧", ["医院"], "zh"]) == [[1, 3]]
    assert german.ask(marks=["<b>العَرَبِيَّة</b>", ["العربيه"], "ar"]) == [[3, 15]]


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "x",
        "😀",
        "\u202eabc\u202c",
        "(.*)+[a-z]{9}\\",
        "a" * 10_000,
        "wort " * 2_000,
        "\ud83d",
        "\0\t\f\n",
        "<b>&amp;",
    ],
)
def test_no_query_is_too_odd(german: Browser, query: str) -> None:
    found = german.find(query)
    assert set(found) == {"hits", "others", "emergency", "meant", "words"}


def test_a_damaged_cut_or_older_index_is_refused() -> None:
    browser, whole = Browser(), packed(build(PAGES, "de"))
    middle = len(whole) // 2
    damaged = [whole[:middle], whole[:-1], whole[1:], whole[:middle] + "~" + whole[middle + 1 :], "", "x", "\t" * 20]
    damaged += [whole.replace("lotse1", "lotse0", 1), "lotse1\t0\t", whole + " "]
    assert [browser.ask(open=text) for text in [*damaged, None, 5, {}]] == [False] * (len(damaged) + 3)
    assert browser.ask(open=whole)
    browser.close()


def test_an_index_without_pages_opens_and_finds_nothing() -> None:
    browser = Browser().open(build([], "de"))
    assert browser.titles("irgendwas") == []
    browser.close()


def test_many_pages_and_words_survive_the_packing() -> None:
    pages = [Document(f"{n}.html", f"Seite {n}", text=f"gemeinsam wort{n} " + "oft " * n) for n in range(1300)]
    browser = Browser().open(build(pages, "en"))
    assert [browser.titles(f"wort{n}")[0] for n in (0, 79, 80, 1091, 1092, 1299)] == [
        f"Seite {n}" for n in (0, 79, 80, 1091, 1092, 1299)
    ]
    assert len(browser.titles("gemeinsam", limit=2000)) == 1300
    browser.close()


def test_two_builds_write_the_same_bytes_and_a_script_that_may_stand_in_a_page() -> None:
    pages = [*PAGES, Document("x.html", 'Ein "Titel" mit </script> \\ und \u2028')]
    assert script(build(pages, "de")) == script(build(list(pages), "de"))
    assert "</script" not in script(build(pages, "de"))
    browser = Browser()
    browser.ask(script=script(build(pages, "de")) + "self.found = self.lotseSearch.open(self.lotseIndex).own;")
    browser.close()


def test_the_engine_keeps_its_budget() -> None:
    text = engine().encode()
    assert len(text) <= 8 * 1024
    assert len(brotli.compress(text)) <= 3584


def test_the_index_of_a_site_knows_its_pages_channels_and_emergency_words(tmp_path) -> None:
    glossary = "term,language,required,forbidden,note,synonyms\nFeuer*,de,,,,Brandschutz|Flammen\n"
    fire = "---\nid: fire\ntitle: Feuer\nsummary: Wenn es brennt\nchecked: 2026-11-01\n---\n\n## Sofort {#now}\n\nLaufen Sie.\n\n[[notruf]]\n"
    portal = portal_of(tmp_path, {"content/de/safety/fire.md": fire, "locales/glossary.csv": glossary})
    site = Copier(portal, "de", ("de", "en")).site
    browser = Browser()
    browser.ask(script=search_script(site))
    browser.ask(script="self.text = self.lotseIndex")
    assert synonyms(portal, "de") == {"safety/fire.md": "Brandschutz Flammen"}
    assert "112" in emergency_words(portal)
    browser.ask(open=search_script(site).split('"', 1)[1].rsplit('"', 1)[0])
    assert browser.titles("Flammen") == ["Feuer"]
    assert [(hit["kind"], hit["title"]) for hit in browser.find("Notruf")["hits"]][0] == ("channel", "Notruf")
    assert browser.find("sofort")["hits"][0]["anchor"] == "now"
    browser.close()
