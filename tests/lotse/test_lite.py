"""The lite rendition: the least HTML that says the same, and the documents made of it."""

import base64
import hashlib
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from portals import portal_of

from lotse.render.environment import template_environment
from lotse.render.lite import PLACEHOLDER, LitePage, LiteSite, assemble
from lotse.render.lite_html import Picture, Place, attribute, lite_html, text
from lotse.render.lite_picture import WIDEST, inline
from lotse.render.markdown import MarkdownRenderer
from lotse.render.site import LanguageSite
from scenario import ROOT

LITE = ROOT / "theme" / "lite"


def picture(shown: Picture) -> str:
    return f"[{shown.path}|{shown.alt}|{shown.essential}|{shown.lang}]"


def lite(html: str, direction: str = "ltr", url: str = "a/b.html") -> str:
    pages = {"index.html", "a/index.html", "a/b.html", "a/c.html"}
    return lite_html(html, Place(url, "xx", direction, pages, {"linked"}, picture))


# Rich HTML, and what is left of it.
GIVEN = {
    "end tags that follow from what comes next": (
        "<p>One</p>\n<p>Two</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<h2>C</h2>\n<dl>\n<dt>d</dt>\n<dd>e</dd>\n</dl>",
        "<p>One<p>Two<ul><li>a<li>b</ul><h2>C</h2><dl><dt>d<dd>e</dl>",
    ),
    "an end tag that nothing replaces stays": (
        '<div class="card"><p>One</p>two</div>',
        "<div class=c><p>One</p>two</div>",
    ),
    "paragraphs in loose lists": (
        "<ul>\n<li>\n<p>One</p>\n</li>\n<li>\n<p>Two</p>\n<p>Three</p>\n<ul>\n<li>Four</li>\n</ul>\n</li>\n</ul>",
        "<ul><li>One<li>Two<p>Three<ul><li>Four</ul></ul>",
    ),
    "tables": (
        '<div class="table" tabindex="0"><table>\n<thead>\n<tr>\n<th>A</th>\n<th class="end">B</th>\n</tr>\n</thead>\n'
        '<tbody>\n<tr>\n<td colspan="2">1</td>\n</tr>\n<tr>\n<td></td>\n<td>2</td>\n</tr>\n</tbody>\n</table></div>',
        "<table><tr><th>A<th>B<tr><td colspan=2>1<tr><td><td>2</table>",
    ),
    "a note is a box with its title": (
        '<div class="admonition danger">\n<p class="admonition-title">Run</p>\n<p>Now.</p>\n</div>',
        "<div class=c><p><b>Run</b><p>Now.</div>",
    ),
    "nothing of a card but what it says": (
        '<div class="card" role="group" aria-label="X" data-hours="{}"><p class="card-name">X <small class="tag">y</small></p>\n'
        '<ul class="card-ways">\n<li class="way-call"><span class="label">Call</span> <a class="fact" href="tel:1"><bdi '
        'dir="ltr">1</bdi></a></li>\n</ul>\n<dl>\n<div><dt>Hours <span class="open-now" data-open="o"></span></dt>\n'
        '<dd>Mo <bdi dir="ltr">08:00–12:00</bdi></dd>\n</div>\n</dl>\n</div>',
        "<div class=c><p><b>X <small>y</small></b><ul><li>Call <a href=tel:1>1</a></ul><dl><dt>Hours<dd>Mo 08:00–12:00</dl></div>",
    ),
    "lists without items": ("<p>a</p><dl>\n</dl>\n<ul></ul><p>b</p>", "<p>a<p>b"),
    "strong words": ("<p><strong>Now</strong> <em>or</em> never</p>", "<p><b>Now</b> <em>or</em> never"),
    "space that no browser shows": (
        "<h2> A  B\n</h2>\n\n<p> <b>c </b> d<br>\n e <i> f</i> </p>",
        "<h2>A B</h2><p><b>c </b>d<br>e <i>f</i>",
    ),
    "space that is text": ("<pre><code>a\n  b</code></pre>\n<p>c</p>", "<pre><code>a\n  b</code></pre><p>c"),
    "references where HTML needs none": (
        "<p>&quot;A&quot; &amp; B &gt; C &lt; D&nbsp;&amp;amp; x&amp;y &#123;up}</p>",
        '<p>"A" & B > C &lt; D\u00a0&amp;amp; x&amp;y &#123;up}',
    ),
    "quotes where HTML needs none": (
        '<p><a href="https://a.example/x?y=1&amp;z=2" title="t">a</a> <a href="https://a.example/">b</a></p>',
        "<p><a href='https://a.example/x?y=1&amp;z=2'>a</a> <a href='https://a.example/'>b</a>",
    ),
    "no rel: the page says no-referrer": (
        '<p><a href="https://a.example/x" rel="noopener noreferrer">a</a></p>',
        "<p><a href=https://a.example/x>a</a>",
    ),
    "anchors only where a link leads to them": (
        '<h2 id="linked">A</h2><h2 id="other">B</h2>',
        "<h2 id=linked>A</h2><h2>B</h2>",
    ),
    "links to pages stay, links to files start at the language folder": (
        '<p><a href="c.html#linked">c</a> <a href="../index.html">h</a> <a href="f%20x.pdf">f</a> <a href="#linked">l</a></p>',
        "<p><a href=c.html#linked>c</a> <a href=../index.html>h</a> <a href={up}a/f%20x.pdf>f</a> <a href=#linked>l</a>",
    ),
    "another language": (
        '<p>a <a href="c.html" hreflang="ar">c</a> <small class="tongue">Arabic</small> <span lang="ar" dir="rtl">ب</span></p>'
        '<div lang="de" dir="ltr"><p><span lang="de" dir="ltr">d</span></p></div>',
        "<p>a <a href=c.html hreflang=ar>c</a> <small>Arabic</small> <span lang=ar dir=rtl>ب</span><div lang=de><p>d</div>",
    ),
    "a picture": (
        '<p>x <picture><source type="image/webp" srcset="p.png.webp"><img alt="A cat" src="p.png" loading="lazy" width="9" '
        'height="9"></picture> y</p>',
        "<p>x [a/p.png|A cat|False|xx] y",
    ),
    "an essential picture in another language": (
        '<div lang="de" dir="ltr"><p><img alt="Plan" class="essential" src="../p%20q.png"></p></div>',
        "<div lang=de><p>[p q.png|Plan|True|de]</div>",
    ),
    "a picture in a link is its words": ('<p><a href="c.html"><img alt="Plan" src="p.png"></a></p>', "<p><a href=c.html>Plan</a>"),
    "a picture without words": ('<p>a <img alt="" src="p.png"> b</p>', "<p>a b"),
    "details": (
        "<details><summary>More</summary><p>Text</p></details>",
        "<details><summary>More</summary><p>Text</details>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GIVEN)
def test_the_least_html_that_says_the_same(name: str) -> None:
    rich, expected = GIVEN[name]
    assert lite(rich) == expected


def test_what_reads_left_to_right_keeps_its_direction_where_the_page_reads_the_other_way() -> None:
    rich = '<p>x <a href="tel:112"><bdi dir="ltr">112</bdi></a> <bdi dir="ltr">08:00–12:00</bdi> <bdi dir="auto">Weg 5</bdi></p>'
    assert (
        lite(rich, "rtl")
        == "<p>x <a href=tel:112 dir=ltr>112</a> <bdi dir=ltr>08:00–12:00</bdi> <bdi dir=auto>Weg 5</bdi>"
    )
    assert lite('<p><bdi dir="auto">شارع 5</bdi></p>') == "<p><bdi dir=auto>شارع 5</bdi>"


def test_no_text_can_be_taken_for_a_place_in_the_frame() -> None:
    assert PLACEHOLDER.search(text("{main}{up}")) is None
    assert PLACEHOLDER.search(attribute("alt", "{main}")) is None
    assert attribute("href", "{up}a.png") == " href={up}a.png"


# Documents


def site_of(folder: Path, files: Mapping[str, str | bytes] | None = None, tag: str = "de") -> LiteSite:
    portal = portal_of(folder, files)
    templates = template_environment(ROOT / "theme", portal.settings.icons)
    built = frozenset(portal.register.languages)
    return LiteSite(portal, tag, built, templates, LanguageSite(portal, tag, built, templates, MarkdownRenderer()))


def page_of(site: LiteSite, path: str) -> LitePage:
    rich = site._site
    return site.page(path, rich.body(rich.pages[path]))


def page(title: str, body: str = "Text.", more: str = "") -> str:
    return f"---\ntitle: '{title}'\nchecked: 2026-11-01\n{more}---\n\n{body}\n"


def test_a_document_has_no_place_left_to_fill_and_starts_with_the_emergency_numbers(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"content/de/sub/a.md": page("A {main} & <b>")})
    document = site.document(page_of(site, "sub/a.md"))
    assert PLACEHOLDER.search(document) is None
    assert "<title>A &#123;main} & &lt;b> – Testhausen</title>" in document
    assert document.index("<header><a href=tel:112>") < document.index("<h1>") < document.index("<footer>")
    assert "<a href=../../lite/index.html>Testhausen</a>" in document
    assert "<a href=../../sub/a.html#full>" in document and "<a href=../../guide.html>" in document
    assert "<a id=save href=../../lite/saved.html>" in document


def test_the_same_text_fits_at_the_rich_address(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"content/de/sub/a.md": page("A")})
    document = assemble(site.frame, page_of(site, "sub/a.md"), "../", "<p>Offline.")
    assert "<main><p>Offline.<h1>A</h1>" in document
    assert "<a href=../lite/index.html>" in document and "<a href=../../en/lite/sub/a.html lang=en>" in document


