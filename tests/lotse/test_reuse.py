"""Reuse: a page is taken over only where a build would write the very same bytes."""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from portals import CATALOG, FILES, RECORD, TODAY, portal_of

from lotse.model import Portal
from lotse.pack.editions import write
from lotse.pack.reuse import (
    Record,
    all_as_before,
    code_fingerprint,
    language_signature,
    make_record,
    page_hash,
    read_record,
    search_signature,
    unchanged,
    write_record,
)
from lotse.render.environment import template_environment
from lotse.render.lite import LitePage, LiteSite
from lotse.render.markdown import MarkdownRenderer
from lotse.render.site import LanguageSite
from scenario import ROOT

Given = Mapping[str, str | bytes | None]


def page(title: str, more: str = "", body: str = "[[notruf:call]]") -> str:
    return f"---\ntitle: {title}\nchecked: 2026-11-01\n{more}---\n\n{body}\n"


BEFORE: dict[str, str | bytes | None] = {
    "content/de/a/index.md": page("Abschnitt"),
    "content/de/a/x.md": page("X", body="## Teil\n\n[[notruf:call]]"),
    "content/de/a/y.md": page("Y", body="[X](x.md)"),
    "content/de/a/z.md": page("Z"),
    "content/en/a/x.md": page("X in English"),
    "content/en/a/y.md": page("Y in English", body="[X](x.md) [Z](z.md)"),
    "locales/de/LC_MESSAGES/interface.po": CATALOG + '\nmsgid "Menu"\nmsgstr "Menü"\n',
}
EDITS: dict[str, Given] = {
    "nothing": {},
    "a body": {"content/de/a/x.md": page("X", body="Neu. [[notruf]]")},
    "a title": {"content/de/a/x.md": page("X neu")},
    "a link to a heading": {"content/de/a/y.md": page("Y", body="[X](x.md#teil)")},
    "a summary": {"content/de/a/x.md": page("X", "summary: Kurz\n")},
    "the order in the source": {"content/de/a/y.md": page("Y", "order: 1\n", "[X](x.md)")},
    "the icon in the source": {"content/de/a/x.md": page("X", "icon: material/fire\n")},
    "the area in the source": {"content/de/a/x.md": page("X", "area: DE\n")},
    "a date": {"content/de/a/x.md": page("X").replace("2026-11-01", "2020-11-01")},
    "an end": {"content/de/a/x.md": page("X", "until: 2027-01-01\n")},
    "a new page": {"content/de/a/new.md": page("Neu")},
    "a new translation": {"content/en/a/z.md": page("Z in English")},
    "a page that is gone": {"content/de/a/z.md": None},
    "a translation that is gone": {"content/en/a/x.md": None},
    "a number": {"content/facts/channels.yml": str(FILES["content/facts/channels.yml"]).replace("112", "110")},
    "a word of the interface": {
        "locales/de/LC_MESSAGES/interface.po": CATALOG + '\nmsgid "Menu"\nmsgstr "Übersicht"\n'
    },
    "a word of the facts": {
        "locales/en/LC_MESSAGES/facts.po": str(FILES["locales/en/LC_MESSAGES/facts.po"]).replace("Testham", "Testford")
    },
    "the name of a language": {
        "locales/languages.yml": str(FILES["locales/languages.yml"]).replace("English", "Inglés")
    },
    "a language becomes a draft": {
        "locales/languages.yml": str(FILES["locales/languages.yml"]).replace(
            "en_GB, status: published", "en_GB, status: draft"
        )
    },
    "the address of the site": {"mkdocs.yml": f"site_url: https://a.example/\n{FILES['mkdocs.yml']}"},
    "where editors edit": {
        "mkdocs.yml": f"{FILES['mkdocs.yml']}extra: {{lotse: {{edit_url: https://git.example/}}}}\n"
    },
    "when facts are old": {"mkdocs.yml": f"{FILES['mkdocs.yml']}extra: {{lotse: {{recheck_after_days: 1}}}}\n"},
}


def sites(portal: Portal, tag: str) -> tuple[LanguageSite, LiteSite]:
    templates, built = template_environment(ROOT / "theme", portal.settings.icons), frozenset(portal.register.languages)
    site = LanguageSite(portal, tag, built, templates, MarkdownRenderer())
    return site, LiteSite(portal, tag, built, templates, site)


def documents(portal: Portal, tag: str) -> dict[str, tuple[str, str]]:
    """Return the rich and the light document of every page."""
    site, lite = sites(portal, tag)
    bodies = {path: site.body(shown) for path, shown in site.pages.items()}
    return {path: (site.document(path, body), lite.document(lite.page(path, body))) for path, body in bodies.items()}


def signature(portal: Portal, tag: str) -> str:
    return language_signature(portal, tag, frozenset(portal.register.languages), "code", sites(portal, tag)[1].anchors)


def light(portal: Portal, tag: str) -> dict[str, LitePage]:
    site, lite = sites(portal, tag)
    return {path: lite.page(path, site.body(shown)) for path, shown in site.pages.items()}


def reusable(before: Portal, after: Portal, tag: str) -> set[str]:
    if signature(before, tag) != signature(after, tag):
        return set()
    old, new = before.shown(tag), after.shown(tag)
    return {path for path in new if path in old and page_hash(old[path]) == page_hash(new[path])}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("tag", ["de", "en"])
