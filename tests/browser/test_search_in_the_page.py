"""The search as readers use it: in every rendition, by keyboard, with nothing but the files of the site, and when it fails."""

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from offline_host import Host
from playwright.sync_api import Browser, Page, expect
from test_rules_of_the_web import violations
from visiting import Visitor

QUERIES = {"de": "wohnung mieten", "ar": "حريق", "uk": "пожежа", "ti": "ሓዊ"}
FIRST = {"de": "services/housing.html", "ar": "safety/fire.html", "uk": "safety/fire.html", "ti": "safety/fire.html"}
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
PHONE = {"width": 320, "height": 560}
RESULT = "[role=option]"
Opener = Callable[[str], Page]


def ask(page: Page, query: str) -> None:
    """Type a query and wait for what is said about it."""
    page.fill("#words", query)
    expect(page.locator("#search-results + *, [role=status]").first).to_have_text(re.compile(r"\S"))


def results(page: Page) -> list[str]:
    return page.locator(RESULT).evaluate_all("all => all.map(one => decodeURI(one.getAttribute('href')))")


@pytest.fixture(scope="session")
def unpacked(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the German guide.zip, unpacked."""
    folder = tmp_path_factory.mktemp("zip")
    with zipfile.ZipFile(demo / "de" / "guide.zip") as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def from_disk(browser: Browser) -> Iterator[Opener]:
    """Return an opener of files; no tab may leave its disk or meet a script error."""
    context = browser.new_context(viewport=PHONE)
    wrong: list[str] = []
    context.on("request", lambda request: wrong.append(request.url) if not request.url.startswith("file:") else None)

    def open_file(address: str) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(address)
        return page

    yield open_file
    context.close()
    assert wrong == []


# Everywhere


@pytest.mark.parametrize("tag", list(QUERIES))
@pytest.mark.parametrize("edition", ["", "lite/"], ids=["rich", "light"])
def test_results_come_while_typing_with_section_snippet_and_marked_words(
    visitor: Visitor, tag: str, edition: str
) -> None:
    page = visitor.open(f"{tag}/{edition}search.html", viewport=PHONE)
    ask(page, QUERIES[tag])
    found = page.locator(RESULT, has=page.locator("mark")).first
    expect(found).to_be_visible()
    assert any(f"{tag}/{edition}{FIRST[tag]}" in one for one in results(page)[:5])
    expect(page.locator(f"{RESULT} small").first).to_have_text(re.compile(r"\S"))
    expect(page.locator(f"{RESULT} > span").first).to_have_text(re.compile(r"\S"))
    assert page.evaluate("decodeURIComponent(location.hash)") == f"#q={QUERIES[tag]}"
    assert page.evaluate(OVERFLOW) <= 0


def test_the_search_opens_where_the_reader_is(visitor: Visitor) -> None:
    page = visitor.open("de/services/housing.html")
    before = page.evaluate("document.querySelector('main').getBoundingClientRect().top")
    page.click("#search-link")
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.type("kaution")
    expect(page.locator(RESULT).first).to_be_visible()
    assert page.evaluate("document.querySelector('main').getBoundingClientRect().top") == before, "nothing moves"
    page.keyboard.press("Enter")
    page.wait_for_url("**/de/search.html#q=kaution")
    expect(page.locator(RESULT).first).to_be_visible()


@pytest.mark.parametrize("name", ["search.html", "lite/search.html", "safety/fire.html"])
def test_the_unpacked_zip_searches_without_a_server(unpacked: Path, from_disk: Opener, name: str) -> None:
    page = from_disk((unpacked / "de" / name).as_uri())
    if name == "safety/fire.html":
        page.click("#search-link")
    page.fill("#words", "wohnung mieten")
    result = page.locator(RESULT, has_text="Wohnen").first
    result.click()
    expect(page.locator("h1")).to_have_text(re.compile("Wohn"))


def test_the_sentence_around_the_words_comes_from_the_zip_itself(unpacked: Path, from_disk: Opener) -> None:
    page = from_disk((unpacked / "de" / "search.html").as_uri() + "#q=aufzug")
    expect(page.locator(f"{RESULT} > span", has_text="Benutzen Sie nie den Aufzug.").first).to_be_visible()


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_the_single_file_searches_alone(demo: Path, tmp_path: Path, from_disk: Opener, tag: str) -> None:
    page = from_disk(Path(shutil.copy(demo / tag / "guide.html", tmp_path)).as_uri())
    page.fill("#words", QUERIES[tag])
    page.locator(f"{RESULT}[href='#p/{FIRST[tag]}'], {RESULT}[href^='#p/{FIRST[tag]}:']").first.click()
    expect(page.locator("main > section:visible")).to_have_id(f"p/{FIRST[tag]}")


def test_the_saved_copy_searches_without_a_line(demo: Path, browser: Browser) -> None:
    host = Host(demo)
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(host.base + "de/lite/index.html")
    page.click("#save")  # loads what saves pages
    page.goto(host.base + "de/lite/saved.html")
    page.locator("button#save[data-state=idle]").click()
    expect(page.locator("#save")).to_have_attribute("data-state", "saved", timeout=30_000)
    host.stop()
    page = context.new_page()
    page.goto(host.base + "de/search.html#q=aufzug")
    expect(page.locator(f"{RESULT} > span", has_text="Benutzen Sie nie den Aufzug.").first).to_be_visible()
    page.locator(RESULT, has_text="Wenn es brennt").first.click()
    expect(page.locator("h1")).to_have_text("Wenn es brennt")
    context.close()


# Nobody learns what was typed


@pytest.mark.parametrize("edition", ["", "lite/"], ids=["rich", "light"])
def test_no_request_tells_the_query_or_what_was_found(visitor: Visitor, edition: str) -> None:
    page = visitor.open(f"de/{edition}search.html")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    ask(page, "schlägt mich")
    expect(page.locator(RESULT).first).to_be_visible()
    page.wait_for_load_state("networkidle")
    names = {url.partition("/de/")[2] for url in asked if "/pack/" not in url} - {""}
    assert names >= {"assets/search.js", "search/index.js"}
    always = {
        "assets/offline.js",
        "assets/saving.js",
        "assets/icon.svg",
        "manifest.webmanifest",
    }  # to be saved, whatever is asked
    assert names <= {"assets/search.js", "search/index.js", "search/text.js", *always}
    assert not [url for url in asked if "schl" in url or "mich" in url]


def test_nothing_is_loaded_before_the_box_is_used(visitor: Visitor) -> None:
    page = visitor.open("de/search.html")
    page.wait_for_load_state("networkidle")
    assert page.locator("script[src*='search/index.js'], script[src$='assets/search.js']").count() == 0
    page.focus("#words")
    expect(page.locator("script[src*='search/index.js']")).to_have_count(1)


# What results are


def test_emergency_words_of_any_language_put_the_numbers_first(visitor: Visitor) -> None:
    page = visitor.open("de/search.html")
    for query in ("Feuer", "fire", "إسعاف", "пожежа", "yangın"):
        ask(page, query)
        expect(page.locator(".help a[href='tel:112']")).to_be_visible()
    ask(page, "wohnung")
    expect(page.locator(".help")).to_be_hidden()


def test_pages_of_another_language_form_a_group_of_their_own(visitor: Visitor) -> None:
    page = visitor.open("ckb/search.html")
    ask(page, "السكن")
    group = page.locator("[role=group][aria-label='هێشتا بە زمانی ئێوە نییە']")
    option = group.locator(RESULT).first
    expect(option).to_be_visible()
    expect(option.locator("b")).to_have_attribute("lang", "ar")
    expect(option.locator("b")).to_have_attribute("dir", "rtl")
    expect(option.locator(".tongue")).to_have_text(re.compile(r"\S"))


def test_a_section_alone_can_be_shown(visitor: Visitor) -> None:
    page = visitor.open("de/search.html")
    ask(page, "polizei")
    button = page.get_by_role("button", name="Sicherheit", exact=True)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    assert {one.split("/de/")[1].split("/")[0] for one in results(page)} == {"safety"}


def test_a_slip_is_answered_with_what_was_meant(visitor: Visitor) -> None:
    page = visitor.open("de/search.html")
    ask(page, "wohnnung")
    button = page.locator("p button bdi")
    expect(button).to_have_text(re.compile("wohnung", re.IGNORECASE))
    button.click()
    expect(page.locator("#words")).to_have_value(re.compile("wohnung", re.IGNORECASE))
    expect(page.locator("#words")).to_be_focused()


def test_a_result_leads_to_the_heading_that_has_the_words(visitor: Visitor) -> None:
    page = visitor.open("de/search.html")
    ask(page, "feuer in der küche")
    result = page.locator(f"{RESULT}[href$='safety/fire.html#kitchen']")
    expect(result).to_contain_text("Feuer in der Küche")
    result.click()
    expect(page.locator("#kitchen")).to_be_in_viewport()


def test_where_nothing_is_found_there_are_other_ways_and_numbers(visitor: Visitor) -> None:
    page = visitor.open("de/search.html")
    ask(page, "zzzzqqqq xxyyxx")
    assert results(page) == []
    expect(page.locator("[role=status]").first).to_have_text(re.compile("^Nichts gefunden."))
    expect(page.locator(".help a[href='tel:112']")).to_be_visible()
    expect(page.locator("#search-without a[href='a-z.html']")).to_be_visible()


# By keyboard, by ear


def test_the_box_is_a_combobox(visitor: Visitor) -> None:
    page = visitor.open("de/search.html")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    ask(page, "wohnung")
    expect(box).to_have_attribute("aria-expanded", "true")
    last = page.locator(RESULT).count() - 1
    for key, active in (
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("End", last),
        ("ArrowDown", -1),
        ("ArrowUp", last),
        ("Home", 0),
    ):
        page.keyboard.press(key)
        chosen = page.locator(f"{RESULT}[aria-selected=true]")
        expect(chosen).to_have_count(0 if active < 0 else 1)
        if active >= 0:
            expect(chosen).to_have_id(f"search-result-{active}")
            expect(box).to_have_attribute("aria-activedescendant", f"search-result-{active}")
            expect(chosen).to_be_in_viewport()
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(page.locator(RESULT)).to_have_count(0)
    ask(page, "wohnen")
    page.keyboard.press("ArrowDown")
    address = page.locator(RESULT).first.evaluate("one => one.href.split('#')[0]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}*")


def test_escape_closes_the_panel_and_three_times_leaves_a_safety_page(visitor: Visitor) -> None:
    page = visitor.open("de/safety/violence-at-home.html")
    page.context.route("https://**", lambda route: route.fulfill(body="Wetter"))
    page.click("#search-link")
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.type("hilfe")
    expect(page.locator(RESULT).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#search-place")).to_be_hidden()
    expect(page.locator("#search-link")).to_be_focused()
    assert "/de/" in page.url
    page.click("#search-link")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("https://www.dwd.de/")
    visitor.left.clear()  # that was asked for


@pytest.mark.parametrize("tag", ["de", "ar", "ti"])
@pytest.mark.parametrize("edition", ["", "lite/"], ids=["rich", "light"])
def test_axe_finds_nothing_in_any_state(visitor: Visitor, tag: str, edition: str) -> None:
    page = visitor.open(f"{tag}/{edition}search.html", viewport=PHONE)
    found = {}
    for query in ("", QUERIES[tag], "zzzzqqqq", "Wohnung"):
        page.fill("#words", query)
        page.wait_for_timeout(400)
        found[query] = [some for some in violations(page) if not (edition and some.startswith("dark: color-contrast"))]
    assert {query: some for query, some in found.items() if some} == {}


def test_the_page_fits_a_small_screen_with_letters_of_twice_the_size(visitor: Visitor) -> None:
    page = visitor.open("de/search.html#q=polizei", viewport={"width": 320, "height": 640})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    expect(page.locator(RESULT).first).to_be_attached()
    assert page.evaluate(OVERFLOW) <= 0
    small = (
        "all => all.map(e => e.getBoundingClientRect()).filter(r => r.height && (r.height < 44 || r.width < 44)).length"
    )
    assert page.locator("#search-place a, #search-place button, #words").evaluate_all(small) == 0


@pytest.mark.parametrize("edition", ["", "lite/"], ids=["rich", "light"])
def test_without_javascript_other_ways_are_named(visitor: Visitor, edition: str) -> None:
    page = visitor.open(f"de/{edition}search.html", java_script_enabled=False)
    expect(page.locator("main")).to_contain_text("Die Suche braucht JavaScript.")
    expect(page.locator("#search-without a[href='a-z.html']")).to_be_visible()
    expect(page.locator("input, main button:visible")).to_have_count(page.locator("#theme").count())
    page.click("#search-without a[href='safety/index.html']")
    expect(page.locator("h1")).to_have_text("Sicherheit")


# Bad input


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "a",
        "ä",
        "🔥",
        "😀😀 haus",
        ".*+?^${}()|[]\\",
        "__proto__ constructor",
        "‮abc حريق abc‬",
        "<b onclick=alert(1)>feuer</b><img src=x onerror=alert(1)>",
        "feuer " * 1700,
        "\ud83d",
    ],
    ids=["empty", "blank", "letter", "umlaut", "emoji", "emojis", "signs", "names", "bidi", "html", "long", "half"],
)
def test_any_input_is_only_text(visitor: Visitor, query: str) -> None:
    page = visitor.open("de/search.html")
    page.focus("#words")
    page.evaluate(
        "query => { document.querySelector('#words').value = query; document.querySelector('#words').dispatchEvent(new Event('input')) }",
        query,
    )
    expect(page.locator("script[src*='search/index.js']")).to_have_count(1)
    expect(page.locator("[aria-busy]")).to_have_count(0)
    page.wait_for_timeout(200)
    assert page.locator("#search-place img, #search-place [onclick]").count() == 0
    expect(page.locator("#search-broken")).to_be_hidden()
    assert len(page.url) < 2500
    page.fill("#words", "feuer")
    expect(page.locator(RESULT).first).to_be_visible()


def test_a_query_of_the_address_is_only_text(visitor: Visitor) -> None:
    page = visitor.open("de/search.html#q=" + quote("<img src=x onerror=alert(1)> feuer"))
    expect(page.locator(RESULT).first).to_be_visible()
    assert page.locator("main img").count() == 0
    page.goto(visitor.base + "de/search.html#q=%E0%A4%A")
    expect(page.locator("#words")).to_have_value("%E0%A4%A")


@pytest.mark.parametrize(
    "broken",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data.replace("lotse1", "lotse0", 1),
        lambda data: "",
        lambda data: data[:-60] + "x" + data[-59:],
    ],
    ids=["truncated", "older", "empty", "damaged"],
)
@pytest.mark.parametrize("edition", ["", "lite/"], ids=["rich", "light"])
def test_a_broken_index_leads_to_the_other_ways(
    demo: Path, browser: Browser, host: str, broken: Callable[[str], str], edition: str
) -> None:
    page = browser.new_context(service_workers="block").new_page()
    text = (demo / "de" / "search" / "index.js").read_text(encoding="utf-8")
    page.route("**/search/index.js*", lambda route: route.fulfill(body=broken(text), content_type="text/javascript"))
    page.goto(f"{host}de/{edition}search.html#q=feuer")
    expect(page.locator("#search-broken")).to_contain_text("Die Suche geht gerade nicht.")
    expect(page.locator("#search-without a[href='a-z.html']")).to_be_visible()
    expect(page.locator("[aria-busy]")).to_have_count(0)
    page.unroute("**/search/index.js*")
    page.get_by_role("button", name="Noch einmal versuchen").click()
    expect(page.locator(RESULT).first).to_be_visible()
    expect(page.locator("#search-broken")).to_be_hidden()
    page.context.close()


def test_a_line_that_says_nothing_is_not_waited_for_for_ever(browser: Browser, host: str) -> None:
    page = browser.new_context(service_workers="block").new_page()
    page.clock.install()
    page.route("**/search/index.js*", lambda route: None)
    page.goto(f"{host}de/search.html#q=feuer", wait_until="domcontentloaded")
    expect(page.locator("[aria-busy]")).to_have_count(1)
    page.clock.run_for(21_000)
    expect(page.locator("#search-broken")).to_be_visible()
    page.context.close()


def test_a_panel_without_its_index_leads_to_the_page_of_the_search(browser: Browser, host: str) -> None:
    page = browser.new_context(service_workers="block").new_page()
    page.route("**/search/index.js*", lambda route: route.abort())
    page.goto(host + "de/index.html")
    page.click("#search-link")
    expect(page).to_have_url(host + "de/search.html")
    page.context.close()
