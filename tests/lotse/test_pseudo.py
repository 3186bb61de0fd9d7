"""Pseudo-locales: complete, longer, right to left, and everything technical intact."""

import re
from pathlib import Path

import pytest
from portals import portal_of

from lotse.check import check
from lotse.check.messages import fact_words
from lotse.exchange.pseudo import RIGHT_TO_LEFT_OVERRIDE, accented, accented_body, mirrored, with_pseudo_locales
from lotse.model import Portal
from lotse.render.markdown import MarkdownRenderer
from lotse.report import Level
from scenario import PNG

BODY = """\
## Wenn es brennt {#fire}

Rufen Sie **sofort** [[notruf:call]] an. Mehr: [Notruf](../index.md#ziel "Titel").

!!! danger "Achtung"
    Gehen Sie *hinaus*.

- Eins
- Zwei

| Amt | Zimmer |
|-----|-------:|
| Bürgerbüro | 12 |

1. Erstens

![Plan](img/plan.png)

[[notruf]]
"""


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    files: dict[str, str | bytes | None] = {
        "content/de/sub/a.md": f"---\nid: a\ntitle: Feuer\nsummary: Was Sie tun.\nchecked: 2026-11-01\n---\n\n{BODY}",
        "content/de/index.md": "---\nid: home\ntitle: Start\nchecked: 2026-11-01\n---\n\n## Ziel {#ziel}\n",
        "content/en/index.md": "---\nid: home\ntitle: Start\nchecked: 2026-11-01\n---\n\n## Goal {#ziel}\n",
        "content/de/sub/img/plan.png": PNG,
        "locales/en/LC_MESSAGES/interface.po": 'msgid ""\nmsgstr ""\n\nmsgid "Last checked: {date}"\nmsgstr ""\n',
    }
    return with_pseudo_locales(portal_of(tmp_path, files))


@pytest.mark.parametrize("change", [accented_body, mirrored])
def test_a_body_keeps_its_structure_references_and_links(change: object) -> None:
    assert callable(change)
    before, after = MarkdownRenderer().html(BODY), MarkdownRenderer().html(change(BODY))
    assert re.findall(r"</?[a-z0-9]+", after) == re.findall(r"</?[a-z0-9]+", before)
    for attribute in ('(?:href|src|data-fact)="[^"]*"', 'id="fire"', 'class="admonition danger"'):
        assert re.findall(attribute, after) == re.findall(attribute, before)
        assert re.findall(attribute, before)


def test_every_word_of_a_body_is_accented_and_the_body_40_percent_longer() -> None:
    words = re.findall(r"[^\W\d_]+", re.sub(r"\[\[.*?\]\]|\{.*?\}|\(.*?\)|!!! \w+", "", BODY))
    plain = [word for word in words if word in accented_body(BODY).split()]
    assert plain == []
    assert sum(map(len, words)) * 0.3 < len(accented_body(BODY)) - len(BODY) < sum(map(len, words)) * 0.5


@pytest.mark.parametrize(
    "text", ["Home", "Last checked: {date}", "x", "This page is not available in your language yet."]
)
def test_a_line_is_bracketed_accented_and_40_percent_longer(text: str) -> None:
    said = accented(text)
    assert said.startswith("⟦") and said.endswith("⟧")
    assert re.findall(r"\{.*?\}", said) == re.findall(r"\{.*?\}", text)
    assert len(said) >= 1.4 * len(text)
    assert text.replace("{date}", "") not in said or len(text) == 1


def test_nothing_is_made_of_nothing() -> None:
    assert accented("") == "" and mirrored("") == ""


def test_mirrored_words_run_from_right_to_left_one_by_one() -> None:
    said = mirrored("Guten Tag {date}")
    assert said.count(RIGHT_TO_LEFT_OVERRIDE) == said.count("\u202c") == 2
    assert said.endswith(" {date}")


@pytest.mark.parametrize("tag", ["en-XA", "ar-XB"])
def test_pseudo_locales_are_complete_and_never_published(portal: Portal, tag: str) -> None:
    assert set(portal.pages[tag]) == set(portal.pages["de"])
    assert all(portal.words[tag].text(text, context) for context, text in fact_words(portal))
    assert portal.interface[tag].text("Last checked: {date}")
    language = portal.register.languages[tag]
    assert language.pseudo and not language.published
    assert language.dir == ("rtl" if tag == "ar-XB" else "ltr")


def test_pseudo_locales_break_no_check(portal: Portal) -> None:
    assert [str(finding) for finding in check(portal) if finding.level is not Level.ADVICE] == []


def test_the_real_languages_stay_as_they_were(tmp_path: Path) -> None:
    before = portal_of(tmp_path)
    after = with_pseudo_locales(before)
    assert all(after.pages[tag] == before.pages[tag] for tag in ("de", "en"))
    assert after.shown("en") == before.shown("en")