def test_the_policy_allows_exactly_the_style_and_script_of_the_page(tmp_path: Path) -> None:
    html = site_of(tmp_path).frame.html
    for tag in ("style", "script"):
        found = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        hashed = base64.b64encode(hashlib.sha256(found[0].encode()).digest()).decode()
        assert len(found) == 1 and re.search(f"{tag}-src [^;]*'sha256-{re.escape(hashed)}'", html)
    assert "unsafe" not in html


def test_the_switch_leads_to_the_same_page_or_home_where_a_language_has_it_not(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"content/de/both.md": page("B"), "content/en/own.md": page("O")}, "en")
    assert page_of(site, "both.md").switch == ""
    document = site.document(page_of(site, "own.md"))
    assert (
        "<a href=../../de/lite/index.html lang=de>Deutsch</a> <a href=../../en/lite/own.html lang=en>English</a>"
        in document
    )
    assert all(page.switch == "" for page in site.extra_pages())


def test_a_page_in_another_language_says_so_and_is_marked(tmp_path: Path) -> None:
    shown = page_of(site_of(tmp_path, {"content/de/sub/a.md": page("Auf Deutsch", "[[notruf]]")}, "en"), "sub/a.md")
    assert shown.tongue == ' lang="de" dir="ltr"'
    assert "You see it in German." in shown.main and "<div lang=de><h1>Auf Deutsch</h1>" in shown.main
    assert "<div lang=en><div class=c><p><b>Emergency call</b>" in shown.main


