"""The chooser, the language switch, pages in another language, and the page that is not there."""

import re
from pathlib import Path

import pytest
from babel import Locale
from playwright.sync_api import Page, expect
from visiting import PUBLISHED, REGISTER, TAGS, Visitor, rich_pages

MISSING = "services/housing.html"  # in the demo only ti and ckb lack it
FALLBACK = {"ckb": ("ar", "rtl"), "ti": ("en", "ltr")}


def offered(page: Page) -> list[str]:
    return page.locator(".chooser strong").all_inner_texts()


def switch_to(page: Page, tag: str) -> None:
    page.click(".bar-languages > summary")
    page.click(f".bar-languages a[data-language='{tag}']")


def test_the_chooser_lists_every_published_language_by_its_own_name_without_javascript(visitor: Visitor) -> None:
    page = visitor.open("index.html", java_script_enabled=False)
    assert offered(page) == list(PUBLISHED.values())
    for tag in PUBLISHED:
        link = page.locator(f".chooser a[hreflang='{tag}']")
        assert (link.get_attribute("lang"), link.get_attribute("dir")) == (tag, REGISTER[tag]["dir"])
    page.click(".chooser a[hreflang='ar']")
    assert page.url == visitor.base + "ar/index.html"


def test_the_chooser_offers_no_pseudo_locale(visitor: Visitor) -> None:
    page = visitor.open("index.html")
    tags = page.locator(".chooser a").evaluate_all("links => links.map(link => link.dataset.language)")
    assert sorted(set(tags)) == sorted(PUBLISHED)


def test_the_chooser_goes_on_in_the_language_chosen_there(visitor: Visitor) -> None:
    page = visitor.open("index.html")
    page.click(".chooser a[hreflang='tr']")
    page.goto(visitor.base + "index.html")
    expect(page).to_have_url(visitor.base + "tr/index.html")


def test_the_chooser_goes_on_in_the_language_chosen_in_the_switch(visitor: Visitor) -> None:
    page = visitor.open("de/safety/fire.html")
    switch_to(page, "fa")
    page.goto(visitor.base + "index.html")
    expect(page).to_have_url(visitor.base + "fa/index.html")


def test_the_chooser_stays_when_asked_to_and_puts_the_remembered_language_first(visitor: Visitor) -> None:
    page = visitor.open("de/index.html")
    switch_to(page, "tr")
    page.click(".bar-languages > summary")
    page.click(".bar-languages p a")
    expect(page).to_have_url(visitor.base + "index.html#choose")
    assert offered(page)[0] == "Türkçe"


def test_merely_reading_a_page_is_no_choice(visitor: Visitor) -> None:
    page = visitor.open("ar/index.html")
    page.goto(visitor.base + "index.html")
    expect(page).to_have_url(visitor.base + "index.html")
    assert len(offered(page)) == len(PUBLISHED)


@pytest.mark.parametrize(("locale", "first"), [("uk-UA", "uk"), ("en-GB", "en"), ("ckb-IQ", "ckb"), ("ar", "ar")])
def test_the_chooser_puts_the_phones_language_first(visitor: Visitor, locale: str, first: str) -> None:
    page = visitor.open("index.html", locale=locale)
    assert offered(page)[0] == PUBLISHED[first]
    assert offered(page)[1:] == [name for tag, name in PUBLISHED.items() if tag != first]
    expect(page.locator(".chooser .suggested")).to_have_count(1)


def test_the_chooser_takes_the_first_of_the_phones_languages_that_it_has(visitor: Visitor) -> None:
    page = visitor.tab()
    page.add_init_script("Object.defineProperty(navigator, 'languages', {get: () => ['am-ET', 'ti-ER', 'de-DE']})")
    page.goto(visitor.base + "index.html")
    assert offered(page)[0] == PUBLISHED["ti"]


def test_the_chooser_keeps_its_order_for_a_language_it_does_not_have(visitor: Visitor) -> None:
    page = visitor.open("index.html", locale="ja-JP")
    assert offered(page) == list(PUBLISHED.values())
    expect(page.locator(".chooser .suggested")).to_have_count(0)


@pytest.mark.parametrize("path", ["index.html", "safety/emergency.html", "a-z.html"])
def test_the_switch_leads_to_the_same_page(visitor: Visitor, path: str) -> None:
    page = visitor.open(f"de/{path}")
    for tag in ("ar", "ckb", "en-XA", "ti", "de"):
        switch_to(page, tag)
        expect(page).to_have_url(visitor.base + f"{tag}/{path}")
        assert page.locator("html").get_attribute("lang") == tag
        expect(page.locator(".bar-languages [aria-current]")).to_have_attribute("data-language", tag)
        expect(page.locator("main .notice.foreign")).to_have_count(0)


