"""The language pack: small, stable under edits, verifiable in a browser, and every light page comes out of it as it went in."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from _tools import node
from lotse.model import Language
from lotse.pack.chunks import LIMIT, SITE_WIDE, groups, in_order
from lotse.pack.language_pack import Records, about, language_pack, read_pack
from lotse.pack.manifest import About
from lotse.pack.shorthand import CODES, Shorthand, title_html
from lotse.read.portal import read_portal
from lotse.render.environment import template_environment
from lotse.render.lite import Frame, LitePage, LiteSite, assemble
from lotse.render.markdown import MarkdownRenderer
from lotse.render.offline_words import offline_words
from lotse.render.site import LanguageSite
from scenario import ROOT

WORKER = ROOT / "theme" / "sw.js"
CORPUS = ROOT.parent / "shared" / "corpus"
DAY = date(2026, 11, 23)
GERMAN = Language("de", "Deutsch", "ltr", (), "de", "de", "published")
ABOUT = About(GERMAN, "Testhausen", DAY)
FRAME = Frame(
    "<!doctype html><title{tongue}>{title}</title>{note}{main}{switch}", "<a href={up}../de/lite/{url}>Deutsch</a>"
)
SECTIONS = {"arbeit": 20, "gesundheit/kasse": 8, "gesundheit": 12, "recht": 3, "wohnen": 14}
VERSION = """
const { version, list } = JSON.parse(require("fs").readFileSync(process.argv[2], "utf8"));
console.log(version === require("crypto").createHash("sha256").update(JSON.stringify(list), "utf8").digest("hex"));
"""
UNPACKED = r"""
const { readFileSync } = require("fs");
const own = /\n  function unpack\([^]*?\n  \}\n/.exec(readFileSync(process.argv[2], "utf8"))[0];
const unpack = new Function(own + "return unpack")();
const read = (name) => JSON.parse(readFileSync(process.argv[3] + "/" + name, "utf8"));
const { list } = read("manifest.json");
const chunks = list.chunks.map(([hash]) => read(hash + ".json"));
const seen = chunks.map(() => 0);
const mains = list.pages.map(([url, chunk]) => [url, unpack(chunks[chunk].pages[seen[chunk]++][0] || "", url, list.pages, chunks[0].codes)]);
console.log(JSON.stringify(mains));
"""


def words_of(url: str, number: int) -> str:
    """Return a paragraph that compresses about as text does: words of a small vocabulary in an order of its own."""
    digest = hashlib.sha512(f"{url} {number}".encode()).hexdigest()
    return " ".join(f"Wort{digest[place : place + 3]}" for place in range(0, 120, 3))


def lite(url: str, main: str = "", **fields: str) -> LitePage:
    given = {
        "title": f"Seite {url}",
        "tongue": "",
        "switch": "",
        "priority": "ordinary",
        "section": url.rpartition("/")[0],
    }
    return LitePage(url=url, main=main, **(given | fields))


def portal_pages(paragraphs: int = 6) -> list[LitePage]:
    """Return home, three safety pages, some sixty pages in sections, A-Z and the page of what is saved."""
    urls = [
        f"{section}/{name}.html" for section, count in SECTIONS.items() for name in ("index", *map(str, range(count)))
    ]
    urls += ["index.html", "a-z.html", "saved.html", "search.html"]
    safety = [f"safety/{name}.html" for name in ("index", "feuer", "gewalt")]
    return [
        lite(url, "".join(f"<p>{words_of(url, number)}" for number in range(paragraphs)), priority=priority)
        for priority, some in (("ordinary", urls), ("safety", safety))
        for url in some
    ]


def packed(pages: Sequence[LitePage], **given: Any) -> dict[str, bytes]:
    return language_pack(
        given.pop("about", ABOUT),
        given.pop("frame", FRAME),
        given.pop("words", {}),
        pages,
        given.pop("assets", {}),
        **given,
    )


def list_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    listed: dict[str, Any] = json.loads(files["manifest.json"])["list"]
    return listed


def chunks_of(files: Mapping[str, bytes]) -> set[str]:
    return {name for name in files if name != "manifest.json"}


def grouping(files: Mapping[str, bytes]) -> list[list[str]]:
    """Return the addresses in each chunk."""
    listed = list_of(files)
    return [[url for url, number, _ in listed["pages"] if number == chunk] for chunk in range(len(listed["chunks"]))]


def in_node(script: str, *words: str | Path) -> str:
    done = subprocess.run([node(), "-e", script, "-", *map(str, words)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def many() -> list[LitePage]:
    return portal_pages()


def test_the_same_pages_give_the_same_bytes_in_any_order(many: list[LitePage]) -> None:
    assert packed(many) == packed(many[::-1])


def test_files_are_named_after_their_bytes_and_the_manifest_lists_them_all(many: list[LitePage]) -> None:
    files = packed(many, assets={"assets/offline.js": b"script"})
    listed = list_of(files)
    assert {f"{name}.json" for name, *_ in listed["chunks"]} == chunks_of(files)
    for name, size, gzipped in listed["chunks"]:
        data = files[f"{name}.json"]
        assert hashlib.sha256(data).hexdigest() == name and len(data) == size and 0 < gzipped < size
    assert listed["size"] == sum(size for _, size, _ in listed["chunks"])
    assert listed["transfer"] == sum(gzipped for *_, gzipped in listed["chunks"])
    assert listed["files"] == [["assets/offline.js", hashlib.sha256(b"script").hexdigest(), 6]]
    assert [listed[key] for key in ("language", "dir", "autonym", "title", "date")] == [
        "de",
        "ltr",
        "Deutsch",
        "Testhausen",
        "2026-11-23",
    ]
    assert sorted(url for url, *_ in listed["pages"]) == sorted(page.url for page in many)


def test_home_safety_and_lists_have_chunks_of_their_own_that_everybody_keeps(many: list[LitePage]) -> None:
    files = packed(many)
    first = [url for number in list_of(files)["first"] for url in grouping(files)[number]]
    safety = [page.url for page in many if page.priority == "safety"]
    assert sorted(first) == sorted([*SITE_WIDE, *safety])
    assert list_of(files)["first"][0] == list_of(files)["frame"] == 0


def test_the_frame_chunk_holds_what_all_pages_share(many: list[LitePage]) -> None:
    files = packed(many, words={"note": "Kopie von {date}"})
    shared = json.loads(files[f"{list_of(files)['chunks'][0][0]}.json"])
    assert shared == {
        "frame": FRAME.html,
        "switch": FRAME.switch,
        "words": {"note": "Kopie von {date}"},
        "codes": list(CODES),
    }


def test_search_chunks_are_listed_apart_and_change_nothing_else(many: list[LitePage]) -> None:
    without, files = packed(many), packed(many, search=[b'{"search":1}', b'{"search":2}'])
    count = len(list_of(without)["chunks"])
    assert list_of(files)["search"] == [count, count + 1] and list_of(without)["search"] == []
    assert chunks_of(files) > chunks_of(without)
    assert list_of(files)["pages"] == list_of(without)["pages"]
    assert list_of(files)["size"] == list_of(without)["size"] + 24


def test_related_pages_share_a_chunk_and_no_chunk_is_too_large(many: list[LitePage]) -> None:
    files = packed(many)
    assert max(len(brotli.compress(files[name], quality=11)) for name in chunks_of(files)) <= LIMIT
    others = grouping(files)[len(list_of(files)["first"]) :]
    assert [url for urls in others for url in urls] == in_order(url for urls in others for url in urls)
    assert sum(map(len, others)) / len(others) >= 8
    assert sum("gesundheit/kasse/index.html" in urls and "gesundheit/kasse/7.html" in urls for urls in others) == 1


def test_a_page_too_large_for_any_chunk_has_one_of_its_own() -> None:
    huge = lite("b/huge.html", "".join(f"<p>{words_of('x', number)}" for number in range(200)))
    files = packed([lite("a/one.html", "<p>1"), lite("b/index.html", "<p>2"), huge, lite("c/two.html", "<p>3")])
    assert ["b/huge.html"] in grouping(files)


def test_one_edited_page_changes_one_chunk_and_the_manifest(many: list[LitePage]) -> None:
    before = packed(many)
    for number, page in [*enumerate(many)][::2]:
        edited = replace(page, main=page.main + "<p>Neu: Montag bis Freitag von 8 bis 12 Uhr.")
        after = packed([*many[:number], edited, *many[number + 1 :]])
        assert len(chunks_of(after) - chunks_of(before)) == len(chunks_of(before) - chunks_of(after)) == 1, page.url
        assert after["manifest.json"] != before["manifest.json"]


def test_a_page_more_or_less_rarely_moves_others(many: list[LitePage]) -> None:
    large, moved = Records(many).large, []
    before = groups(many, large)[1]
    for gone in [url for urls in before for url in urls]:
        after = groups([page for page in many if page.url != gone], large)[1]
        without = [[url for url in urls if url != gone] for urls in before]
        moved.append(len([urls for urls in after if urls not in without]))
    assert max(moved) <= 3 and moved.count(0) > 0.8 * len(moved)


def test_a_group_that_grows_too_large_is_cut_and_no_other_one_moves(many: list[LitePage]) -> None:
    more = "".join(f"<p>{words_of('more', number)}" for number in range(60))
    grown = [replace(page, main=page.main + more) if page.url == "wohnen/9.html" else page for page in many]
    before, after = grouping(packed(many)), grouping(packed(grown))
    (gone,) = [urls for urls in before if urls not in after]
    parts = [urls for urls in after if urls not in before]
    assert "wohnen/9.html" in gone and len(parts) > 1
    assert in_order(url for urls in parts for url in urls) == gone


def test_a_new_day_is_a_new_manifest_but_no_new_chunk(many: list[LitePage]) -> None:
    before, after = packed(many), packed(many, about=replace(ABOUT, day=date(2026, 11, 24)))
    assert chunks_of(before) == chunks_of(after) and before["manifest.json"] != after["manifest.json"]


def test_a_new_title_changes_no_chunk() -> None:
    link = lambda title: lite("a/index.html", f"<h1>A</h1><ul><li><a href=x.html>{title}</a></ul>", title="A")  # noqa: E731
    page = lambda title: lite("a/x.html", f"<h1>{title}</h1><p>Text", title=title)  # noqa: E731
    before, after = packed([link("Alt & neu"), page("Alt & neu")]), packed([link("Anders"), page("Anders")])
    assert chunks_of(before) == chunks_of(after)


@pytest.mark.parametrize(
    "odd", ["\u2028\u2029", "😀 👩‍👩‍👧", "\"'\\", "\x01\x1f\x7f\t\n", "العربية", "\ufeff", "</script>", "1e3"]
)
def test_javascript_recomputes_the_version(odd: str, tmp_path: Path) -> None:
    about = replace(ABOUT, title=odd, language=replace(GERMAN, autonym=odd))
    files = packed(
        [lite("index.html", odd, title=odd), lite("a/b%20c.html", odd, title=odd)], about=about, assets={odd: b""}
    )
    (tmp_path / "manifest.json").write_bytes(files["manifest.json"])
    assert in_node(VERSION, tmp_path / "manifest.json") == "true"


PIECES = st.sampled_from(
    [
        *CODES[:-1],
        *("\x80", "\x85", "\x9e", "\x9e\x9e", "&#123;", "}", "{up}bild.png", "{url}", "ö", "0821 12-3"),
        *(
            "<a href=a/x.html>X &amp; Y</a>",
            "<a href=x.html hreflang=en><span lang=en dir=ltr>X &amp; Y</span></a>",
            "<a href=../index.html>Start</a>",
        ),
        *(
            "<a href=a/x.html>sonst</a>",
            "<a href=a/x.html></a>",
            "<a href=#x>#x</a>",
            "<a href=b/index.html#x>B</a>",
            "<a href=b/index.html>B</a>",
        ),
        *(
            "<a href=mailto:a@b.de>a@b.de</a>",
            "<a href=https://c.de/>c.de/</a>",
            "<a href=https://c.de/>https://c.de/</a>",
        ),
        *(
            "<a href=tel:+498211234>0821 12-34</a>",
            "<a href=tel:112 dir=ltr>112</a>",
            "<a href=tel:+49821>+49 821</a>",
            "<a href=tel:+49>0 49</a>",
        ),
        *(
            "<h1>Start</h1>",
            "<h1>X &amp; Y</h1>",
            "<a href=https://www.d.de/>d</a>",
            "<a href={up}pdf.pdf>Datei</a>",
            '<a href="a b">B</a>',
        ),
    ]
)
TITLES = {"a-z.html": "A–Z", "a/x.html": "X &amp; Y", "b/index.html": "B", "b/y.html": "1", "index.html": "Start"}


@given(main=st.lists(PIECES, max_size=12).map("".join), url=st.sampled_from(sorted(TITLES)))
@settings(max_examples=300, deadline=None)
def test_what_is_shortened_comes_out_again(main: str, url: str) -> None:
    shorthand = Shorthand(TITLES)
    assert shorthand.long(shorthand.short(lite(url, main)), url) == main


def test_links_headings_and_numbers_are_shortened() -> None:
    shorthand = Shorthand(TITLES)
    short = shorthand.short(
        lite("index.html", "<h1>Start</h1><li><a href=a/x.html>X &amp; Y</a><li><a href=b/index.html>B</a>")
    )
    assert "Start" not in short and "X" not in short and "{a/x.html>}" in short and "{1>}" in short
    short = shorthand.short(
        lite(
            "a/x.html", "<a href=../b/y.html>1</a><a href=tel:+498211234>0821 12-34</a><a href=mailto:a@b.de>a@b.de</a>"
        )
    )
    assert "{../b/y.html>}" in short and "{tel:+49>}0821 12-34" in short and "{mailto:>}a@b.de" in short


def demo_pack(root: Path, tag: str) -> tuple[LiteSite, list[LitePage], dict[str, bytes]]:
    portal, _ = read_portal(root, DAY)
    environment = template_environment(ROOT / "theme", portal.settings.icons)
    built = frozenset(portal.register.languages)
    site = LanguageSite(portal, tag, built, environment, MarkdownRenderer())
    light = LiteSite(portal, tag, built, environment, site)
    pages = [light.page(path, site.body(page)) for path, page in site.pages.items()] + light.extra_pages()
    assets = {"assets/offline.js": b"script"}
    return light, pages, language_pack(about(site), light.frame, offline_words(site.words), pages, assets)


@pytest.mark.parametrize("tag", ["de", "ar", "ckb"])
def test_every_light_page_of_the_demo_comes_out_of_the_pack(tag: str, tmp_path: Path) -> None:
    light, pages, files = demo_pack(ROOT, tag)
    frame, read = read_pack(files)
    by_url = {page.url: page for page in pages}
    assert sorted(page.url for page in read) == sorted(by_url)
    titled = [replace(page, title=by_url[page.url].title) for page in read]
    assert [page.title for page in read] == [title_html(page) for page in titled]
    for page in titled:
        assert assemble(frame, page, "../" * (page.url.count("/") + 1)) == light.document(by_url[page.url]), page.url
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        assert len(brotli.compress(data, quality=11)) <= LIMIT
    assert dict(json.loads(in_node(UNPACKED, WORKER, tmp_path))) == {page.url: page.main for page in pages}
    assert in_node(VERSION, tmp_path / "manifest.json") == "true"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="there is no ../shared/corpus beside this checkout")
def test_the_german_pages_of_the_corpus_weigh_less_in_the_pack_than_their_plain_texts(tmp_path: Path) -> None:
    out = tmp_path / "pack.json"
    command = [sys.executable, "benchmarks/pack.py", "--language", "de", "--json", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (weighed,) = json.loads(out.read_text(encoding="utf-8"))
    assert weighed["pages"] == 238 and weighed["plain"] == 169_584
    assert weighed["total"] <= 166_192
    assert max(weighed["chunks"]) <= LIMIT