def test_only_safety_pages_have_the_way_out_and_it_comes_first(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"content/de/s.md": page("S", more="priority: safety\n"), "content/de/o.md": page("O")})
    safe, other = page_of(site, "s.md"), page_of(site, "o.md")
    assert (safe.priority, other.priority) == ("safety", "ordinary")
    assert safe.main.startswith("<a href='https://www.dwd.de/' id=exit>") and "id=exit" not in other.main


def test_anchors_of_a_page_follow_the_links_of_all_pages(tmp_path: Path) -> None:
    files = {
        "content/de/a/x.md": page("X", "## Eins {#one}\n\n## Zwei {#two}\n\n## Drei {#three}\n\n[hier](#three)"),
        "content/de/a/y.md": page("Y", "[eins](x.md#one)"),
    }
    main = page_of(site_of(tmp_path, files), "a/x.md").main
    assert re.findall(r" id=(\w+)", main) == ["one", "three"]


def test_a_section_lists_its_pages_with_their_summaries_and_no_page_repeats_home(tmp_path: Path) -> None:
    files = {
        "content/de/s/index.md": page("Teil"),
        "content/de/s/a.md": page("A", more="summary: Worum es geht.\n"),
    }
    site = site_of(tmp_path, files)
    assert "<ul><li><a href=a.html>A</a><br>Worum es geht.</ul>" in page_of(site, "s/index.md").main
    assert page_of(site, "s/a.md").main.startswith("<p><a href=index.html>Teil</a><h1>A</h1><p>Worum es geht.<p>Text.")
    assert page_of(site, "s/a.md").section == "s" and page_of(site, "index.md").section == ""


