"""The register, the addresses of translations, and the switch between languages."""

import re
from pathlib import Path

import pytest
from portals import portal_of, write_portal

from lotse.model import Portal
from lotse.read.languages import read_register, valid_tag
from lotse.render.environment import template_environment
from lotse.render.languages import Switch, absolute, alternates, translations
from lotse.render.root import RootSite
from lotse.render.words import Words
from lotse.report import Finding
from scenario import ROOT

REGISTER = """\
source: de
languages:
  de: {autonym: Deutsch, dir: ltr, fallback: [], mkdocs: de, status: published}
  en: {autonym: English, dir: ltr, fallback: [], mkdocs: en, status: published}
  ar: {autonym: العربية, dir: rtl, fallback: [en], mkdocs: ar, status: published}
  ckb: {autonym: کوردی, dir: rtl, fallback: [ar, en], mkdocs: ku, status: published}
  ti: {autonym: ትግርኛ, dir: ltr, fallback: [en], mkdocs: ti, status: draft}
"""
ALL = frozenset({"de", "en", "ar", "ckb", "ti"})


def page(title: str) -> str:
    return f"---\ntitle: {title}\nchecked: 2026-11-01\n---\n"


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    files: dict[str, str | bytes | None] = {
        "locales/languages.yml": REGISTER,
        "mkdocs.yml": "site_url: https://town.example/help/\nplugins: [{i18n: {languages: [{locale: de}]}}]\n",
        "content/de/a.md": page("A"),
        "content/en/a.md": page("A in English"),
        "content/ar/a.md": page("أ"),
        "content/ti/a.md": page("ኤ"),
        "content/de/only.md": page("Nur deutsch"),
        "content/en/extra.md": page("Extra"),
    }
    return portal_of(tmp_path, files)


def test_a_page_has_its_translations_and_the_source_as_default(portal: Portal) -> None:
    assert alternates(portal, portal.pages["en"]["a.md"], "en", ALL) == [
        ("de", "https://town.example/help/de/a.html"),
        ("en", "https://town.example/help/en/a.html"),
        ("ar", "https://town.example/help/ar/a.html"),
        ("x-default", "https://town.example/help/de/a.html"),
    ]


def test_the_chooser_is_the_default_of_the_start_page(portal: Portal) -> None:
    links = dict(alternates(portal, portal.pages["de"]["index.md"], "de", ALL))
    assert links["x-default"] == "https://town.example/help/index.html"


def test_drafts_and_fallback_pages_are_no_translations(portal: Portal) -> None:
    assert translations(portal, "a.md", ALL) == ["de", "en", "ar"]
    assert translations(portal, "only.md", ALL) == ["de"]
    assert translations(portal, "a.md", {"de", "ti"}) == ["de"]


def test_a_page_without_source_has_the_first_translation_as_default(portal: Portal) -> None:
    links = dict(alternates(portal, portal.pages["en"]["extra.md"], "en", ALL))
    assert links == {
        "en": "https://town.example/help/en/extra.html",
        "x-default": "https://town.example/help/en/extra.html",
    }


def test_addresses_are_relative_where_the_site_has_none() -> None:
    assert absolute("", "en/sub/a.html", "de/sub/a.html") == "../../en/sub/a.html"
    assert absolute("", "en/a.html", "") == "en/a.html"
    assert absolute("https://a.example", "en/a.html", "de/x.html") == "https://a.example/en/a.html"


def test_the_switch_leads_to_the_page_and_says_in_which_language_it_will_be(portal: Portal) -> None:
    switch = Switch(portal, Words(portal, "de"), ALL).items(portal.shown("de")["a.md"])
    found = re.findall(
        r'<a lang="([^"]+)" dir="([^"]+)" hreflang="\1" data-language="\1"( aria-current="true")? href="([^"]+)">(.*?)</a>',
        switch,
    )
    assert [(tag, way, bool(current), href) for tag, way, current, href, _ in found] == [
        ("de", "ltr", True, "../de/a.html"),
        ("en", "ltr", False, "../en/a.html"),
        ("ar", "rtl", False, "../ar/a.html"),
        ("ckb", "rtl", False, "../ckb/a.html"),
        ("ti", "ltr", False, "../ti/a.html"),
    ]
    marks = {tag: words for tag, _, _, _, words in found}
    assert marks["en"] == "English"
    assert marks["ckb"] == 'کوردی <small class="tongue" lang="ar" dir="rtl">العربية</small>'


def test_the_switch_leads_to_the_start_page_where_a_language_has_no_such_page(portal: Portal) -> None:
    switch = Switch(portal, Words(portal, "en"), ALL).items(portal.shown("en")["extra.md"])
    assert 'hreflang="de" data-language="de" href="../de/index.html">Deutsch</a>' in switch
    assert 'hreflang="ckb" data-language="ckb" href="../ckb/extra.html"' in switch


def test_the_switch_offers_only_what_is_built(portal: Portal) -> None:
    switch = Switch(portal, Words(portal, "de"), {"de", "ar"}).items(portal.shown("de")["a.md"])
    assert re.findall(r'hreflang="(\w+)"', switch) == ["de", "ar"]


def test_pages_fall_back_along_the_chain_to_the_best_language(portal: Portal) -> None:
    shown = {path: page.language for path, page in portal.shown("ckb").items()}
    assert shown == {"a.md": "ar", "extra.md": "en", "index.md": "en", "only.md": "de"}


def test_sitemap_lists_translations_with_each_other_and_nothing_else(portal: Portal) -> None:
    root = RootSite(portal, ALL, template_environment(ROOT / "theme", None))
    sitemap = root.sitemap()
    places = re.findall(r"<loc>https://town.example/help/([^<]+)</loc>", sitemap)
    assert places == [
        "de/a.html",
        "en/a.html",
        "ar/a.html",
        "en/extra.html",
        "de/index.html",
        "en/index.html",
        "de/only.html",
    ]
    first = sitemap.split("</url>")[0]
    assert re.findall(r'hreflang="([^"]+)"', first) == ["de", "en", "ar", "x-default"]
    assert "<lastmod>2026-11-01</lastmod>" in first


def test_languages_come_in_the_order_of_the_register(tmp_path: Path) -> None:
    write_portal(tmp_path, {"locales/languages.yml": REGISTER})
    found: list[Finding] = []
    register = read_register(tmp_path, found)
    assert list(register.languages) == ["de", "en", "ar", "ckb", "ti"] and not found
    assert register.chain("ckb") == ("ckb", "ar", "en", "de")
    assert register.chain("de") == ("de",)
    assert [tag for tag, language in register.languages.items() if not language.published] == ["ti"]


def test_a_chain_never_names_a_language_that_was_left_out(tmp_path: Path) -> None:
    broken = REGISTER.replace("autonym: العربية, dir: rtl", "autonym: العربية, dir: up")
    write_portal(tmp_path, {"locales/languages.yml": broken})
    register = read_register(tmp_path, [])
    assert "ar" not in register.languages
    assert register.chain("ckb") == ("ckb", "en", "de")


@pytest.mark.parametrize("tag", ["de", "ckb", "kmr", "prs", "rom", "zh-Hant", "pt-BR", "sr-Latn-RS", "no", "en-XA"])
def test_registered_tags_are_known(tag: str) -> None:
    assert valid_tag(tag)


@pytest.mark.parametrize("tag", ["", "d", "xx", "zh_Hant", "kurdish", "de-", "de--AT", "ü", "de AT", "../de", "qqqq"])
def test_other_tags_are_not(tag: str) -> None:
    assert not valid_tag(tag)
