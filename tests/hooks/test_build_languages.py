"""Languages through real MkDocs: true tags everywhere, drafts nowhere, fallbacks marked, pictures where they are needed."""

import re
from pathlib import Path

import pytest

from scenario import LANGUAGES, PAGE, PNG, Built, Project

MORE = """\
  ti: {autonym: ትግርኛ, dir: ltr, fallback: [en], mkdocs: ti, status: published}
  ckb: {autonym: کوردیی ناوەندی, dir: rtl, fallback: [ar, en], mkdocs: ku, status: published}
  kmr: {autonym: Kurmancî, dir: ltr, fallback: [], mkdocs: ku-Latn, status: draft}
  prs: {autonym: دری, dir: rtl, fallback: [], mkdocs: fa-AF, status: draft}
  rom: {autonym: Romani, dir: ltr, fallback: [], mkdocs: ro, status: draft}
  so: {autonym: Soomaali, dir: ltr, fallback: [], mkdocs: so, status: draft}
  am: {autonym: አማርኛ, dir: ltr, fallback: [], mkdocs: am, status: draft}
  ps: {autonym: پښتو, dir: rtl, fallback: [], mkdocs: ps, status: draft}
  sq: {autonym: Shqip, dir: ltr, fallback: [], mkdocs: sq, status: draft}
"""
REGISTER = LANGUAGES + MORE
THREE_LETTERS = ("ckb", "kmr", "prs", "rom")
UNKNOWN_TO_MATERIAL = ("so", "am", "ps", "sq")
DRAFTS = ("kmr", "prs", "rom", *UNKNOWN_TO_MATERIAL)
CATALOG = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Menu"\nmsgstr "Menu in {tag}"\n'


def files() -> dict[str, str | bytes]:
    made: dict[str, str | bytes] = {
        "locales/languages.yml": REGISTER,
        "content/de/help.md": PAGE.format(
            id="help", title="Hilfe", body="Deutsch. ![Plan](img/plan.png) [[notruf:call]]\n\n[[notruf]]"
        ),
        "content/en/help.md": PAGE.format(
            id="help", title="Help", body="English. ![Plan](img/plan.png) [[notruf:call]]\n\n[[notruf]]"
        ),
        "content/ar/help.md": PAGE.format(
            id="help", title="مساعدة", body="عربي. ![Plan](img/plan.png) [[notruf:call]]\n\n[[notruf]]"
        ),
        "content/de/two.md": PAGE.format(id="two", title="Zwei", body="Deutsch."),
        "content/en/two.md": PAGE.format(id="two", title="Two", body="English."),
        "content/de/only.md": PAGE.format(id="only", title="Nur", body="![Plan](img/plan.png)"),
        "content/de/js/en/page.md": PAGE.format(id="page", title="Ordner", body="[Hilfe](../../help.md)"),
        "content/de/img/plan.png": PNG,
        "content/ar/img/plan.png": PNG + b"ar",
        "content/de/.hidden/secret.md": "hidden",
    }
    made |= {
        f"content/{tag}/help.md": PAGE.format(
            id="help", title=tag, body=f"{tag} ![Plan](img/plan.png) [[notruf:call]]\n\n[[notruf]]"
        )
        for tag in (*DRAFTS, "ckb")
    }
    made |= {f"locales/{tag}/LC_MESSAGES/interface.po": CATALOG.replace("{tag}", tag) for tag in UNKNOWN_TO_MATERIAL}
    return made


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("town"), files())


@pytest.fixture(scope="module")
def drafts(made: Project) -> Built:
    """Return the town with its draft languages."""
    site = made.folder / "drafts"
    built = made.build("--site-dir", str(site), LOTSE_DRAFTS="1")
    assert built.code == 0, built.output
    return Built(built.code, built.output, site)


@pytest.fixture(scope="module")
def town(made: Project) -> Built:
    """Return the town as readers get it."""
    built = made.build()
    assert built.code == 0, built.output
    return built


def head(page: str) -> str:
    return page.split("</head>")[0]


@pytest.mark.parametrize("tag", THREE_LETTERS)
def test_a_language_of_three_letters_keeps_its_tag_everywhere(drafts: Built, tag: str) -> None:
    page = drafts.page(f"{tag}/help.html")
    assert f'<html lang="{tag}"' in page and f'<body data-language="{tag}">' in page
    assert f'hreflang="{tag}" data-language="{tag}" aria-current="true" href="../{tag}/help.html"' in page
    assert f'<link rel="canonical" href="https://musterstadt.example/{tag}/help.html">' in page
    assert not (drafts.site / "ku").exists() and not (drafts.site / "fa-AF").exists()


def test_a_published_language_of_three_letters_is_a_translation_for_search_engines(town: Built) -> None:
    assert '<link rel="alternate" hreflang="ckb" href="https://musterstadt.example/ckb/help.html">' in town.page(
        "de/help.html"
    )
    assert "<loc>https://musterstadt.example/ckb/help.html</loc>" in town.page("sitemap.xml")


@pytest.mark.parametrize("tag", UNKNOWN_TO_MATERIAL)
def test_a_language_material_does_not_know_has_our_words(drafts: Built, tag: str) -> None:
    page = drafts.page(f"{tag}/index.html")
    assert f"<span>Menu in {tag}</span>" in page
    assert f'<html lang="{tag}" dir="{"rtl" if tag == "ps" else "ltr"}">' in page


def test_tigrinya_has_its_own_words(town: Built) -> None:
    page = town.page("ti/index.html")
    assert re.search(r"<span>[\u1200-\u137f ]+</span>", page) and "<span>Menu</span>" not in page


