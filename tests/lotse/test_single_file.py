"""guide.html: a whole language in one document whose links stay inside it."""

import base64
import hashlib
import html
import re
from collections.abc import Sequence
from pathlib import Path
from unicodedata import is_normalized

import pytest
from portals import portal_of

from copying import ADDRESS, Copier, at
from lotse.pack.single_file import anchor_of, guide
from lotse.render.lite import LitePage
from lotse.render.policy import policy

FILES = {
    "content/de/safety/index.md": "---\nid: safety\ntitle: Sicher\nchecked: 2026-11-01\n---\n\nText\n",
    "content/de/safety/fire.md": "---\nid: fire\ntitle: Feuer\npriority: safety\norder: 2\nchecked: 2026-11-01\n---\n\nText\n",
    "content/de/safety/water.md": "---\nid: water\ntitle: Wasser\norder: 1\nchecked: 2026-11-01\n---\n\nText\n",
}
EXIT = '<a id=exit href="https://www.dwd.de/">Seite verlassen</a>'


def lite(url: str, main: str, title: str = "Titel", tongue: str = "", priority: str = "ordinary") -> LitePage:
    return LitePage(url, title, tongue, main, "", priority, url.partition("/")[0] if "/" in url else "")


def made(tmp_path: Path, pages: Sequence[LitePage], site_url: str = ADDRESS) -> str:
    copier = Copier(at(portal_of(tmp_path, FILES), site_url), "de", ("de", "en"))
    return guide(copier.site, copier.environment, pages)


def section(text: str, url: str) -> str:
    match = re.search(rf'<section class="page[^"]*" id="{re.escape(anchor_of(url))}">(.*?)</section>', text, re.DOTALL)
    assert match
    return match[1]


@pytest.mark.parametrize(
    ("href", "becomes"),
    [
        ("water.html", "#p/safety/water.html"),
        ("../index.html", "#p/index.html"),
        ("water.html#deep", "#p/safety/water.html:deep"),
        ("water.html#nowhere", "#p/safety/water.html"),
        ("#here", "#p/safety/fire.html:here"),
        ("#nowhere", "#p/safety/fire.html"),
        ("fire.html", "#p/safety/fire.html"),
        ("{up}lite/safety/water.html", "#p/safety/water.html"),
        ("{up}a-z.html", "#contents"),
        ("../a-z.html", "#contents"),
        ("../unter wegs/ä.html", "#p/unter%20wegs/%C3%A4.html"),
        ("../unter%20wegs/%C3%A4.html", "#p/unter%20wegs/%C3%A4.html"),
        ("https://www.bamf.de/?a=1&amp;b=2#c", "https://www.bamf.de/?a=1&amp;b=2#c"),
        ("tel:112", "tel:112"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("{up}plan.pdf", ADDRESS + "de/plan.pdf"),
        ("{up}plan b.pdf#page=2", ADDRESS + "de/plan%20b.pdf#page=2"),
        ("../../en/lite/index.html", ADDRESS + "en/lite/index.html"),
        ("{up}../verify.html", ADDRESS + "verify.html"),
        ("../../../../../x.html", ADDRESS + "x.html"),
    ],
)  # fmt: skip
def test_links_lead_inside_the_file_or_to_the_address_online(tmp_path: Path, href: str, becomes: str) -> None:
    pages = [
        lite("index.html", "<h1>Start</h1>"),
        lite("safety/fire.html", f'<h1 id=here>Feuer</h1><p><a href="{href}">Wort</a>'),
        lite("safety/water.html", '<h1>Wasser</h1><h2 id="deep">Tief</h2>'),
        lite("unter%20wegs/%C3%A4.html", "<h1>Weg</h1>"),
    ]
    assert f'<a href="{becomes}">Wort</a>' in section(made(tmp_path, pages), "safety/fire.html")


@pytest.mark.parametrize("href", ["{up}plan.pdf", "../../en/lite/index.html", "{up}../verify.html"])
def test_where_no_address_is_known_the_words_of_a_link_stay(tmp_path: Path, href: str) -> None:
    page = lite(
        "safety/fire.html",
        f"<h1>Feuer</h1><p>Der <a href={href} hreflang=en>ganze <b>Plan</b></a>, <a href=tel:112>112</a>",
    )
    text = section(made(tmp_path, [page], ""), "safety/fire.html")
    assert "<p>Der ganze <b>Plan</b>, <a" in text and "tel:112" in text


def test_words_of_a_link_that_is_gone_keep_their_language(tmp_path: Path) -> None:
    page = lite("index.html", '<p><a href="../en/x.html" hreflang=en lang=en dir=ltr>Plan</a>')
    assert '<a lang="en" dir="ltr">Plan</a>' in made(tmp_path, [page], "")


def test_pictures_become_links_or_their_words(tmp_path: Path) -> None:
    main = '<p><img src={up}map.webp alt="Karte &amp; &lt;Weg&gt;" width=1 height=2><p><a href=#x><img src="{up}b.png" alt=Bild></a>'
    online = section(made(tmp_path / "a", [lite("safety/fire.html", main)]), "safety/fire.html")
    assert f'<a href="{ADDRESS}de/map.webp">Karte &amp; &lt;Weg&gt;</a>' in online
    assert '<a href="#p/safety/fire.html">Bild</a>' in online
    nowhere = section(made(tmp_path / "b", [lite("safety/fire.html", main)], ""), "safety/fire.html")
    assert nowhere.startswith("<p>Karte &amp; &lt;Weg&gt;<p>") and "<img" not in nowhere + online


def test_anchors_of_different_pages_do_not_collide(tmp_path: Path) -> None:
    main = '<h1 id="a">A</h1><table><tr><th id=b>B<tr><td headers="a b">C</table>'
    text = made(tmp_path, [lite("index.html", main), lite("safety/fire.html", main), lite("fire.html", main)])
    ids = re.findall(r'\bid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    assert 'headers="p/safety/fire.html:a p/safety/fire.html:b"' in text
    assert not [name for name in ids if re.search(r"[\s<>]", name)]


def test_the_contents_follow_the_order_of_the_pages_section_by_section(tmp_path: Path) -> None:
    urls = ("safety/fire.html", "extra.html", "safety/water.html", "safety/index.html", "index.html")
    text = made(tmp_path, [lite(url, f"<h1>{url}</h1>", url) for url in urls])
    contents = re.search(r'<section class="page" id="contents">.*?</section>', text, re.DOTALL)
    assert contents
    order = ["index.html", "safety/index.html", "safety/water.html", "safety/fire.html", "extra.html"]
    assert re.findall(r'href="#p/([^"]*)"', contents[0]) == order
    assert re.findall(r'<section class="page[^"]*" id="p/([^"]*)"', text) == order
    assert 'Sicher</a><ul><li><a href="#p/safety/water.html">' in contents[0].replace(">safety/index.html<", ">Sicher<")


def test_a_page_in_another_language_is_marked_in_the_contents(tmp_path: Path) -> None:
    text = made(tmp_path, [lite("safety/fire.html", "<h1>Fire</h1>", "Fire & <b>", " lang=en dir=ltr")])
    assert '<a href="#p/safety/fire.html" lang=en dir=ltr>Fire &amp; &lt;b&gt;</a>' in text


def test_the_list_of_all_pages_and_the_page_of_saved_things_are_left_out(tmp_path: Path) -> None:
    text = made(tmp_path, [lite("index.html", "A"), lite("a-z.html", "LISTE"), lite("saved.html", "SPEICHER")])
    assert "LISTE" not in text and "SPEICHER" not in text


def test_there_is_one_exit_and_it_stands_outside_the_pages(tmp_path: Path) -> None:
    pages = [lite(f"safety/{name}.html", f"{EXIT}<h1>{name}</h1>", priority="safety") for name in ("fire", "water")]
    text = made(tmp_path, [lite("index.html", "<h1>Start</h1>"), *pages])
    assert re.findall(r'<a [^>]*id="exit"[^>]*>[^<]*</a>', text) == [
        '<a id="exit" href="https://www.dwd.de/" class="exit" rel="noreferrer">Seite verlassen</a>'
    ]
    assert text.index('id="exit"') > text.index("</main>")
    assert section(text, "safety/fire.html") == "<h1>fire</h1>"
    assert '<section class="page safety" id="p/safety/fire.html">' in text
    assert '<section class="page" id="p/index.html">' in text


def test_the_policy_allows_exactly_the_texts_in_the_file(tmp_path: Path) -> None:
    text = made(tmp_path, [lite("index.html", "A")])
    said = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1])  # type: ignore[index]
    inline = re.findall(r"<style>(.*?)</style>|<script>(.*?)</script>", text, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256((style + script).encode()).digest()).decode() for style, script in inline]
    assert len(hashes) == 3 and said == policy([inline[0][0]], [script for _, script in inline[1:]], own=False)
    assert all(f"'sha256-{digest}'" in said for digest in hashes) and "unsafe" not in said


