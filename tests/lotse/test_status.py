"""The status of the translations: grid, what changed, figures, badges, feed and JSON."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from portals import TODAY, portal_of

from lotse.check.offer import as_offered
from lotse.check.states import with_states
from lotse.model import Portal, State
from lotse.render.environment import template_environment
from lotse.render.status import Status, Tongue, status_of
from lotse.render.status_json import from_json, to_json
from lotse.render.status_pages import BAD, FAIR, GOOD, StatusSite, anchor
from lotse.render.word_diff import marked
from recording import page, recorded, stale_since
from scenario import ROOT

LANGUAGES = """\
source: de
languages:
  de: {autonym: Deutsch, dir: ltr, fallback: [], mkdocs: de, status: published}
  en: {autonym: English, dir: ltr, fallback: [], mkdocs: en, cldr: en_GB, status: published}
  ar: {autonym: العربية, dir: rtl, fallback: [], mkdocs: ar, status: draft}
"""
BEFORE = "## Jetzt {#now}\n\nGehen Sie links.\n\nWarten Sie."
AFTER = BEFORE.replace("links", "nach rechts").replace("Warten", "Neu <b>&.\n\nWarten")
ENGLISH = "## Now {#now}\n\nGo left.\n\nWait."
ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMA = json.loads((ROOT / "theme/status/status.schema.json").read_text(encoding="utf-8"))
UNREVIEWED = {"reviewer": "", "state": "machine"}
ODD = '{"schema": 1, "day": "2026-11-23", "source": "de", "pages": [], "languages": [{"translations": []}]}'
WAIVER = "2026-12-31 Ada: an interpreter reads it"


def translated(id: str, priority: str, now: str = BEFORE, **changes: str) -> dict[str, str | bytes]:
    before, after = page(id, id.title(), BEFORE, priority), page(id, id.title(), now, priority)
    return recorded("en", id, before, after, page(id, f"{id.title()} in English", ENGLISH), **changes)


FILES: dict[str, str | bytes | None] = {
    "locales/languages.yml": LANGUAGES,
    **translated("a-good", "ordinary"),
    **stale_since(translated("b-stale", "essential", AFTER), "en", "b-stale", "2026-11-20"),
    **translated("c-waived", "safety", waiver=WAIVER, **UNREVIEWED),
    "content/de/d-missing.md": page("d missing", "Fehlt & <fehlt>", "Nur deutsch.", "ordinary"),
}


def offered(root: Path, files: Mapping[str, str | bytes | None] = FILES, **settings: Any) -> Portal:
    portal = portal_of(root, files)
    return as_offered(with_states(replace(portal, settings=replace(portal.settings, **settings))))


def site_of(portal: Portal) -> dict[str, str]:
    environment = template_environment(ROOT / "theme", None)
    return StatusSite(portal, status_of(portal), frozenset({"de", "en"}), environment).files()


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    return offered(
        tmp_path_factory.mktemp("status"), site_url="https://town.example/help", edit_url="https://git.example/edit/"
    )


@pytest.fixture(scope="module")
def status(portal: Portal) -> Status:
    return status_of(portal)


@pytest.fixture(scope="module")
def site(portal: Portal) -> dict[str, str]:
    return site_of(portal)


def english(status: Status) -> Tongue:
    return next(tongue for tongue in status.tongues if tongue.tag == "en")


def plain(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", "", html)).split())


def test_safety_stands_first_then_the_order_of_the_site(status: Status) -> None:
    assert [page.id for page in status.pages] == ["c-waived", "b-stale", "home", "a-good", "d missing"]


def test_every_translation_has_its_state(status: Status) -> None:
    assert {id: one.state for id, one in english(status).translations.items()} == {
        "c-waived": State.WAIVED,
        "b-stale": State.STALE,
        "home": State.COMPLETE,
        "a-good": State.COMPLETE,
        "d missing": State.MISSING,
    }
    assert {tongue.tag: (tongue.done, tongue.status) for tongue in status.tongues} == {
        "en": (2, "published"),
        "ar": (0, "draft"),
    }
    assert english(status).since == date(2026, 11, 20)


def test_a_change_has_both_sources_the_translation_and_its_line(portal: Portal, status: Status) -> None:
    changed, gained = english(status).translations["b-stale"].changes
    assert (changed.before, changed.now, changed.translation) == (
        "Gehen Sie links.",
        "Gehen Sie nach rechts.",
        "Go left.",
    )
    assert (gained.before, gained.now, gained.translation) == ("", "Neu <b>&.", "")
    lines = (portal.root / changed.file).read_text(encoding="utf-8").splitlines()
    assert changed.file == "content/en/b-stale.md"
    assert lines[changed.line - 1] == "Go left." and lines[gained.line - 1] == "Go left."


@pytest.mark.parametrize(
    ("before", "now", "html"),
    [
        ("Gehen Sie links.", "Gehen Sie rechts.", "Gehen Sie <del>links</del><ins>rechts</ins>."),
        ("", "Neu <b>.", "<ins>Neu &lt;b&gt;.</ins>"),
        ("Alt & weg.", "", "<del>Alt &amp; weg.</del>"),
        ("Gleich.", "Gleich.", "Gleich."),
        (" Eins,\nzwei drei", "Eins, zwei vier drei ", "Eins, zwei <ins>vier </ins>drei"),
        ("اذهب يمينًا", "اذهب يسارًا", "اذهب <del>يمينًا</del><ins>يسارًا</ins>"),
    ],
)
def test_changes_are_marked_word_by_word(before: str, now: str, html: str) -> None:
    assert marked(before, now) == html


def test_each_cell_leads_to_its_page_in_its_language(site: dict[str, str]) -> None:
    links = re.findall(r'<td class="is-([\w-]+)"><a href="(\w+\.html)#([^"]+)"', site["index.html"])
    assert len(links) == 10
    for state, file, place in links:
        section = site[file].partition(f'<section id="{place}"')[2]
        assert f'data-states="{state}"' in section.partition(">")[0]


def test_the_page_of_a_language_shows_what_changed_and_where_to_edit_it(site: dict[str, str]) -> None:
    section = site["en.html"].partition('id="p-b-stale"')[2].partition("</section>")[0]
    assert '<p class="before" lang="de" dir="ltr">Gehen Sie <del>links</del><ins>nach rechts</ins>.</p>' in section
    assert '<p lang="en" dir="ltr">Go left.</p>' in section
    line = re.search(r'href="https://git\.example/edit/content/en/b-stale\.md#L(\d+)"', section)
    assert line and line[1] == "9"
    assert "Out of date since 20. November 2026" in plain(section)
    assert "<ins>Neu &lt;b&gt;&amp;.</ins>" in section


def test_without_an_address_for_editing_there_is_no_link(tmp_path: Path) -> None:
    text = site_of(offered(tmp_path))["en.html"]
    assert "Edit this" not in plain(text) and "content/en/b-stale.md:9" in text


def test_titles_stay_words(site: dict[str, str]) -> None:
    for name in ("index.html", "en.html", "feed.xml"):
        assert "<fehlt>" not in site[name] and "&lt;fehlt&gt;" in site[name]


def test_the_pages_need_no_script_and_no_search_engine_lists_them(site: dict[str, str]) -> None:
    for name in ("index.html", "en.html", "ar.html"):
        assert '<meta name="robots" content="noindex">' in site[name]
        assert '<form class="status-filter" hidden>' in site[name]
        assert " style=" not in site[name]
        assert len(re.findall("<script", site[name])) == 1 and "<script src" not in site[name]


def test_words_of_another_language_say_which(site: dict[str, str]) -> None:
    assert '<bdi lang="ar" dir="rtl">العربية</bdi>' in site["index.html"]
    assert '<html lang="de" dir="ltr">' in site["ar.html"]


@pytest.mark.parametrize(
    ("files", "colour"),
    [
        (FILES, FAIR),
        (FILES | translated("c-waived", "safety"), GOOD),
        (FILES | translated("c-waived", "safety", AFTER), BAD),
        (FILES | {"content/en/c-waived.md": None, "locales/en/pages/c-waived.po": None}, BAD),
    ],
)
def test_a_badge_has_the_colour_of_the_worst_safety_page(
    tmp_path: Path, files: dict[str, str | bytes | None], colour: str
) -> None:
    root = ElementTree.fromstring(site_of(offered(tmp_path, files))["en.svg"])
    assert [rect.get("fill") for rect in root.iter("{http://www.w3.org/2000/svg}rect")][1] == colour


def test_a_badge_says_how_many_pages_are_complete_and_asks_for_nothing(site: dict[str, str]) -> None:
    root = ElementTree.fromstring(site["en.svg"])
    assert [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")] == ["en", "2 of 5"]
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "English: 2 of 5"
    assert "href" not in site["en.svg"] and "url(" not in site["en.svg"] and "style" not in site["en.svg"]


def entries(feed: str) -> dict[str, tuple[str, str, str]]:
    root = ElementTree.fromstring(feed)
    return {
        str(entry.findtext(f"{ATOM}id")): (
            str(entry.findtext(f"{ATOM}title")),
            str(entry.findtext(f"{ATOM}updated")),
            entry.find(f"{ATOM}link").get("href", ""),  # type: ignore[union-attr]
        )
        for entry in root.iter(f"{ATOM}entry")
    }


def test_the_feed_tells_of_stale_and_missing_pages_of_languages_that_are_no_drafts(site: dict[str, str]) -> None:
    place = "https://town.example/help/status/en.html#p-"
    assert entries(site["feed.xml"]) == {
        f"{place}b-stale": ("Englisch: B-Stale (out of date)", "2026-11-20T00:00:00Z", f"{place}b-stale"),
        f"{place}d_20missing": (
            "Englisch: Fehlt & <fehlt> (missing)",
            "2026-11-01T00:00:00Z",
            f"{place}d_20missing",
        ),
    }
    root = ElementTree.fromstring(site["feed.xml"])
    assert root.findtext(f"{ATOM}updated") == "2026-11-20T00:00:00Z"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Testhausen"
    assert root.findtext(f"{ATOM}id") == "https://town.example/help/status/feed.xml"


def test_a_feed_of_a_site_without_address_is_relative_and_keeps_its_ids(tmp_path: Path) -> None:
    one, again = site_of(offered(tmp_path))["feed.xml"], site_of(offered(tmp_path))["feed.xml"]
    found = entries(one)
    assert one == again and all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", id) for id in found)
    assert sorted(href for _, _, href in found.values()) == ["en.html#p-b-stale", "en.html#p-d_20missing"]
    assert 'rel="self"' not in one and "http" not in re.sub(r'xmlns="[^"]*"', "", one)


def test_control_characters_break_no_feed(tmp_path: Path) -> None:
    files = FILES | translated("b-stale", "essential", AFTER.replace("nach", "\x01"))
    assert len(entries(site_of(offered(tmp_path, files))["feed.xml"])) == 2


def test_progress_is_what_records_date(status: Status) -> None:
    assert english(status).steps == [(date(2026, 11, 1), 3), (date(2026, 11, 20), 2)]


def test_progress_is_drawn_and_stands_beside_as_a_table(site: dict[str, str]) -> None:
    assert '<polyline points="0,60 0,60 0,24 207.3,24 207.3,36 240,36"/>' in site["index.html"]
    table = site["index.html"].rpartition("<table>")[2].partition("</table>")[0]
    rows = (
        '<tr><th scope="row">1. November 2026</th><td>3</td></tr>\n<tr><th scope="row">20. November 2026</th><td>2</td>'
    )
    assert rows in table and plain(table).startswith("Date English")


def test_without_reviews_nothing_is_drawn(tmp_path: Path) -> None:
    text = site_of(offered(tmp_path, {"content/en/index.md": None, "locales/en/pages/home.po": None}))["index.html"]
    assert "No review has been recorded yet." in plain(text) and "<svg" not in text


def test_a_portal_of_one_language_has_an_empty_grid(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {"locales/languages.yml": LANGUAGES.partition("  en:")[0]}
    assert sorted(site_of(offered(tmp_path, files))) == ["feed.xml", "index.html"]


def faults(value: Any, schema: Mapping[str, Any], place: str = "$") -> list[str]:
    """Find where a value is not what a schema says; only the words of JSON Schema that ours uses."""
    if "$ref" in schema:
        return faults(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], place)
    if "anyOf" in schema:
        return [] if any(not faults(value, one, place) for one in schema["anyOf"]) else [place]
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
    found = [f"{place} type"] if "type" in schema and not isinstance(value, kinds[schema["type"]]) else []
    found += [f"{place} enum"] if value not in schema.get("enum", [value]) else []
    found += [f"{place} const"] if value != schema.get("const", value) else []
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{place} pattern")
    if isinstance(value, int) and value < schema.get("minimum", value):
        found.append(f"{place} minimum")
    if isinstance(value, list):
        found += [fault for n, one in enumerate(value) for fault in faults(one, schema["items"], f"{place}[{n}]")]
    return found + (members(value, schema, place) if isinstance(value, dict) and "type" in schema else [])


def members(value: dict[str, Any], schema: Mapping[str, Any], place: str) -> list[str]:
    found = [f"{place}.{name} is not there" for name in schema.get("required", ()) if name not in value]
    known, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    for name, one in value.items():
        found += faults(name, schema.get("propertyNames", {}), f"{place} {name}")
        if name in known or more:
            found += faults(one, known.get(name, more), f"{place}.{name}")
        else:
            found.append(f"{place}.{name} is too much")
    return found


def test_the_json_is_what_its_schema_says(status: Status) -> None:
    assert faults(json.loads(to_json(status)), SCHEMA) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"schema": 1', '"schema": 2'),
        ('"state": "waived"', '"state": "well"'),
        ('"day": "2026', '"day": "26'),
        ('"line": 9', '"line": "9"'),
        ('"line": 9', '"line": 0'),
        ('"who": "Ada"', '"whom": "Ada"'),
        ('"number": 2', '"number": -1'),
    ],
)
def test_the_schema_refuses_anything_else(status: Status, old: str, new: str) -> None:
    text = to_json(status)
    assert old in text
    assert faults(json.loads(text.replace(old, new)), SCHEMA)


def test_the_json_is_read_as_it_was_written(status: Status) -> None:
    again = from_json(to_json(status))
    assert again == status and to_json(again) == to_json(status)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 0}', '{"schema": 1}', '{"schema": 1, "pages": 7}', ODD])
def test_json_of_something_else_is_no_status(text: str) -> None:
    assert from_json(text) is None


def test_languages_that_were_only_listed_stay_as_they_were(portal: Portal, status: Status) -> None:
    states = {tag: known for tag, known in portal.states.items() if tag != "en"}
    part = replace(portal, states=states, listed=frozenset({"en"}))
    assert status_of(part, status) == status
    assert [tongue.tag for tongue in status_of(part).tongues] == ["ar"]
    fewer = replace(english(status), translations={})
    kept = english(status_of(part, replace(status, tongues=(fewer,))))
    assert {one.state for one in kept.translations.values()} == {State.MISSING}


def test_the_names_of_reviewers_are_not_published(portal: Portal, status: Status) -> None:
    assert "Ada Beck" not in to_json(status)


def test_anchors_of_different_pages_differ() -> None:
    names = ["a b", "a_b", "a_20b", "a_5fb", "ä", "a/b"]
    assert len({anchor(name) for name in names}) == len(names)


def test_the_day_is_the_day_of_the_build(status: Status) -> None:
    assert status.day == TODAY
