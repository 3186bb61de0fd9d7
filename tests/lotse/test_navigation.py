"""The tree of pages and the menus made from it, at the level of the library."""

import re
import time
from pathlib import Path

import pytest
from portals import portal_of

from lotse.model import Portal
from lotse.render.environment import template_environment
from lotse.render.markdown import MarkdownRenderer
from lotse.render.navigation import HOME, WINDOW, Menu, Tree
from lotse.render.site import LanguageSite
from lotse.render.words import Words
from scenario import ROOT


def page(title: str, order: int = 1000, body: str = "") -> str:
    return f"---\ntitle: {title}\norder: {order}\n---\n\n{body}\n"


def site_of(portal: Portal, tag: str = "de") -> LanguageSite:
    templates = template_environment(ROOT / "theme", portal.settings.icons)
    return LanguageSite(portal, tag, frozenset(portal.register.languages), templates, MarkdownRenderer())


def menu_of(portal: Portal, tag: str = "de") -> tuple[Tree, Menu]:
    tree = Tree(portal.shown(tag), portal.traits)
    return tree, Menu(tree, portal.shown(tag), Words(portal, tag))


def hrefs(html: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', html)


@pytest.fixture
def nested(tmp_path: Path) -> Portal:
    files = {
        "content/de/a/index.md": page("A", 2),
        "content/de/a/x.md": page("X", 2),
        "content/de/a/y.md": page("Y", 1),
        "content/de/a/deep/index.md": page("Deep"),
        "content/de/a/deep/er/index.md": page("Deeper"),
        "content/de/a/deep/er/est.md": page("Deepest"),
        "content/de/b.md": page("B", 1),
        "content/de/no-index/c.md": page("C", 3),
    }
    return portal_of(tmp_path, files)


def test_pages_stand_below_the_nearest_index_page_in_their_order(nested: Portal) -> None:
    tree, _ = menu_of(nested)
    assert tree.children(HOME) == ["b.md", "a/index.md", "no-index/c.md"]
    assert tree.children("a/index.md") == ["a/y.md", "a/x.md", "a/deep/index.md"]
    assert tree.trail("a/deep/er/est.md") == [HOME, "a/index.md", "a/deep/index.md", "a/deep/er/index.md"]
    assert tree.trail(HOME) == []


def test_a_menu_is_open_along_the_way_to_the_page_and_marks_it(nested: Portal) -> None:
    menu = menu_of(nested)[1].branch("a/deep/er/est.md")
    assert hrefs(menu) == [
        "../../../b.html",
        "../../index.html",
        "../../y.html",
        "../../x.html",
        "../index.html",
        "index.html",
        "est.html",
        "../../../no-index/c.html",
    ]
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', menu) == ["est.html"]


def test_menus_of_one_folder_differ_only_in_the_current_page(nested: Portal) -> None:
    menu = menu_of(nested)[1]
    one, other = menu.branch("a/x.md"), menu.branch("a/y.md")
    assert one.replace(' aria-current="page"', "") == other.replace(' aria-current="page"', "") and one != other
    assert '<a href="x.html" aria-current="page">' in one and '<a href="y.html" aria-current="page">' in other


def test_a_page_deep_in_a_late_section_still_sees_its_section(tmp_path: Path) -> None:
    files = {f"content/de/s{number:03}/index.md": page(f"S{number}") for number in range(2 * WINDOW)}
    portal = portal_of(tmp_path, files | {f"content/de/s{2 * WINDOW - 1:03}/leaf.md": page("Leaf")})
    branch = menu_of(portal)[1].branch(f"s{2 * WINDOW - 1:03}/leaf.md")
    assert '<a href="leaf.html" aria-current="page">' in branch


def test_a_full_section_links_to_the_rest_of_it_and_marks_one_link_only(tmp_path: Path) -> None:
    files = {f"content/de/s/p{number:03}.md": page(f"P{number}") for number in range(WINDOW + 5)}
    portal = portal_of(tmp_path, files | {"content/de/s/index.md": page("S")})
    menu = menu_of(portal)[1]
    first, last = menu.branch("s/p000.md"), menu.branch(f"s/p{WINDOW + 4:03}.md")
    assert "p000.html" in first and f"p{WINDOW + 4:03}.html" not in first
    assert "p000.html" not in last and f'href="p{WINDOW + 4:03}.html" aria-current="page"' in last
    assert "More pages in this section" in first
    assert menu.branch("s/index.md").count("aria-current") == 1
    assert "aria-current" not in menu.branch(HOME)


def test_titles_cannot_break_out_of_a_menu(tmp_path: Path) -> None:
    portal = portal_of(tmp_path, {"content/de/a.md": page("'<script>alert(1)</script> & \"so\"'")})
    branch = menu_of(portal)[1].branch(HOME)
    assert "<script" not in branch and "&lt;script&gt;" in branch


def test_the_list_of_all_pages_is_in_order_and_complete(nested: Portal) -> None:
    listing = site_of(nested).listing()
    titles = re.findall(r'<li><a href="[^"]+">([^<]+)</a></li>', listing.split('<ul class="listing">')[1])
    assert titles == ["A", "B", "C", "Deep", "Deeper", "Deepest", "X", "Y"]


def test_a_page_of_another_language_is_marked_in_menus(nested: Portal) -> None:
    menu = menu_of(nested, "en")[1].branch(HOME)
    assert (
        '<a href="b.html" hreflang="de"><span lang="de" dir="ltr">B</span> <small class="tongue">German</small></a>'
        in menu
    )


def flat(tmp_path: Path, count: int) -> tuple[float, float]:
    """Return seconds and bytes a page of a flat folder costs."""
    files = {
        f"content/de/flat/p{number:04}.md": page(f"Page {number}", body="Some *words*.") for number in range(count)
    }
    site = site_of(portal_of(tmp_path / str(count), files | {"content/de/flat/index.md": page("Flat")}))
    leaves = [path for path in site.pages if "/p" in path]
    best, size = float("inf"), 0
    for _ in range(2):  # the better of two: other programs run beside the tests
        site = site_of(site.portal)
        start = time.process_time()
        size = sum(len(site.document(path, "")) for path in leaves)
        best = min(best, time.process_time() - start)
    return best / count, size / count


def test_a_page_costs_the_same_in_a_flat_folder_of_two_thousand_as_of_250(tmp_path: Path) -> None:
    few_seconds, few_bytes = flat(tmp_path, 250)
    many_seconds, many_bytes = flat(tmp_path, 2000)
    assert many_bytes < 1.02 * few_bytes
    assert many_bytes < 20_000
    assert many_seconds < 1.6 * few_seconds
