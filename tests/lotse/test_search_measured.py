"""What the benchmark of search says: parts of German compounds, times, and everything in its file."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from scenario import ROOT

sys.path.insert(0, str(ROOT))

from benchmarks import search
from benchmarks.measuring.search_compounds import HEADS, TAILS, nouns, parted, parts_asked
from benchmarks.measuring.search_corpus import Corpus, Question, Text, read_corpus
from benchmarks.measuring.search_report import Score, measured, table
from benchmarks.measuring.search_time import (
    EACH,
    Times,
    Timing,
    best_of,
    enough,
    our_task,
    queries_of,
    times_table,
)

PAGES = (
    Text("Sozialwohnungen", "Hier steht, wer eine bekommt."),
    Text("Arbeitsvertrag", "Jeder Vertrag gilt. Die Verträge sind lang."),
    Text("Wohnungen", "Die Wohnungen und die Arbeit. Das Soziale zählt, sagt Frau Sozial."),
    Text("Überblick", "Ein Blick über alles, über vieles, über Verträge."),
)


@pytest.fixture
def german() -> Corpus:
    return Corpus("de", PAGES, (Question("Welche Arbeit?", 2, True),))


def written(folder: Path, language: str, words: Sequence[str]) -> Path:
    """Write a file of questions about pages, as the corpus has them, and return it."""
    lines = [
        {"question": f"{word}?", "context": f"{word}\n{word} {language}", "answers": [1], "pageId": number}
        for number, word in enumerate(words)
    ]
    file = folder / f"{language}.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return file


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["search.py", *words])
    return search.main()


def test_a_compound_has_two_nouns_of_the_pages_as_parts(german: Corpus) -> None:
    known = nouns(german)
    assert parted("Sozialwohnungen", known) == ("Sozial", "Wohnungen")
    assert parted("Arbeitsvertrag", known) == ("Arbeit", "Vertrag")
    assert parted("Überblick", known) is None, "'über' is no noun"
    assert parted("Arbeit", known) is None


def test_the_parting_with_the_most_frequent_parts_counts() -> None:
    text = "Das Landrat und Amt Amts Samt Landrats Landrat Landrat Rats"
    known = nouns(Corpus("de", (Text("", f"{text} Landratsam Land Ratsamt"),), ()))
    assert parted("Landratsamt", known) == ("Landrat", "Samt"), "Amt is too short to be a part"
    known["ratsamt"] = 9
    assert parted("Landratsamt", known) == ("Land", "Ratsamt")


def test_only_a_part_that_the_page_has_in_no_form_is_asked(german: Corpus) -> None:
    asked = parts_asked(german)
    assert asked[TAILS] == (Question("Wohnungen", 0, True),), "the page on contracts has 'Vertrag' and 'Verträge'"
    assert asked[HEADS] == (Question("Sozial", 0, True), Question("Arbeit", 1, True))


def test_only_german_has_compounds(german: Corpus) -> None:
    assert parts_asked(Corpus("en", german.pages, german.questions)) == {}


def test_compounds_are_a_line_below_the_table(german: Corpus) -> None:
    def first(corpus: Corpus, queries: Sequence[str]) -> list[list[int]]:
        return [[0] for _ in queries]

    found = measured(german, {"Peer": first}, None, lambda name: None)
    assert found["Peer"][HEADS] == Score(50, 50, 50, 0.5, 0, 2)
    said = table(german, found, {}, None).splitlines()
    assert not [line for line in said if line.startswith("|") and "compound" in line]
    line = next(line for line in said if "(1 tails, 2 heads)" in line)
    assert "Peer tails 100.0/100.0, heads 50.0/50.0" in line


def test_the_file_holds_the_figures_across_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, "de", ["Haus", "Kind", "Geld", "Arzt"])
    questions, out = written(tmp_path, "en", ["house", "child", "money", "doctor"]), tmp_path / "out.json"
    assert run(monkeypatch, "--questions", str(questions), "--language", "en", "--json", str(out)) == 0
    data = json.loads(out.read_text(encoding="utf-8"))
    foreign = data["across"]["sets"]["source's key words"]
    assert (foreign["r1"], foreign["count"]) == (100, 4)
    assert set(data["across"]["bytes more for 500 pages"]) == {"half translated", "all translated"}
    assert data["engines"]["Lotse"]["full"]["count"] == 4
    assert "### en: across languages" in capsys.readouterr().out


def test_a_named_file_that_is_missing_is_misuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = written(tmp_path, "en", ["house"])
    with pytest.raises(SystemExit) as stopped:
        run(monkeypatch, "--questions", str(questions), "--language", "en", "--source", str(tmp_path / "none"))
    assert stopped.value.code == 2


def test_pages_of_other_languages_fill_up_what_is_timed(tmp_path: Path) -> None:
    for tag in ("de", "fr", "uk", "ar"):
        written(tmp_path, tag, ["a", "b", "c"])
    questions = tmp_path / "ar.jsonl"
    first = read_corpus(None, questions, "ar")
    assert [one.language for one in enough(first, None, questions)] == ["ar", "de", "fr", "uk"]
    assert [one.language for one in enough(first, None, questions, 5)] == ["ar", "de"]
    assert [one.language for one in enough(first, None, questions, 3)] == ["ar"]


def test_the_table_of_times_says_how_busy_the_machine_was_and_what_share_we_need() -> None:
    engines = {"Lotse": Times(100, 10, 20, 500_000), "MiniSearch": Times(400, 5, 60, 8_000_000)}
    said = times_table(Timing(("de", "en"), 800, 160, (6.25, 7), 2, engines))
    assert "load average of the machine 6.2 before, 7.0 after, 2 cores" in said
    assert "| Lotse | 100 ms | 10.0 ms | 20.0 ms | 0.50 MB |" in said
    assert "| Lotse / MiniSearch | 0.250 × | 2.000 × | 0.333 × | 0.062 × |" in said


def test_opening_and_asking_is_timed_in_a_browser(browser: Browser, german: Corpus) -> None:
    found = best_of(browser, {"Lotse": our_task(german)}, queries_of(german))["Lotse"]
    assert found.ready > 0
    assert 0 < found.median <= found.p95
    assert 0 < found.heap < 1_000_000


def test_of_each_set_the_first_queries_are_timed(german: Corpus) -> None:
    many = Corpus("de", PAGES, german.questions * (EACH + 1))
    assert len(queries_of(many)) == 4 * EACH
