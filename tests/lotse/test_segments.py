"""Segments: no byte is lost, every word reaches a translator, and new words leave a page's structure as it was."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from segment_pages import TORTURE, in_pseudo, listing, pseudo, refused, shape, tags, text_of, unreached

from lotse.model import Segment
from lotse.read.segments import LINE_END, Document, document, normal
from lotse.render.markdown import raw_tags
from scenario import ROOT

DEMO = sorted((ROOT / "content").rglob("*.md"))
PIECES = (
    *(
        "- ",
        "1. ",
        "> ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "# ",
        "#",
        "Wörter sind da",
        '!!! note "T"\n',
        "!!! note\n",
    ),
    *(
        ":   ",
        "```\n",
        "~~~",
        "<div>",
        "</div>",
        "<!--",
        "-->",
        "[a]: x\n",
        "![alt](p.png)",
        "{#id}",
        "\n{: .x }",
        "---\n",
    ),
    *(
        "===\n",
        "title: A\n",
        "summary: >\n  x\n",
        "summary: 'a\n",
        "\\",
        "`",
        "*",
        "  \n",
        "\x02",
        "\x0c",
        "\x85",
        "\u2028",
    ),
    *("\ufeff", "\x02wzxhzdk:0\x03", "<b>", "&#160;", "[[notruf]]", "\x00", "<![x", "<?php", "</", "'", '"'),
)
ROWS = ("|", "| a | b |\n", "|---|---|\n", "| c | `d|` |\n")


@pytest.mark.parametrize("file", TORTURE, ids=lambda file: file.stem)
def test_a_page_is_cut_into_exactly_these_segments(file: Path) -> None:
    assert listing(text_of(file)) == file.with_suffix(".txt").read_text(encoding="utf-8")


def test_no_listing_is_without_its_page() -> None:
    listings = {file.stem for file in (ROOT / "tests" / "golden" / "segments").glob("*.txt")}
    assert listings == {file.stem for file in TORTURE}
    assert len(TORTURE) >= 50


@pytest.mark.parametrize("file", TORTURE, ids=lambda file: file.stem)
def test_a_page_that_nobody_changed_is_the_same_byte_for_byte(file: Path) -> None:
    assert unchanged(text_of(file))


@pytest.mark.parametrize("file", TORTURE, ids=lambda file: file.stem)
def test_other_words_leave_the_structure_of_every_page_that_is_accepted(file: Path) -> None:
    text = text_of(file)
    assert shape(in_pseudo(text)) == shape(text)
    if not refused(text) and not raw_tags(text):
        assert tags(in_pseudo(text)) == tags(text)
        assert not unreached(text)


def test_the_demo_keeps_every_byte_its_structure_and_reaches_every_word() -> None:
    assert len(DEMO) > 200
    check_whole(DEMO)


def test_a_real_region_keeps_every_byte_its_structure_and_reaches_every_word(region: Path) -> None:
    files = sorted(region.rglob("*.md"))
    assert len(files) == 473
    check_whole(files)


def check_whole(files: list[Path]) -> None:
    for file in files:
        text = text_of(file)
        assert unchanged(text), file
        assert not refused(text), file
        assert (tags(in_pseudo(text)), shape(in_pseudo(text))) == (tags(text), shape(text)), file
        assert not unreached(text), file


def unchanged(text: str) -> bool:
    found = document(text)
    return text == found.with_texts({}) == found.with_texts(dict(enumerate(one.text for one in found.segments)))


@given(st.lists(st.sampled_from([*PIECES, *ROWS]) | st.text(max_size=5), max_size=25).map("".join))
def test_no_text_whatsoever_loses_a_byte(text: str) -> None:
    assert unchanged(text)


@given(st.lists(st.sampled_from([*PIECES, *ROWS]), max_size=25).map("".join), st.text(max_size=30))
def test_fixed_text_stays_whatever_a_translator_writes(text: str, words: str) -> None:
    found = document(text)
    made = found.with_texts(dict.fromkeys(range(len(found.segments)), words))
    at = 0
    for part in found.parts:
        if isinstance(part, str):
            at = made.index(part, at) + len(part)


def only(kind: str, text: str) -> tuple[Document, int, Segment]:
    found = document(text)
    number = next(number for number, one in enumerate(found.segments) if one.kind == kind)
    return found, number, found.segments[number]


@pytest.mark.parametrize(
    ("kind", "text", "words", "expected"),
    [
        ("item", "- a\n", "b\nc", "- b\n    c\n"),
        ("item", "1. a\n\n    - b\n", "c\nd", "1. c\n    d\n\n    - b\n"),
        ("paragraph", "> a\n", "b\nc\n\nd", "> b\n> c\n> d\n"),
        ("definition", "t\n:   a\n", "b\nc", "t\n:   b\n    c\n"),
        ("paragraph", '!!! tip "T"\n    a\n', "b\nc", '!!! tip "T"\n    b\n    c\n'),
        ("paragraph", "a\r\nb\r\n", "c\nd\ne", "c\r\nd\r\ne\r\n"),
        ("paragraph", "a\nb\nc\n", "d", "d\n"),
        ("heading", "## a {#x}\n", "b\nc", "## b c {#x}\n"),
        ("cell", "| a |\n|---|\n", "x|y `c|d` \\|", "| x\\|y `c|d` \\| |\n|---|\n"),
        ("admonition", '!!! tip "T"\n    a\n', 'say "so"', '!!! tip "say "so""\n    a\n'),
        ("alt", "![a](b.png)\n", "c", "![c](b.png)\n"),
        ("title", "---\ntitle: A\n---\n", "Notruf: 112", '---\ntitle: "Notruf: 112"\n---\n'),
        ("title", "---\ntitle: A\n---\n", "B # c", '---\ntitle: "B # c"\n---\n'),
        ("title", "---\ntitle: A\n---\n", "112", '---\ntitle: "112"\n---\n'),
        ("title", "---\ntitle: 'A'\n---\n", "It's", "---\ntitle: 'It''s'\n---\n"),
        ("title", '---\ntitle: "A"\n---\n', 'Say "a\\b"', '---\ntitle: "Say \\"a\\\\b\\""\n---\n'),
        ("title", "---\ntitle: >\n  A\nid: b\n---\n", "C", '---\ntitle: "C"\nid: b\n---\n'),
    ],
)
def test_other_words_are_written_as_their_place_needs(kind: str, text: str, words: str, expected: str) -> None:
    found, number, _ = only(kind, text)
    assert found.with_texts({number: words}) == expected


@given(st.sampled_from(["A", "'A'", '"A"', ">\n  A"]), st.text(min_size=1, max_size=20))
def test_any_title_says_what_was_written(typed: str, words: str) -> None:
    found, number, _ = only("title", f"---\nid: x\ntitle: {typed}\norder: 1\n---\n")
    made = document(found.with_texts({number: words})).segments
    wanted = " ".join(line.strip(" \t") for line in LINE_END.split(words) if line.strip())
    assert [one.text for one in made] == ([wanted] if any(map(str.isalnum, wanted)) else [])


def test_equality_passes_over_targets_attribute_lists_and_wrapping() -> None:
    old = "Lesen Sie\n[Notruf](a.md){.x}, *bitte*{#y}."
    assert normal(old) == normal("Lesen  Sie [Notruf](../b/c.md#d), *bitte*.") == "Lesen Sie [Notruf](), *bitte*."
    assert normal("Café") == normal("Cafe\u0301")
    assert normal("Ruf an.") != normal("Ruf an!")
    assert normal("Rufen Sie [[notruf:call]].") != normal("Rufen Sie [[polizei:call]].")


def test_the_pseudo_language_changes_words_and_nothing_else() -> None:
    text = "Rufen **Sie** `code` [hier](a.md) an: [[notruf]] &amp; <https://a.b>"
    assert pseudo(text) == "жжжжж **жжж** `code` [жжжж](a.md) жж: [[notruf]] &amp; <https://a.b>"