def test_drafts_are_marked_and_kept_from_search_engines(drafts: Built) -> None:
    page = drafts.page("rom/help.html")
    assert '<meta name="robots" content="noindex">' in head(page)
    assert re.search(r'<p class="notice">.*Entwurf', page.split("<footer>")[1])
    assert '<meta name="robots"' not in head(drafts.page("de/help.html"))
    assert all(f"/{tag}/" not in drafts.page("sitemap.xml") for tag in DRAFTS)
    assert all(f'"{tag}"' not in drafts.page("index.html") for tag in DRAFTS)
    assert all(f'hreflang="{tag}"' not in head(drafts.page("de/help.html")) for tag in DRAFTS)


@pytest.mark.parametrize("tag", DRAFTS)
def test_drafts_are_not_built_for_readers(town: Built, tag: str) -> None:
    assert not (town.site / tag).exists()
    for path in ("index.html", "404.html", "sitemap.xml", "de/help.html", "ar/index.html"):
        assert f'"{tag}"' not in town.page(path) and f"/{tag}/" not in town.page(path)


def test_the_chooser_offers_every_published_language_by_its_own_name(town: Built) -> None:
    offered = re.findall(
        r'<li[^>]*><a href="(\w+)/index.html" lang="\1" dir="(\w+)" hreflang="\1"[^>]*><strong>([^<]+)',
        town.page("index.html"),
    )
    assert offered == [
        ("de", "ltr", "Deutsch"),
        ("en", "ltr", "English"),
        ("ar", "rtl", "العربية"),
        ("ti", "ltr", "ትግርኛ"),
        ("ckb", "rtl", "کوردیی ناوەندی"),
    ]


def test_a_page_falls_back_to_the_best_language_of_the_chain(town: Built) -> None:
    assert '<article lang="en" dir="ltr">' in town.page("ckb/two.html")
    assert '<article lang="de" dir="ltr">' in town.page("ckb/only.html")
    assert "<article>" in town.page("ckb/help.html") and "<p>ckb " in town.page("ckb/help.html")
    assert '<link rel="canonical" href="https://musterstadt.example/en/two.html">' in town.page("ckb/two.html")


def test_alternates_and_sitemap_leave_fallback_pages_out(town: Built) -> None:
    links = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', town.page("en/two.html"))
    assert links == [
        ("de", "https://musterstadt.example/de/two.html"),
        ("en", "https://musterstadt.example/en/two.html"),
        ("x-default", "https://musterstadt.example/de/two.html"),
    ]
    assert "hreflang" not in head(town.page("ckb/two.html"))
    places = re.findall("<loc>(.*?)</loc>", town.page("sitemap.xml"))
    assert "https://musterstadt.example/en/two.html" in places
    assert not any("/ckb/two" in place or "/ar/only" in place for place in places)
    assert len(places) == len(set(places)) == 9


def test_the_chooser_is_the_default_of_start_pages(town: Built) -> None:
    assert '<link rel="alternate" hreflang="x-default" href="https://musterstadt.example/index.html">' in town.page(
        "de/index.html"
    )


def test_pictures_are_there_for_pages_that_fall_back_to_them(town: Built) -> None:
    assert 'src="img/plan.png"' in town.page("en/only.html")
    for tag, expected in {
        "de": PNG,
        "en": PNG,
        "ti": PNG,
        "ar": PNG + b"ar",
        "ckb": PNG + b"ar",
    }.items():
        assert (town.site / tag / "img" / "plan.png").read_bytes() == expected


def test_a_folder_named_like_a_language_inside_content_is_a_folder(town: Built) -> None:
    assert '<html lang="de"' in town.page("de/js/en/page.html")
    assert '<a href="../../help.html">Hilfe</a>' in town.page("de/js/en/page.html")
    assert not (town.site / "js").exists()


def test_hidden_files_stay_hidden(town: Built) -> None:
    assert not [path for path in town.site.rglob("*") if "hidden" in path.name or "secret" in path.name]


def test_words_of_facts_that_are_not_translated_carry_their_language(town: Built, made: Project) -> None:
    text = (made.folder / "locales" / "ckb" / "LC_MESSAGES" / "facts.po").read_text(encoding="utf-8")
    made.write("locales/ckb/LC_MESSAGES/facts.po", text.replace("channels.notruf.", "channels.nobody."))
    site = made.folder / "words"
    built = made.build("--site-dir", str(site), LOTSE_LANGUAGES="ckb")
    made.write("locales/ckb/LC_MESSAGES/facts.po", text)
    assert built.code == 0, built.output
    before, after = town.page("ckb/help.html"), (site / "ckb" / "help.html").read_text(encoding="utf-8")
    assert re.search(r'<p class="card-name">[^<]+</p>', before)
    assert re.search(r'<p class="card-name"><span lang="ar" dir="rtl">[^<]+</span></p>', after)


def test_every_language_has_a_list_of_all_its_pages(town: Built) -> None:
    listing = town.page("ckb/a-z.html")
    assert re.findall(r'<li><a href="([^"]+)"', listing.split('class="listing"')[1]) != []
    for path in ("help.html", "two.html", "only.html", "js/en/page.html"):
        assert f'<a href="{path}"' in listing


def test_every_link_of_the_site_leads_to_a_file(town: Built) -> None:
    dead = []
    for file in sorted(town.site.rglob("*.html")):
        if file.name == "404.html":
            continue  # its links begin at the root of the host
        text = re.sub(r"(?s)<script[^>]*>.*?</script>", "", file.read_text(encoding="utf-8"))
        for link in re.findall(r'(?:href|src)="([^"#:]+)(?:#[^"]*)?"', text):
            if not Path(file.parent, link).resolve().is_file():
                dead.append(f"{file.relative_to(town.site)}: {link}")
    assert dead == []