def test_a_draft_is_kept_from_search_engines(tmp_path: Path) -> None:
    draft = "source: de\nlanguages:\n  de: {autonym: Deutsch, dir: ltr, fallback: [], mkdocs: de, status: draft}\n"
    robots = '<meta name="robots" content="noindex">'
    assert robots in site_of(tmp_path / "a", {"locales/languages.yml": draft}).frame.html
    assert robots not in site_of(tmp_path / "b").frame.html


def test_the_list_the_page_of_what_is_saved_and_the_search_exist(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"content/de/b.md": page("B"), "content/de/a.md": page("A")})
    listing, saved, search = site.extra_pages()
    assert (listing.url, saved.url, search.url) == ("a-z.html", "saved.html", "search.html")
    assert "<ul><li><a href=a.html>A</a><li><a href=b.html>B</a></ul>" in listing.main
    assert "<div id=saved>" in saved.main and "<a href={up}guide.zip>" in saved.main
    assert "<a id=run href={up}assets/searching.js hidden></a>" in search.main and '<a href="a-z.html">' in search.main


# Pictures


def drawn(kind: str = "PNG", width: int = 640) -> bytes:
    stream = BytesIO()
    Image.effect_noise((width, 100), 50).convert("RGB").save(stream, kind)
    return stream.getvalue()


def test_a_picture_is_a_link_that_says_its_size(tmp_path: Path) -> None:
    png = drawn()
    site = site_of(
        tmp_path, {"content/de/s/a.md": page("A", "![Ein Plan](../img/plan%201.png)"), "content/de/img/plan 1.png": png}
    )
    size = f"{round(len(png) / 1000)} KB"
    assert (
        f"<a href={{up}}img/plan%201.png><span lang=en dir=ltr>Picture: Ein Plan</span> (<bdi dir=ltr>{size}</bdi>)</a>"
        in page_of(site, "s/a.md").main.replace('"', "")
    )


def test_an_essential_picture_travels_with_the_page_small(tmp_path: Path) -> None:
    files = {"content/de/a.md": page("A", "![Ein Plan](p.png){: .essential }"), "content/de/p.png": drawn()}
    main = page_of(site_of(tmp_path, files), "a.md").main
    found = re.search(r"<img src=(['\"]?)data:image/png;base64,([^'\" >]+)\1 alt='Ein Plan' width=320 height=50>", main)
    assert found and Image.open(BytesIO(base64.b64decode(found[2]))).mode == "P"


def test_photographs_become_jpeg_and_what_cannot_be_read_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.webp").write_bytes(drawn("WEBP", 100))
    (tmp_path / "a.svg").write_text("<svg/>", encoding="utf-8")
    photo = inline(tmp_path / "a.webp")
    assert photo and photo.address.startswith("data:image/jpeg;base64,") and photo.width == 100 < WIDEST
    assert inline(tmp_path / "a.svg") is None


def test_a_picture_that_is_not_there_leaves_its_words(tmp_path: Path) -> None:
    assert (
        "<p>Ein Plan" in page_of(site_of(tmp_path, {"content/de/a.md": page("A", "![Ein Plan](p.png)")}), "a.md").main
    )


# Old browsers


def test_the_style_uses_nothing_that_old_browsers_lack() -> None:
    style = (LITE / "lite.css").read_text(encoding="utf-8")
    rules = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    assert (
        re.findall(
            r"grid|flex|gap|var\(|--|@|:is|:where|:has|clamp|min\(|inset|-inline-start|-inline-end|\b(?:left|right)\b",
            rules,
        )
        == []
    )
    assert "padding" in rules


def test_the_script_is_old_javascript() -> None:
    script = re.sub(r"//.*", "", (LITE / "lite.js").read_text(encoding="utf-8"))
    assert re.findall(r"=>|`|\b(?:let|const|class|async|await|import|export)\b|\?\.|\?\?|\.\.\.", script) == []
    assert "location.replace" in script
