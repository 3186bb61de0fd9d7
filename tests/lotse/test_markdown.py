"""Markdown into HTML: facts become places to fill, nothing dangerous comes through, the cache changes nothing."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotse.render.markdown import MarkdownRenderer, anchors, heading_ids, raw_tags

RENDERER = MarkdownRenderer()
HANDLER = re.compile(r"<[^>]*\son\w+\s*=", re.IGNORECASE)


def test_a_fact_reference_becomes_a_place_to_fill() -> None:
    assert RENDERER.html("Call [[notruf:call]]!") == '<p>Call <span data-fact="notruf:call"></span>!</p>'
    assert RENDERER.html("[[notruf]]") == '<p><span data-fact="notruf"></span></p>'


@pytest.mark.parametrize("text", ["`[[notruf]]`", "    [[notruf]]", "- x\n\n        [[notruf]]"])
def test_a_fact_reference_in_code_stays_as_it_is(text: str) -> None:
    html = RENDERER.html(text)
    assert "[[notruf]]" in html and "data-fact" not in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<SCRIPT src=//evil.example></SCRIPT>",
        "<img src=x onerror=alert(1)>",
        '<a href="b.md" onclick="x()">x</a>',
        "[x](b.md){: onclick='x()' style='color:red' }",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](javascript:alert(1))",
        "[x]\n\n[x]: javascript:alert(1)",
        "<iframe src='https://evil.example'></iframe>",
        "<form action='https://evil.example'><input name=a></form>",
        "<style>body{display:none}</style>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<table><tr><td style='position:fixed;inset:0;background:url(//evil.example)'>x</td></tr></table>",
        "# x {: onmouseover=alert(1) }",
        "<base href='https://evil.example/'>",
        "<meta http-equiv=refresh content='0;url=//evil.example'>",
        "<a href='vbscript:x'>x</a>",
    ],
)
def test_nothing_dangerous_survives(text: str) -> None:
    html = RENDERER.html(text).lower().replace("\t", "").replace("\n", "")  # browsers read addresses without them
    assert not HANDLER.search(html), html
    for evil in ("<script", "<iframe", "<form", "<input", "<style", "<svg", "<base", "<meta", "position", "url("):
        assert evil not in html, html
    assert not re.search(r'(?:href|src)="\s*(?:javascript|vbscript|data):', html), html


PIECES = st.sampled_from(
    [
        "<",
        ">",
        '"',
        "'",
        "onload=",
        "script",
        "[x](",
        "javascript:",
        ")",
        "{: ",
        "}",
        "\n\n",
        "`",
        "&#106;",
        "<img src=",
        " ",
        "a",
        "![",
        "[[x]]",
        "<a href=",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=15).map("".join))
def test_no_mixture_of_pieces_makes_something_dangerous(text: str) -> None:
    html = MarkdownRenderer().html(text) if "{:" in text else RENDERER.html(text)
    assert not re.search(r"<script|<[^>\"]*\son\w+=|(?:href|src)=\"\s*javascript:", html, re.IGNORECASE), html


def test_columns_keep_their_alignment_as_a_class() -> None:
    html = RENDERER.html("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<td class="end">2</td>' in html and "style" not in html


def test_a_picture_from_another_host_becomes_a_link() -> None:
    html = RENDERER.html("![A plan](https://example.org/plan.png) ![ours](img/a.png)")
    assert html == '<p><a href="https://example.org/plan.png">A plan</a> <img alt="ours" src="img/a.png"></p>'


def test_a_cache_hit_gives_the_same_bytes(tmp_path: Path) -> None:
    text = "# Straße\n\nمرحبا [[notruf:call]] <b>x</b>\n\n| a |\n|---|\n| 1 |\n"
    first = MarkdownRenderer(cache=tmp_path).html(text)
    files = list(tmp_path.iterdir())
    second = MarkdownRenderer(cache=tmp_path).html(text)
    assert first == second == MarkdownRenderer().html(text)
    assert len(files) == 1 and list(tmp_path.iterdir()) == files


def test_the_cache_is_read(tmp_path: Path) -> None:
    MarkdownRenderer(cache=tmp_path).html("x")
    next(tmp_path.iterdir()).write_text("<p>kept</p>", encoding="utf-8")
    assert MarkdownRenderer(cache=tmp_path).html("x") == "<p>kept</p>"


def test_a_cache_does_not_mix_configurations(tmp_path: Path) -> None:
    table = "| a |\n|---|\n| 1 |"
    assert "<table" in MarkdownRenderer(cache=tmp_path).html(table)
    assert "<table" not in MarkdownRenderer(extensions=["toc"], cache=tmp_path).html(table)


def test_one_page_leaves_nothing_to_the_next() -> None:
    alone = MarkdownRenderer().html("# A\n\n[x]")
    renderer = MarkdownRenderer()
    renderer.html("# A\n\n[x]: b.md")
    assert renderer.html("# A\n\n[x]") == alone


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("a < b and c > d", []),
        ("<https://example.org> <a@b.de>", []),
        ("`<b>` ``<i> ` <u>``", []),
        ("[x](<a b.md>)", []),
        ("<b>bold</b>", ["b", "/b"]),
        ("<!-- note -->", ["!--"]),
        ("x<br/>y", ["br"]),
    ],
)
def test_typed_html_is_told_from_what_only_looks_like_it(line: str, names: list[str]) -> None:
    assert raw_tags(line) == names


def test_headings_get_the_anchors_the_rendered_page_has() -> None:
    texts = ["Straße & Co.", "Doppelt", "Doppelt", "مرحبا بكم", "ሰላም", "1. Schritt"]
    html = RENDERER.html("".join(f"## {text}\n\n" for text in texts))
    assert heading_ids([("", text) for text in texts]) == re.findall(r'<h2 id="([^"]+)"', html)
    assert anchors(html) == set(heading_ids([("", text) for text in texts]))