@pytest.mark.parametrize("tag", FALLBACK)
def test_the_switch_leads_to_the_fallback_where_the_page_is_missing_and_says_so_before(
    visitor: Visitor, tag: str
) -> None:
    spoken, direction = FALLBACK[tag]
    page = visitor.open(f"de/{MISSING}")
    mark = page.locator(f".bar-languages a[data-language='{tag}'] .tongue")
    assert (mark.text_content(), mark.get_attribute("lang")) == (PUBLISHED[spoken], spoken)
    switch_to(page, tag)
    expect(page).to_have_url(visitor.base + f"{tag}/{MISSING}")
    assert page.locator("html").get_attribute("lang") == tag
    article = page.locator("article")
    assert (article.get_attribute("lang"), article.get_attribute("dir")) == (spoken, direction)
    foreign_heading = article.locator("h1").inner_text()
    page.goto(f"{visitor.base}{spoken}/{MISSING}")
    assert page.locator("h1").inner_text() == foreign_heading


@pytest.mark.parametrize("tag", FALLBACK)
def test_a_notice_in_the_readers_language_stands_above_a_foreign_text(visitor: Visitor, tag: str) -> None:
    page = visitor.open(f"{tag}/{MISSING}")
    notice = page.locator("main .notice.foreign")
    expect(notice).to_be_visible()
    letters = {"ckb": r"[\u0600-\u06ff]", "ti": r"[\u1200-\u137f]"}[tag]
    assert len(re.findall(letters, notice.inner_text())) > 20
    assert notice.evaluate("note => note.closest('[lang]').lang") == tag
    assert notice.evaluate("note => note.compareDocumentPosition(document.querySelector('article')) & 4")


def test_links_and_menu_entries_to_foreign_pages_name_their_language(visitor: Visitor) -> None:
    page = visitor.open("ti/index.html")
    for link in (
        page.locator(".menu a[href^='services/']").first,
        page.locator(".children a[href^='services/']").first,
    ):
        assert link.get_attribute("hreflang") == "en"
        assert link.locator("[lang=en]").inner_text() == "Help in everyday life"
        assert link.locator(".tongue").inner_text() == "እንግሊዝኛ"


def test_every_alternate_and_canonical_address_is_a_page_of_that_language(demo: Path) -> None:
    lines = re.compile(
        r'<link rel="(canonical|alternate)"(?: hreflang="([^"]+)")? href="https://musterstadt\.example/([^"]*)">'
    )
    seen = set()
    for path in ["index.html", *(path for tag in REGISTER for path in rich_pages(demo, tag))]:
        found = lines.findall((demo / path).read_text(encoding="utf-8"))
        assert sum(kind == "canonical" for kind, _, _ in found) == 1, path
        seen |= {(tag, target or "index.html") for kind, tag, target in found if kind == "alternate"}
    assert {tag for tag, _ in seen} == {*PUBLISHED, "x-default"}
    for tag, target in seen:
        text = (demo / target).read_text(encoding="utf-8")
        assert tag == "x-default" or f'<html lang="{tag}"' in text
        assert "<article lang" not in text


@pytest.mark.parametrize("path", ["ar/nope.html", "ar/safety/deep/er/nope.html"])
def test_the_404_page_speaks_the_language_of_the_address(visitor: Visitor, path: str) -> None:
    page = visitor.tab()
    answer = page.goto(visitor.base + path)
    assert answer and answer.status == 404
    shown = page.locator("section:visible")
    assert shown.count() == 1
    assert shown.get_attribute("lang") == "ar"
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    assert page.title() == "404 – الصفحة غير موجودة"
    assert page.get_by_role("link", name="رقم الطوارئ 112").count() == 2  # in the bar and in the section
    assert "Notruf" not in page.locator("body").inner_text()
    shown.get_by_role("link", name="إلى الصفحة الرئيسية").click()
    expect(page).to_have_url(visitor.base + "ar/index.html")


@pytest.mark.parametrize("path", ["nope.html", "xx/nope.html", "marble/arch.html"])
def test_the_404_page_speaks_every_language_where_the_address_has_none(visitor: Visitor, path: str) -> None:
    page = visitor.open(path)
    shown = page.locator("section:visible").evaluate_all("all => all.map(section => section.lang)")
    assert shown == list(PUBLISHED)


def test_the_404_page_speaks_every_language_without_javascript(visitor: Visitor) -> None:
    page = visitor.open("ar/nope.html", java_script_enabled=False)
    assert page.locator("section:visible").count() == len(PUBLISHED)


