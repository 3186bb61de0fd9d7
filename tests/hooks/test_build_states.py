"""States of translations through real MkDocs: what stops a build, and what readers are told, in every rendition."""

import re
from pathlib import Path

import pytest

from recording import page, recorded, stale_since
from scenario import LANGUAGES, Built, Project, tree

UNREVIEWED = {"reviewer": "", "state": "machine"}
MACHINE = "A machine translated this page. Nobody has checked it."
NOBODY = "Nobody has checked this translation yet."
STALE = "This part may be out of date: the original has changed."
SINCE = "This part may be out of date: the original has changed since 20 November 2026."
CHECKED = "This translation was last checked on 1 November 2026."
BROKEN = "Some of this translation may be wrong."
SAFE = "Some of this is shown in German: its translation is out of date."
TWO_LANGUAGES = LANGUAGES.rpartition("  ar:")[0]
BEFORE = "## Jetzt {#now}\n\nGehen Sie links.\n\n## Dann {#then}\n\nWarten Sie. [[hilfetelefon:call]]"
AFTER = BEFORE.replace("links", "rechts")
ENGLISH = "## Now {#now}\n\nGo left.\n\n## Then {#then}\n\nWait. [[hilfetelefon:call]]"


def translated(id: str, priority: str, now: str = BEFORE, **changes: str) -> dict[str, str | bytes]:
    before, after = page(id, id.title(), BEFORE, priority), page(id, id.title(), now, priority)
    return recorded("en", id, before, after, page(id, f"{id.title()} in English", ENGLISH), **changes)


def fine() -> dict[str, str | bytes]:
    """Return pages that may be published as they are."""
    return {
        "locales/languages.yml": TWO_LANGUAGES,
        **translated("checked", "safety"),
        **translated("waived", "safety", waiver="2026-11-23 Ada: an interpreter reads it tonight", **UNREVIEWED),
        **translated("machine", "essential", **UNREVIEWED),
        **translated("review", "ordinary", reviewer="", state="review"),
        **stale_since(translated("stale", "essential", AFTER), "en", "stale", "2026-11-20"),
        **translated("old", "ordinary", AFTER, waiver="2026-11-22 Ada: gone", **UNREVIEWED),
        **translated("draft", "essential", state="draft"),
        **translated("broken", "ordinary", **UNREVIEWED),
        "content/en/broken.md": page("broken", "Broken", "Go."),
        "content/de/missing.md": page("missing", "Fehlt", "Nur deutsch.", "ordinary"),
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("states"), fine())


@pytest.fixture(scope="module")
def town(made: Project) -> Built:
    built = made.build(strict=False)
    assert built.code == 0, built.output
    assert set(built.findings) == {("content/en/broken.md", line, code) for line, code in ((1, "S004"), (7, "T001"))}
    return built


def renditions(built: Built, id: str, tag: str = "en") -> dict[str, str]:
    """Return the text of a page in its rich and light form and in the file of all pages."""
    guide = built.page(f"{tag}/guide.html")
    section = guide.split(f'id="p/{id}.html"', 2)[-1].partition("</section>")[0]
    main = built.page(f"{tag}/{id}.html").partition("<main")[2].partition("</main>")[0]
    light = built.page(f"{tag}/lite/{id}.html")
    return {"rich": said(main), "lite": said(light), "guide": said(section)}


def said(html: str) -> str:
    return " ".join(re.sub(r"</?(?:bdi|a|span|strong|b|small)\b[^>]*>", "", html).split())


def count(built: Built, id: str, words: str, tag: str = "en") -> set[int]:
    return {text.count(words) for text in renditions(built, id, tag).values()}


@pytest.mark.parametrize(
    ("id", "words", "times"),
    [
        ("checked", MACHINE, 0),
        ("checked", NOBODY, 0),
        ("checked", STALE, 0),
        ("waived", MACHINE, 1),
        ("machine", MACHINE, 1),
        ("review", NOBODY, 1),
        ("stale", SINCE, 1),
        ("stale", MACHINE, 0),
        ("stale", CHECKED, 1),
        ("checked", CHECKED, 0),
        ("old", CHECKED, 0),
        ("stale", "Go left.", 1),
        ("old", STALE, 1),
        ("old", MACHINE, 1),
        ("broken", BROKEN, 1),
        ("broken", MACHINE, 0),
    ],
)
def test_readers_are_told_in_every_rendition(town: Built, id: str, words: str, times: int) -> None:
    assert count(town, id, words) == {times}


def test_a_notice_stands_under_the_heading_of_what_is_stale(town: Built) -> None:
    for text in renditions(town, "stale").values():
        assert text.index("Now") < text.index(SINCE) < text.index("Go left") < text.index("Then")
    assert '<h2 id="now">Now</h2><p class="notice" role="note">' in town.page("en/stale.html")


def test_notices_lead_to_the_page_in_the_source_language(town: Built) -> None:
    link = '<a href="../de/{}stale.html" hreflang="de">Read it in German</a>'
    assert link.format("") in town.page("en/stale.html")
    assert "<a href=../../de/lite/stale.html hreflang=de>Read it in German</a>" in town.page("en/lite/stale.html")
    assert "<a href=https://musterstadt.example/de/lite/stale.html hreflang=de>" in town.page("en/guide.html").replace(
        '"', ""
    )


def test_drafts_and_missing_pages_are_shown_in_the_source_language(town: Built) -> None:
    for id, words in (("draft", "Gehen Sie links."), ("missing", "Nur deutsch.")):
        assert '<article lang="de" dir="ltr">' in town.page(f"en/{id}.html")
        assert count(town, id, words) == {1}
        assert count(town, id, "Go left.") == {0}
        assert f"/en/{id}.html" not in town.page("sitemap.xml")
        assert 'hreflang="en"' not in town.page(f"de/{id}.html").split("</head>")[0]


