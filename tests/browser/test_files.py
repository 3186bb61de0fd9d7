"""The copies people pass on: guide.html alone, guide.zip unpacked, and the page that tells genuine copies from changed ones."""

import random
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect
from test_rules_of_the_web import violations
from visiting import served

from copying import Copier, at
from lotse.read.portal import read_portal
from scenario import ROOT

TODAY = date(2026, 11, 23)
PHONE = {"width": 320, "height": 560}
GOLDEN = ROOT / "tests" / "golden" / "signed"
KEY = (GOLDEN / "key.txt").read_text(encoding="utf-8").strip()
SHOWN = "section:not([hidden]) "
Opener = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """Return an opener of tabs; none may meet a script error, break its policy or load anything outside its folder."""
    contexts, wrong = [], []

    def open_tab(address: str, outside: bool = False, **options: Any) -> Page:
        context = browser.new_context(**({"viewport": PHONE, "locale": "en-US", "reduced_motion": "reduce"} | options))
        contexts.append(context)
        folder = address.partition("#")[0].rpartition("/")[0].removesuffix("/lite")
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        if not outside:
            page.on(
                "request", lambda request: wrong.append(request.url) if not request.url.startswith(folder) else None
            )
        page.goto(address)
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert wrong == []


# ---- guide.html ----


@pytest.fixture(params=["de", "ar", "ckb"])
def tag(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def alone(demo: Path, tmp_path: Path) -> Callable[[str], str]:
    """Return a maker of folders that hold nothing but a guide.html; gives its address."""

    def copy(tag: str) -> str:
        folder = tmp_path / "alone" / tag
        folder.mkdir(parents=True)
        return Path(shutil.copy(demo / tag / "guide.html", folder)).as_uri()

    return copy


def test_without_javascript_the_guide_shows_every_word_of_every_page(
    opened: Opener, alone: Callable[[str], str], demo: Path, tag: str
) -> None:
    page = opened(alone(tag), java_script_enabled=False)
    hidden = "all => all.filter(e => e.textContent.trim() && !e.checkVisibility({visibilityProperty: true})).map(e => e.outerHTML)"
    assert page.locator("main section:not(#search), main section:not(#search) *").evaluate_all(hidden) == []
    assert page.locator("form:visible, button:visible").count() == 0
    expect(page.locator("#exit")).to_be_visible()
    soup = BeautifulSoup((demo / tag / "guide.html").read_text(encoding="utf-8"), "html.parser")
    sections = {section["id"]: section.get_text(" ").split() for section in soup.select("section.page")}
    missing, files = [], sorted((demo / tag / "lite").rglob("*.html"))
    for file in files:
        light = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").select_one("main")
        assert light
        for exit_ in light.select("#exit"):
            exit_.decompose()
        url = file.relative_to(demo / tag / "lite").as_posix()
        if sections.get(f"p/{url}") != light.get_text(" ").split():
            missing.append(url)
    assert len(files) > 40 and missing == ["a-z.html", "saved.html", "search.html"]


def test_every_link_of_the_guide_leads_to_a_place_in_it_or_to_a_full_address(
    opened: Opener, alone: Callable[[str], str], tag: str
) -> None:
    page = opened(alone(tag), java_script_enabled=False)
    links = page.locator("[href], [src]").evaluate_all(
        "all => all.map(e => e.getAttribute('href') || e.getAttribute('src'))"
    )
    ids = page.locator("[id]").evaluate_all("all => all.map(e => e.id)")
    assert len(ids) == len(set(ids)) and len(links) > 100
    inside = [link[1:] for link in links if link.startswith("#")]
    assert [name for name in inside if name not in ids] == []
    rest = {link for link in links if not re.match(r"#|https://[^/]+/|tel:|sms:|mailto:|data:,$", link)}
    assert rest == set()
    assert page.locator("#contents a").count() == page.locator("section.page:not(#contents)").count() > 30


def test_with_javascript_one_page_is_shown_and_back_leads_back_to_where_one_was(
    opened: Opener, alone: Callable[[str], str]
) -> None:
    page = opened(alone("de"))
    shown = page.locator("main > section:visible")
    expect(shown).to_have_id("p/index.html")
    page.click(".ways a")
    expect(shown).to_have_id("contents")
    page.click("#contents a[href='#p/services/housing.html']")
    expect(shown).to_have_id("p/services/housing.html")
    expect(shown).to_have_count(1)
    expect(page).to_have_title("Wohnen – Lotse Musterstadt")
    expect(shown.locator("h1")).to_be_focused()
    page.evaluate("scrollTo(0, 300)")
    page.evaluate("document.querySelector('section.on a[href^=\"#p/services/\"]').click()")
    expect(shown).not_to_have_id("p/services/housing.html")
    assert page.evaluate("pageYOffset") == 0
    page.go_back()
    expect(shown).to_have_id("p/services/housing.html")
    assert page.evaluate("pageYOffset") == 300
    page.go_back()
    expect(shown).to_have_id("contents")


def test_an_address_with_a_page_opens_that_page(opened: Opener, alone: Callable[[str], str]) -> None:
    page = opened(alone("ar") + "#p/safety/fire.html")
    expect(page.locator("main > section:visible")).to_have_id("p/safety/fire.html")
    page.evaluate("location.hash = 'nowhere'")
    expect(page.locator("main > section:visible")).to_have_id("p/index.html")


@pytest.mark.parametrize(
    ("tag", "query", "first"),
    [
        ("de", "wenn es brennt", "Wenn es brennt"),
        ("de", "aeltere mensch", "Ältere Menschen"),
        ("de", "vermieter falsch", "Betrug und falsche Vermieter"),
        ("ar", "حَرِيقٍ", "عند حدوث حريق"),
    ],
)
def test_the_search_finds_pages_and_back_leads_back_to_the_results(
    opened: Opener, alone: Callable[[str], str], tag: str, query: str, first: str
) -> None:
    page = opened(alone(tag))
    page.fill("#words", query)
    result = page.locator("#search [role=option]", has_text=first).first
    expect(result).to_be_visible()
    assert page.evaluate("location.hash").startswith("#q=")
    result.click()
    expect(page.locator("main > section:visible h1")).to_have_text(first)
    page.go_back()
    expect(result).to_be_visible()


def test_emergency_numbers_stay_in_sight(opened: Opener, alone: Callable[[str], str], tag: str) -> None:
    page = opened(alone(tag) + "#p/safety/emergency.html")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".sos a").first).to_be_in_viewport()
    assert page.locator(".sos a").first.get_attribute("href") == "tel:112"
    assert page.evaluate("document.documentElement.dir") == ("ltr" if tag == "de" else "rtl")
    page.fill("#words", "1")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_guide_says_how_old_it_is(opened: Opener, alone: Callable[[str], str], script: bool) -> None:
    page = opened(alone("de"), java_script_enabled=script)
    expect(page.locator(".copied")).to_contain_text("23. November 2026")
    expect(page.locator(".copied a")).to_have_text("musterstadt.example/de/guide.html")
    if script:
        for days, weeks in ((6, ""), (8, "1 "), (22, "3 ")):
            page.clock.set_fixed_time(datetime(2026, 11, 23) + timedelta(days=days))
            page.reload()
            said = page.inner_text(".copied")
            assert bool(re.search(rf"\b{weeks}(week|Woche)", said)) is bool(weeks), said