# Every word with the language it claims to be in, by the nearest `lang`; blocks, because a German name inside a
# sentence is part of the sentence. Attributes are read out in the language of their element.
WORDS = r"""() => {
  const block = "p, li, dt, dd, h1, h2, h3, h4, td, th, title, summary, a, button, small, .label";
  const found = [];
  const note = (element, text, where, whole) => text.trim() && found.push({
    lang: element.closest("[lang]").lang, text: text.trim(), where, whole, bdi: !!element.closest("bdi"),
  });
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());)
    if (!node.parentElement.closest("script, style")) {
      const element = node.parentElement;
      note(element, node.data, element.tagName, (element.closest(block) || element).textContent);
    }
  for (const element of document.querySelectorAll("[aria-label], [alt], [title], [content][name=description]"))
    for (const name of ["aria-label", "alt", "title", "content"])
      if (element.hasAttribute(name)) note(element, element.getAttribute(name), "@" + name, element.getAttribute(name));
  return found;
}"""
SCRIPTS = {
    "Latin": re.compile(r"[A-Za-zÀ-ɏ]"),
    "Arabic": re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff]"),
    "Ethiopic": re.compile(r"[\u1200-\u1360\u1380-\u139f]"),
    "Cyrillic": re.compile(r"[\u0400-\u052f]"),
}
WRITTEN = {"ar": "Arabic", "fa": "Arabic", "ckb": "Arabic", "ti": "Ethiopic", "uk": "Cyrillic"}  # all others: Latin
# Letters a language does not have tell languages of one script apart.
NEVER = {"ar": re.compile("[ێۆڕڵەپچگکی]"), "fa": re.compile("[ێۆڕڵەةيك]"), "ckb": re.compile("[ةي]")}
ENGLISH = Locale("en")
CLDR = re.compile("|".join([*ENGLISH.days["stand-alone"]["abbreviated"].values(), *ENGLISH.languages.values(), "and"]))
ACCENTED = re.compile("[À-ɏḀ-ỿ]")
NAMES = ("Lotse Musterstadt", "WhatsApp", "Signal", "Telegram", "HateAid", "JavaScript", "SMS")


def unmarked(words: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    """Return (lang, where, text) of what is not written in the language it claims."""
    return [(word["lang"], word["where"], word["text"]) for word in words if not fits(word)]


def fits(word: dict[str, str]) -> bool:
    own = SCRIPTS[WRITTEN.get(word["lang"], "Latin")]
    text = word["text"]
    for name in NAMES:
        text = text.replace(name, "")
    if any(script.search(text) for key, script in SCRIPTS.items() if script is not own and key != "Latin"):
        return False
    if word["lang"] in NEVER and NEVER[word["lang"]].search(text):
        return False
    return bool(own.search(word["whole"]) or word["bdi"] or not SCRIPTS["Latin"].search(text))


@pytest.mark.parametrize("tag", [*FALLBACK, "ar", "fa", "uk", "de"])
def test_every_word_carries_the_language_it_is_written_in(visitor: Visitor, demo: Path, tag: str) -> None:
    page = visitor.tab()
    found = {}
    for path in rich_pages(demo, tag):
        page.goto(visitor.base + path, wait_until="domcontentloaded")
        found[path] = unmarked(page.evaluate(WORDS))
    assert {path: some for path, some in found.items() if some} == {}


@pytest.mark.parametrize(
    ("lang", "html"),
    [
        ("ti", "<p>Housing</p>"),
        ("ti", "<p>ገዛ <span>المساعدة</span></p>"),
        ("ckb", "<p>المساعدة في الحياة اليومية</p>"),
        ("ar", "<small>کوردیی ناوەندی</small>"),
        ("uk", "<button aria-label='Print this page'>Друк</button>"),
        ("en", "<a href='#'>Türkçe</a> <b>ትግርኛ</b>"),
    ],
)
def test_a_word_in_another_language_would_be_noticed(visitor: Visitor, lang: str, html: str) -> None:
    page = visitor.tab()
    page.set_content(f"<html lang={lang}><body>{html}</body></html>")
    assert unmarked(page.evaluate(WORDS))


@pytest.mark.parametrize("path", ["index.html", "services/housing.html", "a-z.html"])
def test_no_words_of_templates_and_facts_bypass_the_catalogs(visitor: Visitor, path: str) -> None:
    """In en-XA everything translated is accented; names of days and languages come from CLDR."""
    page = visitor.open(f"en-XA/{path}")
    words = [word for word in page.evaluate(WORDS) if word["lang"] == "en-XA" and not word["bdi"]]
    assert [word["text"] for word in words if ACCENTED.search(word["whole"])]
    assert [word["text"] for word in words if plain(word["whole"])] == []


def plain(text: str) -> bool:
    return bool(re.search("[A-Za-z]{2}", CLDR.sub("", text))) and not ACCENTED.search(text)


@pytest.mark.parametrize("tag", TAGS)
def test_every_page_states_its_language_and_direction(demo: Path, tag: str) -> None:
    direction = "rtl" if tag in ("ar", "ckb", "ar-XB") else "ltr"
    for path in rich_pages(demo, tag):
        assert f'<html lang="{tag}" dir="{direction}">' in (demo / path).read_text(encoding="utf-8"), path