def test_the_source_language_is_told_nothing(town: Built) -> None:
    assert 'class="notice" role="note"' not in town.page("de/stale.html")


UNSAFE: dict[str, dict[str, str | bytes]] = {
    "missing": {"content/de/missing.md": page("missing", "Fehlt", "Nur deutsch.", "safety")},
    "draft": translated("draft", "safety", state="draft"),
    "machine": translated("machine", "safety", **UNREVIEWED),
    "review": translated("review", "safety", reviewer="", state="review"),
    "expired": translated("expired", "safety", waiver="2026-11-22 Ada: gone", **UNREVIEWED),
    "stale": translated("stale", "safety", AFTER),
    "gained": translated("gained", "safety", BEFORE.replace("Warten", "Neu: dort.\n\nWarten")),
    "renamed": {
        **translated("renamed", "safety"),
        "content/de/renamed.md": page("renamed", "Neuer Titel", BEFORE, "safety"),
    },
    "broken": {
        **translated("broken", "safety"),
        "content/en/broken.md": page("broken", "Broken", "Go left."),
        "content/de/broken.md": page("broken", "Broken", BEFORE, "safety"),
    },
    "unknown": {
        "content/de/unknown.md": page("unknown", "Unbekannt", "Raus!", "safety"),
        "content/en/unknown.md": page("unknown", "Unknown", "Out!"),
    },
}
FOUND = sorted(
    [
        *((f"content/en/{id}.md", 1, "S001") for id in ("missing", "draft", "machine", "review", "expired", "unknown")),
        *(("content/en/broken.md", line, code) for line, code in ((1, "S004"), (7, "T001"), (7, "T001"))),
        ("content/en/stale.md", 9, "S002"),
        ("content/en/gained.md", 1, "S002"),
        ("content/en/renamed.md", 3, "S002"),
        ("locales/en/pages/expired.po", 1, "S006"),
    ]
)


@pytest.fixture(scope="module")
def unsafe(tmp_path_factory: pytest.TempPathFactory) -> Project:
    files = {
        "locales/languages.yml": TWO_LANGUAGES,
        **{name: text for one in UNSAFE.values() for name, text in one.items()},
    }
    return Project(tmp_path_factory.mktemp("unsafe"), files)


@pytest.fixture(scope="module")
def kept_going(unsafe: Project) -> Built:
    built = unsafe.build(LOTSE_KEEP_GOING="1")
    assert built.code == 0, built.output
    assert built.findings == FOUND
    return built


def test_safety_pages_that_are_not_complete_stop_the_build(unsafe: Project) -> None:
    built = unsafe.build("--site-dir", str(unsafe.folder / "strict"), strict=False)
    assert built.code == 1
    assert built.findings == FOUND
    assert not (unsafe.folder / "strict").exists()


def test_a_language_without_its_safety_pages_is_built_and_offered_nowhere(kept_going: Built) -> None:
    assert '<meta name="robots" content="noindex">' in kept_going.page("en/machine.html")
    assert "Draft: this language is not published yet" in kept_going.page("en/machine.html")
    offering = ("index.html", "404.html", "sitemap.xml", "de/machine.html", "de/lite/machine.html")
    for path in offering:
        text = kept_going.page(path)
        assert not re.search(r"""(hreflang|lang|data-language)=["']?en\b|/en/""", text), path


def test_stale_words_of_safety_are_never_shown(kept_going: Built) -> None:
    for text in renditions(kept_going, "stale").values():
        assert "Go left." not in text and "Gehen Sie rechts." in text and "Wait." in text
        assert text.index("Now") < text.index(SAFE) < text.index("rechts") < text.index("Then")
    assert '<p><span lang="de" dir="ltr">Gehen Sie rechts.</span></p>' in kept_going.page("en/stale.html")
    assert "<span lang=de>Gehen Sie rechts.</span>" in kept_going.page("en/lite/stale.html")


def test_what_a_source_of_safety_gained_stands_in_its_translation(kept_going: Built) -> None:
    for text in renditions(kept_going, "gained").values():
        assert text.index("Then") < text.index(SAFE) < text.index("Neu: dort.") < text.index("Wait.")
        assert text.count("Go left.") == 1


@pytest.mark.parametrize("id", ["renamed", "broken", "draft", "missing"])
def test_where_no_part_can_be_trusted_the_source_stands(kept_going: Built, id: str) -> None:
    assert '<article lang="de" dir="ltr">' in kept_going.page(f"en/{id}.html")
    assert count(kept_going, id, "Go left.") == {0}


def test_a_translation_that_becomes_stale_is_made_again_and_no_other(made: Project, town: Built) -> None:
    before = {path: path.stat().st_mtime_ns for path in town.site.glob("en/*.html")}
    made.write("content/de/checked.md", page("checked", "Checked", BEFORE, "safety"))  # as it was
    made.write("content/de/machine.md", page("machine", "Machine", AFTER, "essential"))
    assert made.build(strict=False).code == 0
    again = {path.name for path in town.site.glob("en/*.html") if path.stat().st_mtime_ns != before[path]}
    assert "machine.html" in again and "checked.html" not in again and "review.html" not in again
    clean = Path(made.folder / "clean")
    cache = made.folder / ".cache"
    cache.rename(made.folder / "aside")
    assert made.build("--site-dir", str(clean), strict=False).code == 0
    assert tree(clean) == tree(town.site)