def test_one_page_or_the_whole_guide_is_printed(opened: Opener, alone: Callable[[str], str]) -> None:
    page = opened(alone("de") + "#p/safety/fire.html")
    page.evaluate("window.print = () => { window.printed = document.documentElement.className }")
    page.emulate_media(media="print")
    sections = page.locator("main > section:visible")
    page.evaluate("document.querySelector('.print:not(.everything)').click()")
    assert "whole" not in page.evaluate("printed") and sections.count() == 1
    page.evaluate("document.querySelector('button.everything').click()")
    assert "whole" in page.evaluate("printed") and sections.count() > 30
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert sections.count() == 1


def test_the_exit_stands_on_safety_pages_and_covers_the_page_at_once(
    opened: Opener, alone: Callable[[str], str]
) -> None:
    address = alone("de")
    for leave in ("click", "Shift", "Escape"):
        page = opened(address, outside=True)
        page.route("https://**", lambda route: route.fulfill(body="Wetter"))
        expect(page.locator("#exit")).to_be_hidden()
        page.evaluate("location.hash = 'p/safety/violence-at-home.html'")
        expect(page.locator("#exit")).to_be_in_viewport()
        length = page.evaluate("history.length")
        for _ in range(1 if leave == "click" else 3):
            page.click("#exit") if leave == "click" else page.keyboard.press(leave)
        page.wait_for_url("https://www.dwd.de/")
        assert page.evaluate("history.length") == length
        page.close()


# What the guide looks like before its script has run; a dozen pages of it are enough for axe.
WITHOUT_SCRIPT = """() => {
  document.documentElement.className = "";
  document.querySelectorAll("#search-place, .prints, #search").forEach(element => element.hidden = true);
  document.querySelectorAll("section.page:nth-of-type(n + 14)").forEach(section => section.remove());
}"""


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_axe_finds_nothing_in_a_guide(opened: Opener, alone: Callable[[str], str], script: bool) -> None:
    page = opened(alone("ar"), bypass_csp=True)
    if not script:
        page.evaluate(WITHOUT_SCRIPT)
    assert violations(page) == []


