"""What readers are offered: marks become notices and words of the source, in every language, and none is left over."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from portals import TODAY, portal_of

from copying import Copier
from lotse.check.offer import as_offered
from lotse.exchange.page_po import record_bytes
from lotse.model import Page, Portal
from lotse.read.portal import read_portal
from lotse.read.segments import document
from lotse.render.freshness import MARKS
from lotse.translation import PageRecord, Unit
from recording import page, record
from scenario import LANGUAGES, ROOT

SAFETY = sorted(file.stem for file in (ROOT / "content" / "de" / "safety").glob("*.md"))
SOURCE_WORDS = re.compile(r'<(?:span|img) lang="de" dir="ltr"')
NOTICE = re.compile(r'<p class="notice" role="note">')


@pytest.fixture(scope="module")
def demo() -> Portal:
    return read_portal(ROOT, TODAY)[0]


def changed(record: PageRecord, numbers: set[int]) -> PageRecord:
    """Return a record that was made of other words in some segments."""

    def of(unit: Unit) -> Unit:
        return replace(unit, source=f"{unit.source} 110") if unit.number in numbers else unit

    return replace(record, units=tuple(map(of, record.units)))


def offered(demo: Portal, path: str, numbers: set[int]) -> Page:
    source, there = demo.pages["de"][path], demo.pages["ar"][path]
    known = changed(demo.records["ar"][source.id], numbers)
    one = replace(demo, pages={"de": {path: source}, "ar": {path: there}}, records={"ar": {source.id: known}})
    return as_offered(one).pages["ar"][path]


def html(demo: Portal, made: Page) -> str:
    return Copier(demo, "ar", ("de", "ar")).site.body(made)


@pytest.mark.parametrize("every", [1, 3])
@pytest.mark.parametrize("name", SAFETY)
def test_each_stale_segment_of_a_safety_page_is_the_sources(demo: Portal, name: str, every: int) -> None:
    path = f"safety/{name}.md"
    segments = document(demo.pages["de"][path].text).segments
    stale = set(range(1, len(segments), every))
    made = offered(demo, path, stale)
    body = html(demo, made)
    assert len(SOURCE_WORDS.findall(body)) == sum(segments[number].kind != "summary" for number in stale)
    assert not MARKS.search(body) and MARKS.search(made.body)
    assert (made.summary == "") == (1 in stale)
    assert 1 <= len(NOTICE.findall(body)) <= 1 + sum(one.kind == "heading" for one in segments)


@pytest.mark.parametrize("path", ["index.md", "services/housing.md", "report/index.md"])
def test_other_pages_keep_their_words_and_say_so_once_in_each_part(demo: Portal, path: str) -> None:
    segments = document(demo.pages["de"][path].text).segments
    old = html(demo, demo.pages["ar"][path])
    made = offered(demo, path, set(range(len(segments))))
    body = html(demo, made)
    assert NOTICE.sub("", re.sub(r'<p class="notice" role="note">.*?</p>', "", body)).split() == old.split()
    heads = sum(one.kind == "heading" for one in segments)
    assert len(NOTICE.findall(body)) == heads + (segments[2].kind != "heading")


def test_what_stands_above_all_headings_has_its_notice_there(demo: Portal) -> None:
    body = html(demo, offered(demo, "services/housing.md", {0}))
    assert body.startswith('<p class="notice" role="note">') and len(NOTICE.findall(body)) == 1


def test_nothing_is_marked_where_nothing_is_stale(demo: Portal) -> None:
    made = offered(demo, "safety/fire.md", set())
    assert made.body == demo.pages["ar"]["safety/fire.md"].body
    assert not NOTICE.search(html(demo, made))


def test_a_notice_on_a_page_that_stands_in_is_in_the_readers_language(tmp_path: Path) -> None:
    before, now = page("a", "A", "## Jetzt\n\nLinks."), page("a", "A", "## Jetzt\n\nRechts.")
    english = page("a", "A", "## Now\n\nLeft.")
    made = record("en", "a", before, english)
    files = {
        "locales/languages.yml": LANGUAGES,
        "content/de/a.md": now,
        "content/en/a.md": english,
        made.file: record_bytes(made, "en"),
        "locales/ar/LC_MESSAGES/interface.po": (ROOT / "locales/ar/LC_MESSAGES/interface.po").read_bytes(),
    }
    portal = as_offered(portal_of(tmp_path, files))
    site = Copier(portal, "ar", ("de", "en", "ar")).site
    body = site.body(site.pages["a.md"])
    assert '<h2 id="now">Now</h2><p class="notice" role="note" lang="ar" dir="rtl">' in body
    assert 'href="../de/a.html" hreflang="de">' in body


def safety(tmp_path: Path, before: str, now: str, english: str) -> str:
    """Return the English HTML of a safety page whose source was `before` when it was translated."""
    old, translation = page("a", "A", before, "safety"), page("a", "A", english)
    made = record("en", "a", old, translation)
    files = {"content/de/a.md": page("a", "A", now, "safety"), "content/en/a.md": translation}
    portal = as_offered(portal_of(tmp_path, {**files, made.file: record_bytes(made, "en")}))
    site = Copier(portal, "en", ("de", "en")).site
    return str(site.body(portal.pages["en"]["a.md"]))


def test_the_words_of_a_picture_that_changed_say_which_language_they_are_in(tmp_path: Path) -> None:
    body = safety(
        tmp_path,
        "Tür.\n\n![Rote Tür](a.png){.essential}",
        'Tür.\n\n![Grüne "Tür" links](a.png){.essential}',
        "Door.\n\n![Red door](a.png){.essential}",
    )
    assert re.search(r'<img lang="de" dir="ltr" [^>]*alt="Grüne &quot;Tür&quot; links"', body), body
    assert "Red door" not in body and not MARKS.search(body) and body.count("<span lang") == 0


def test_a_heading_that_changed_keeps_the_anchor_links_lead_to(tmp_path: Path) -> None:
    body = safety(
        tmp_path,
        "## Jetzt\n\nLinks.\n\n## Dann\n\nWarten.\n\n## Fest {#fixed}\n\nEnde.",
        "## Sofort\n\nLinks.\n\n## Dann\n\nWarten.\n\n## Feste {#fixed}\n\nEnde.",
        "## Now\n\nLeft.\n\n## Then\n\nWait.\n\n## Fixed {#fixed}\n\nEnd.",
    )
    assert '<h2 id="now"><span lang="de" dir="ltr">Sofort</span></h2>' in body
    assert re.findall(r'<h2 id="([^"]*)"', body) == ["now", "then", "fixed"]