def test_what_is_reused_would_have_come_out_the_same(tmp_path: Path, edit: str, tag: str) -> None:
    before = portal_of(tmp_path / "before", BEFORE)
    after = (
        portal_of(tmp_path / "before", BEFORE) if edit == "nothing" else after_edit(tmp_path / "before", EDITS[edit])
    )
    old, new = documents(before, tag), documents(after, tag)
    stale = [path for path in reusable(before, after, tag) if old[path] != new[path]]
    assert stale == []


def after_edit(root: Path, edit: Given) -> Portal:
    for name in edit:
        (root / name).unlink(missing_ok=True)
    return portal_of(root, BEFORE | edit)


def test_nothing_changed_means_everything_is_reused(tmp_path: Path) -> None:
    before, after = portal_of(tmp_path, BEFORE), portal_of(tmp_path)
    assert reusable(before, after, "en") == set(after.shown("en"))


def test_one_edited_body_costs_one_page(tmp_path: Path) -> None:
    before = portal_of(tmp_path, BEFORE)
    after = after_edit(tmp_path, EDITS["a body"])
    assert set(after.shown("de")) - reusable(before, after, "de") == {"a/x.md"}
    assert reusable(before, after, "en") == set(after.shown("en"))


def test_another_day_is_another_signature(tmp_path: Path) -> None:
    before, after = portal_of(tmp_path, BEFORE), portal_of(tmp_path, BEFORE, date(2026, 11, 24))
    assert after.settings.today != TODAY and reusable(before, after, "de") == set()


@pytest.fixture
def written(tmp_path: Path) -> tuple[Portal, Path]:
    portal, folder = portal_of(tmp_path, BEFORE), tmp_path / "site" / "de"
    for path, texts in documents(portal, "de").items():
        for rendition, text in zip((folder, folder / "lite"), texts, strict=True):
            write(rendition / portal.shown("de")[path].url, text)
    write(folder / "guide.html", "all of it")
    return portal, folder


def recorded(portal: Portal, folder: Path) -> Record:
    return make_record("signature", portal.shown("de"), light(portal, "de"), ["guide.html"], folder)


Touch = Callable[[Path], object]


@pytest.mark.parametrize(
    "touch",
    [
        lambda file: file.unlink(),
        lambda file: file.write_text("somebody else's", encoding="utf-8"),
        lambda file: os.utime(file, (1, 1)),
    ],
    ids=["removed", "overwritten", "touched"],
)
@pytest.mark.parametrize("rendition", ["", "lite"])
def test_a_file_somebody_touched_is_made_again(written: tuple[Portal, Path], touch: Touch, rendition: str) -> None:
    portal, folder = written
    record = recorded(portal, folder)
    assert unchanged(record, "signature", portal.shown("de"), folder) == set(portal.shown("de"))
    touch(folder / rendition / "a" / "x.html")
    assert set(portal.shown("de")) - unchanged(record, "signature", portal.shown("de"), folder) == {"a/x.md"}
    assert not unchanged(record, "another", portal.shown("de"), folder)


def test_what_is_made_from_all_pages_is_kept_only_while_all_are_as_before(written: tuple[Portal, Path]) -> None:
    portal, folder = written
    record, pages = recorded(portal, folder), light(portal, "de")
    assert all_as_before(record, "signature", pages, folder)
    assert not all_as_before(record, "another", pages, folder)
    assert not all_as_before(record, "signature", pages | {"a/x.md": replace(pages["a/x.md"], main="new")}, folder)
    assert not all_as_before(Record(), "", {}, folder)
    os.utime(folder / "guide.html", (1, 1))
    assert not all_as_before(record, "signature", pages, folder)


def test_a_record_survives_being_kept(written: tuple[Portal, Path], tmp_path: Path) -> None:
    portal, folder = written
    record = recorded(portal, folder)
    write_record(tmp_path / "kept" / "de.json", record)
    assert unchanged(read_record(tmp_path / "kept" / "de.json"), "signature", portal.shown("de"), folder)


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"other": 1}', "\0", "null"])
def test_a_record_that_cannot_be_read_is_an_empty_one(tmp_path: Path, broken: str) -> None:
    (tmp_path / "de.json").write_text(broken, encoding="utf-8")
    assert read_record(tmp_path / "de.json") == Record() == read_record(tmp_path / "none.json")


def test_a_changed_template_changes_the_code(tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    config, template = tmp_path / "mkdocs.yml", tmp_path / "theme" / "page.html"
    config.write_text("a: 1", encoding="utf-8"), template.write_text("<p>", encoding="utf-8")
    seen = {code_fingerprint([tmp_path / "theme"], config)}
    template.write_text("<p>new", encoding="utf-8")
    seen.add(code_fingerprint([tmp_path / "theme"], config))
    config.write_text("a: 2", encoding="utf-8")
    seen.add(code_fingerprint([tmp_path / "theme"], config))
    assert len(seen) == 3


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("content/de/index.md", "---\nid: home\ntitle: Start\nchecked: 2026-11-01\n---\n\nWillkommen zusammen.\n"),
        ("locales/glossary.csv", "de,language,required,forbidden,note,synonyms\nStart,en,start,,,home\n"),
        ("locales/en/pages/home.po", RECORD.replace("Willkommen.", "Willkommen!")),
    ],
    ids=["a page of the source", "the glossary", "what was translated"],
)
def test_the_search_is_made_again_when_what_it_learns_from_has_changed(tmp_path: Path, name: str, text: str) -> None:
    before, same = (search_signature(portal_of(tmp_path / folder, BEFORE), "en") for folder in ("a", "b"))
    assert before == same
    assert search_signature(portal_of(tmp_path / "c", {**BEFORE, name: text}), "en") != before