# ---- guide.zip ----


class Links(HTMLParser):
    """The addresses and anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.addresses.append(value)
            if name == "id":
                self.anchors.add(value or "")


def unpacked(archive: Path, folder: Path) -> Path:
    zipfile.ZipFile(archive).extractall(folder)
    return folder


def dead(folder: Path) -> list[tuple[str, str]]:
    """Return (page, address) of every address that leads to no file, to no anchor, or out of the folder."""
    pages = {file: Links(file.read_text(encoding="utf-8")) for file in folder.rglob("*.html")}
    found = []
    for file, links in pages.items():
        for address in links.addresses:
            target = urlsplit(urljoin(file.as_uri(), address))
            if target.scheme in ("https", "tel", "sms", "mailto", "data"):
                continue
            other = Path(unquote(target.path))
            anchor = (
                target.fragment in ("", "full", "choose")
                or other not in pages
                or target.fragment in pages[other].anchors
            )
            if not (other.is_file() and folder in other.parents and anchor):
                found.append((file.relative_to(folder).as_posix(), address))
    assert len(pages) > 60
    return found


def test_every_link_of_the_unpacked_archive_leads_to_a_file_in_it_or_to_a_full_address(
    demo: Path, tmp_path: Path, tag: str
) -> None:
    folder = unpacked(demo / tag / "guide.zip", tmp_path / "zip")
    assert dead(folder) == []
    text = (folder / tag / "safety" / "fire.html").read_text(encoding="utf-8")
    assert f'href="https://musterstadt.example/{"ar" if tag == "de" else "de"}/safety/fire.html"' in text
    assert sorted(path.name for path in folder.iterdir()) == sorted([tag, "index.html"])


def test_where_the_site_has_no_address_every_link_of_the_archive_leads_to_a_file_in_it(tmp_path: Path) -> None:
    portal = at(read_portal(ROOT, TODAY)[0], "")
    Copier(portal, "ar", ("de", "ar", "en")).write(tmp_path / "ar")
    folder = unpacked(tmp_path / "ar" / "guide.zip", tmp_path / "zip")
    assert dead(folder) == []
    assert "https://musterstadt.example" not in (folder / "ar" / "safety" / "fire.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_unpacked_archive_is_read_from_its_index_page_by_page(
    opened: Opener, demo: Path, tmp_path: Path, script: bool
) -> None:
    folder = unpacked(demo / "ar" / "guide.zip", tmp_path / "zip")
    page = opened((folder / "index.html").as_uri(), java_script_enabled=script)
    page.wait_for_url("**/ar/index.html")
    page.click("main a[href='safety/index.html'] >> nth=0")
    page.click("main a[href='fire.html'] >> nth=0")
    expect(page.locator("h1")).to_have_text("عند حدوث حريق")
    expect(page.locator(".copied a")).to_have_attribute("href", "https://musterstadt.example/ar/safety/fire.html")
    for file in sorted(folder.rglob("*.html"))[:: 3 if script else 7]:
        page.goto(file.as_uri(), wait_until="domcontentloaded")
        assert page.locator(".copied").count() == 1, file


def test_pages_of_an_archive_say_how_old_they_are(opened: Opener, demo: Path, tmp_path: Path) -> None:
    folder = unpacked(demo / "de" / "guide.zip", tmp_path / "zip")
    page = opened((folder / "index.html").as_uri())
    page.clock.set_fixed_time(datetime(2027, 2, 2))
    for name in ("de/safety/fire.html", "de/lite/safety/fire.html"):
        page.goto((folder / name).as_uri())
        assert re.search(r"\b10 (weeks|Wochen)\b", page.inner_text(".copied"))


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_the_box_above_the_list_of_all_pages_hides_what_does_not_match(
    opened: Opener, demo: Path, tmp_path: Path, tag: str
) -> None:
    folder = unpacked(demo / tag / "guide.zip", tmp_path / "zip")
    page = opened((folder / tag / "a-z.html").as_uri())
    entries = page.locator(".listing li:visible")
    everything = entries.count()
    page.fill("#filter", {"de": "menschen nirgends", "ar": "حَريق"}[tag])
    expect(entries).to_have_count({"de": 0, "ar": 1}[tag])
    expect(page.locator("#filter-count")).to_contain_text({"de": "0", "ar": "1"}[tag])
    page.fill("#filter", {"de": "MENSCHEN alte", "ar": "حدوث"}[tag])
    assert 0 <= entries.count() < everything
    page.fill("#filter", "")
    expect(entries).to_have_count(everything)
    expect(page.locator("#filter-count")).to_have_text("")


def test_without_javascript_there_is_no_box_above_the_list(opened: Opener, demo: Path) -> None:
    page = opened((demo / "de" / "a-z.html").as_uri(), java_script_enabled=False, outside=True)
    expect(page.locator("#filter")).to_be_hidden()


# ---- verify.html ----


@pytest.fixture(params=["http", "file"])
def verify(request: pytest.FixtureRequest, demo: Path, tmp_path: Path) -> Iterator[str]:
    """Return the address of verify.html on a server, and of one saved alone."""
    if request.param == "file":
        yield Path(shutil.copy(demo / "verify.html", tmp_path)).as_uri()
        return
    with served(demo) as address:
        yield address + "verify.html"


def checked(page: Page, name: str, data: bytes) -> str:
    """Hand a file to verify.html; return what it says of it, by its short name."""
    page.set_input_files(f"{SHOWN}.received", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    page.evaluate("document.querySelector('section:not([hidden]) .verdict').textContent = ''")
    page.click(f"{SHOWN}form button")
    page.wait_for_selector(f"{SHOWN}.verdict [data-say]:last-child")
    return str(page.locator(f"{SHOWN}.verdict [data-say]").last.get_attribute("data-say"))


def choose_lists(page: Page, *files: tuple[str, bytes]) -> None:
    page.evaluate("document.querySelector('section:not([hidden]) details').open = true")
    kind = "application/octet-stream"
    page.set_input_files(f"{SHOWN}.lists", [{"name": name, "mimeType": kind, "buffer": data} for name, data in files])


@pytest.mark.parametrize("name", ["guide.html", "guide.zip"])
def test_genuine_changed_and_older_copies_are_told_apart(opened: Opener, demo: Path, verify: str, name: str) -> None:
    page = opened(verify + "#en")
    data = (demo / "ar" / name).read_bytes()
    assert checked(page, f"{name} (1)", data) == "genuine"
    expect(page.locator(f"{SHOWN}.verdict")).to_contain_text("GENUINE")
    expect(page.locator(f"{SHOWN}.verdict")).to_contain_text(f"ar/{name}")
    assert checked(page, name, data + b"\n") == "changed"
    expect(page.locator(f"{SHOWN}.verdict")).to_contain_text("CHANGED")
    older = data.replace(b'data-copied="2026-11-23"', b'data-copied="2026-10-01"')
    if name == "guide.zip":
        older = data[:12] + (int.from_bytes(data[12:14], "little") - 32).to_bytes(2, "little") + data[14:]
    assert checked(page, name, older) == "unknown"
    assert checked(page, "holiday.jpg", b"something else") == "unknown"


def test_flipped_bits_are_seen_in_the_browser(opened: Opener, demo: Path) -> None:
    page = opened((demo / "verify.html").as_uri() + "#de", outside=True)
    data = bytearray((demo / "de" / "guide.html").read_bytes())
    dice, said = random.Random(4), []
    for _ in range(24):
        place, bit = dice.randrange(len(data)), 1 << dice.randrange(8)
        data[place] ^= bit
        said.append(checked(page, "guide.html", bytes(data)))
        data[place] ^= bit
    assert "genuine" not in said
    assert checked(page, "guide.html", bytes(data)) == "genuine"


def golden(name: str) -> bytes:
    return (GOLDEN / name).read_bytes()


def test_a_signed_list_vouches_for_the_files_in_it(opened: Opener, verify: str) -> None:
    page = opened(verify + "#en")
    choose_lists(page, *((name, golden(name)) for name in ("SHA256SUMS", "SHA256SUMS.minisig")))
    page.fill(f"{SHOWN}.key", f" {KEY} ")
    expect(page.locator(f"{SHOWN}.fingerprint")).to_have_text(re.compile(r"^([0-9a-f]{4} ){7}[0-9a-f]{4}$"))
    assert checked(page, "received.txt", golden("received.txt")) == "genuine"
    expect(page.locator(f"{SHOWN}.verdict")).to_contain_text("2026-11-23 Musterstadt")
    assert checked(page, "received.txt", golden("received.txt") + b" ") == "changed"
    assert checked(page, "holiday.jpg", b"something else") == "unknown"


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


SIGNED, SIGNATURE = golden("SHA256SUMS"), golden("SHA256SUMS.minisig")


@pytest.mark.parametrize(
    ("signed", "signature", "key", "says"),
    [
        (flipped(SIGNED, 0), SIGNATURE, KEY, "forged"),
        (SIGNED + b"\n", SIGNATURE, KEY, "forged"),
        (SIGNED, SIGNATURE.replace(b"Musterstadt", b"Mustertown"), KEY, "forged"),
        (SIGNED, flipped(SIGNATURE, SIGNATURE.index(b"RWQ") + 30), KEY, "forged"),
        (SIGNED, flipped(SIGNATURE, len(SIGNATURE) - 30), KEY, "forged"),
        (SIGNED, SIGNATURE, KEY[:20] + ("A" if KEY[20] != "A" else "B") + KEY[21:], "forged"),
        (SIGNED, SIGNATURE, "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3", "forged"),
        (SIGNED, SIGNATURE, "my key", "nokey"),
        (SIGNED, SIGNATURE, "", "incomplete"),
        (SIGNED, golden("prehashed.minisig"), KEY, "nosignature"),
        (SIGNED, b"no signature", KEY, "nosignature"),
    ],
)
def test_a_list_whose_signature_does_not_fit_vouches_for_nothing(
    opened: Opener, demo: Path, signed: bytes, signature: bytes, key: str, says: str
) -> None:
    page = opened((demo / "verify.html").as_uri() + "#de", outside=True)
    choose_lists(page, ("SHA256SUMS", signed), ("SHA256SUMS.minisig", signature))
    page.fill(f"{SHOWN}.key", key)
    assert checked(page, "received.txt", golden("received.txt")) == says
    assert page.locator(f"{SHOWN}.verdict [data-say]").count() == 1


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'))", "noed25519"),
        ("Object.defineProperty(crypto, 'subtle', {value: undefined})", "nocrypto"),
    ],
)
def test_a_browser_that_cannot_check_says_so(opened: Opener, demo: Path, missing: str, says: str) -> None:
    page = opened((demo / "verify.html").as_uri(), outside=True)
    page.add_init_script(missing)
    page.reload()
    choose_lists(page, ("SHA256SUMS", SIGNED), ("SHA256SUMS.minisig", SIGNATURE))
    page.fill(f"{SHOWN}.key", KEY)
    assert checked(page, "received.txt", golden("received.txt")) == says


def test_the_page_speaks_the_language_of_its_address_or_of_the_browser(opened: Opener, demo: Path) -> None:
    address = (demo / "verify.html").as_uri()
    page = opened(address, outside=True, locale="ar-SY")
    expect(page.locator("section:visible")).to_have_attribute("lang", "ar")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    page.click("nav a[hreflang='uk']")
    expect(page.locator("section:visible")).to_have_attribute("lang", "uk")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.scrollWidth <= innerWidth]") == [
        "uk",
        True,
    ]


def test_without_javascript_every_language_says_what_to_do(opened: Opener, demo: Path) -> None:
    page = opened((demo / "verify.html").as_uri(), outside=True, java_script_enabled=False)
    assert page.locator("section:visible").count() == page.locator("nav a").count() > 5
    assert page.locator("form:visible, button:visible, [data-say]:visible").count() == 0
    assert page.locator("dd code:visible").count() == 2 * len(list(demo.glob("*/guide.html")))


@pytest.mark.parametrize("path", ["verify.html#de", "verify.html#ar", "ar/share.html"])
def test_axe_finds_nothing_on_the_pages_for_helpers(opened: Opener, host: str, path: str) -> None:
    page = opened(host + path, outside=True, bypass_csp=True)
    assert violations(page) == []


# ---- share.html ----


def test_the_page_for_helpers_names_the_copies_as_they_are(opened: Opener, demo: Path) -> None:
    page = opened((demo / "ar" / "share.html").as_uri(), outside=True)
    sums = dict(line.split("  ")[::-1] for line in (demo / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    text = page.inner_text(".poster")
    for name in ("guide.html", "guide.zip"):
        assert f"{sums[f'ar/{name}'][:8]} … {sums[f'ar/{name}'][-8:]}" in text
    assert "https://musterstadt.example/ar/" in text and "112" in text
    expect(page.locator("main a[href='../verify.html#ar']")).to_be_visible()


def test_only_the_poster_is_printed_and_it_fits_one_sheet(opened: Opener, demo: Path) -> None:
    page = opened((demo / "de" / "share.html").as_uri(), outside=True)
    page.emulate_media(media="print")
    assert page.locator("h1:visible, footer:visible, header:visible, .share > :visible:not(.poster)").count() == 0
    expect(page.locator(".poster .qr")).to_be_visible()
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert len(pages) == 1