def test_nothing_is_loaded_from_anywhere(tmp_path: Path) -> None:
    text = made(tmp_path, [lite("index.html", '<img src="{up}a.png" alt="A"><a href="https://example.org/">B</a>')])
    text = re.sub(r'<link rel="canonical"[^>]*>', "", text)  # an address for search engines: nothing is loaded from it
    assert re.findall(r"<(?:script|img|link|iframe|source|object)\b[^>]*(?:src|href)=\"([^\"]*)\"", text) == ["data:,"]
    assert "@import" not in text and "url(" not in text


def test_it_says_its_date_and_where_a_newer_one_is(tmp_path: Path) -> None:
    text = made(tmp_path, [lite("index.html", "A")])
    assert 'data-copied="2026-11-23"' in text and "23. November 2026" in text
    assert (
        f'<a href="{ADDRESS}de/guide.html" rel="noreferrer"><bdi dir="ltr">musterstadt.example/de/guide.html</bdi>'
        in text
    )
    assert "guide.html" not in re.sub(r"/\*.*?\*/", "", made(tmp_path / "b", [lite("index.html", "A")], ""))


def test_two_makings_give_the_same_bytes(tmp_path: Path) -> None:
    pages = [lite("index.html", "A"), lite("safety/fire.html", "B")]
    assert made(tmp_path / "a", pages) == made(tmp_path / "b", pages[::-1])


def test_the_index_of_the_search_stands_in_it_without_form_feeds_and_addresses(tmp_path: Path) -> None:
    copier = Copier(at(portal_of(tmp_path, FILES), ADDRESS), "de", ("de", "en"))
    text = guide(copier.site, copier.environment, [lite("index.html", "A")], 'self.lotseIndex="a//b\fc";\n')
    assert r'self.lotseIndex="a/\/b\fc";' in text and "\f" not in text
    assert is_normalized("NFC", text) and r"\u0300-\u036f" in text  # of the engine's expressions
