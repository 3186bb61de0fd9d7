"""The build through real MkDocs: fallback, failure, reproducibility."""

from collections.abc import Callable, Mapping

from scenario import PAGE, Project

Make = Callable[[Mapping[str, str | bytes]], Project]


def test_a_missing_page_shows_the_fallback_with_a_notice_in_the_readers_language(project: Make) -> None:
    files = {
        "content/de/a.md": PAGE.format(id="a", title="Erste", body="Deutscher Text."),
        "content/en/a.md": PAGE.format(id="a", title="First", body="English text."),
    }
    built = project(files).build()
    assert built.code == 0, built.output
    page = built.page("ar/a.html")
    assert '<html lang="ar" dir="rtl">' in page
    assert '<article lang="en" dir="ltr">' in page and "English text." in page
    assert 'role="note"' in page and "الإنجليزية" in page
    assert '<link rel="canonical" href="https://musterstadt.example/en/a.html">' in page
    assert "hreflang" not in page.split("</head>")[0]
