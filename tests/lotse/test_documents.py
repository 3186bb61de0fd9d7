"""The document of one page: what it says about itself, and where its links lead."""

from datetime import date
from pathlib import Path

from portals import TODAY, portal_of

from lotse.render.environment import template_environment
from lotse.render.markdown import MarkdownRenderer
from lotse.render.site import LanguageSite, resolve
from scenario import ROOT

RECHECK = "Please re-check: this may be out of date."


def document(
    folder: Path,
    body: str = "Text.",
    more: str = "checked: 2026-11-01",
    tag: str = "de",
    today: date = TODAY,
    **files: str,
) -> str:
    given = {
        "content/de/sub/a.md": f"---\ntitle: A\n{more}\n---\n\n{body}\n",
        "content/en/b.md": "---\ntitle: B\n---\n",
    }
    portal = portal_of(folder, given | {name.replace("__", "/") + ".md": text for name, text in files.items()}, today)
    templates = template_environment(ROOT / "theme", portal.settings.icons)
    site = LanguageSite(portal, tag, frozenset(portal.register.languages), templates, MarkdownRenderer())
    return site.document("sub/a.md", site.body(site.pages["sub/a.md"]))


def test_an_old_page_asks_to_be_checked_again(tmp_path: Path) -> None:
    assert RECHECK not in document(tmp_path)
    assert RECHECK in document(tmp_path, today=date(2028, 11, 1))
    assert RECHECK in document(tmp_path, more="checked: 2020-01-01")


def test_a_page_says_when_it_was_checked_and_until_when_it_holds(tmp_path: Path) -> None:
    page = document(tmp_path, more="checked: 2026-11-01\nuntil: 2027-01-31", tag="en")
    assert "Last checked: 1 November 2026" in page and "Valid until 31 January 2027" in page
    assert "Last checked" not in document(tmp_path, more="summary: x")


def test_a_link_to_a_page_in_another_language_says_so(tmp_path: Path) -> None:
    target = "---\ntitle: C\n---\n"
    page = document(tmp_path, "[zu C](c.md)", tag="en", content__en__sub__c=target)
    assert '<a href="c.html" hreflang="en">zu C</a> <small class="tongue" lang="en" dir="ltr">English</small>' in page
    assert '<a href="c.html">zu C</a>' in document(tmp_path / "b", "[zu C](c.md)", content__de__sub__c=target)


def test_a_link_out_of_the_site_hides_where_it_came_from(tmp_path: Path) -> None:
    page = document(tmp_path, "[x](https://example.org/?a=1&b=2)")
    assert '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">x</a>' in page


def test_a_dead_link_leaves_its_words(tmp_path: Path) -> None:
    assert "<p>Siehe dort.</p>" in document(tmp_path, "Siehe [dort](nirgends.md).")


def test_a_wide_table_can_be_scrolled_with_the_keyboard(tmp_path: Path) -> None:
    assert '<div class="table" tabindex="0"><table>' in document(tmp_path, "| a |\n|---|\n| 1 |")


def test_words_of_the_front_matter_stay_words(tmp_path: Path) -> None:
    page = document(tmp_path, more="summary: '<script>alert(1)</script>\"><img src=x>'")
    assert "<script>alert" not in page and "<img src=x" not in page and "&lt;script&gt;" in page


def test_links_resolve_from_the_folder_of_their_page() -> None:
    assert resolve("a/b/c.md", "../d.md") == "a/d.md"
    assert resolve("a.md", "stra%C3%9Fe.md") == "straße.md"
    assert resolve("a.md", "../d.md") == "" == resolve("a/b.md", "../../d.md")
