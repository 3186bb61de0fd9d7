"""The dialect: what it refuses is mended as the finding says, and what it accepts never loses a word."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from segment_pages import in_pseudo, refused, shape, tags, unreached

from lotse.check.dialect import RULES

MENDED = [
    ("D001", "| a | b |\n| --- | --- |\n| c | d | e |\n", "| a | b |\n| --- | --- |\n| c | d, e |\n"),
    ("D002", "Text.\n\n    Text.\n", "Text.\n\nText.\n"),
    ("D003", "[a]\n\n[a]: https://example.org/\n", "[a](https://example.org/)\n"),
    ("D004", "- a\n  - b\n", "- a\n    - b\n"),
    ("D004", "- a\n  b\n", "- a\n    b\n"),
    ("D004", "> a\nb\n", "> a\n> b\n"),
    ("D005", "Text.\n\n{: .x }\n", "Text.\n{: .x }\n"),
    ("D006", "a | b\n--- | ---\nc | d\n", "| a | b |\n| --- | --- |\n| c | d |\n"),
    ("D006", "| a |\n| --- |\n| c |\nText.\n", "| a |\n| --- |\n| c |\n\nText.\n"),
    ("D007", "```\na\n\nb\n```\n", "`a`\n\n`b`\n"),
    ("D008", "Text:\n- a\n", "Text:\n\n- a\n"),
    ("D009", "!!! tip\n    a\n", '!!! tip "T"\n    a\n'),
    ("D009", "!!! tip T\n    a\n", '!!! tip ""\n    a\n'),
]


@pytest.mark.parametrize(("code", "wrong", "right"), MENDED)
def test_what_is_refused_can_be_mended(code: str, wrong: str, right: str) -> None:
    assert {finding.code for finding in refused(wrong)} == {code}
    assert refused(right) == []


def test_every_rule_has_a_mended_example() -> None:
    assert {code for code, _, _ in MENDED} == set(RULES)


INLINE = st.sampled_from(
    [
        "Wort",
        "zwei Wörter",
        "**fett**",
        "`a|b`",
        "[Link](a.md)",
        "[[notruf:call]]",
        "112",
        "a\\|b",
        "Café *x*",
        "&amp;",
        "C\\#",
        "1\\. x",
    ]
)
LINE = st.lists(INLINE, min_size=1, max_size=3).map(" ".join)
PARAGRAPH = st.lists(LINE, min_size=1, max_size=3).map("\n".join)


def indented(text: str) -> str:
    return text.replace("\n", "\n    ")


def boxed(text: str) -> str:
    return f'!!! tip "Titel {text[:3].strip()}"\n    {indented(text)}'


def listed(blocks: list[str]) -> str:
    return "\n\n".join(f"- {indented(block)}" for block in blocks)


def table(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n|{' --- |' * len(cells)}\n| {' | '.join(reversed(cells))} |"


LEAVES = st.one_of(
    PARAGRAPH,
    LINE.map("## {} {{#x}}".format),
    st.lists(LINE, min_size=1, max_size=3).map(table),
    st.lists(PARAGRAPH.map(indented), min_size=1, max_size=3).map(
        lambda items: "\n".join(f"1. {item}" for item in items)
    ),
    st.tuples(LINE, PARAGRAPH).map(lambda pair: f"{pair[0]}\n:   {indented(pair[1])}"),
    st.just("---"),
    st.just("![Bild: *eins*](a.png)"),
    PARAGRAPH.map(lambda text: f'{text}\n{{: lang="en" }}'),
)
BLOCKS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(PARAGRAPH, inner).map("\n\n".join).map(boxed),
        st.lists(st.tuples(LINE, inner).map("\n\n".join), min_size=1, max_size=2).map(listed),
        inner.map(lambda text: "> " + text.replace("\n", "\n> ")),
    ),
    max_leaves=4,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(BLOCKS, max_size=4).map("\n\n".join))
def test_what_is_accepted_keeps_its_structure_and_reaches_every_word(body: str) -> None:
    text = f"{body}\n"
    if not refused(text):
        assert shape(in_pseudo(text)) == shape(text)
        assert tags(in_pseudo(text)) == tags(text)
        assert not unreached(text)
