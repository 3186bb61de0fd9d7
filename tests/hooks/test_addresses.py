"""Where a site stands: at the root of a host, in a sub-folder, without a known address; every link stays relative."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from scenario import PAGE, Built, Project

FILES: dict[str, str | bytes] = {
    "content/de/sub/index.md": PAGE.format(id="sub", title="Bereich", body="[Seite](seite.md) [Start](../index.md#x)"),
    "content/de/sub/seite.md": PAGE.format(
        id="seite", title="Seite", body="[Bereich](index.md) [groß](gro%C3%9F.md) [odd](<was%20nun%3F%20&%20so.md>)"
    ),
    "content/de/sub/groß.md": PAGE.format(id="gross", title="Groß", body="Text."),
    "content/de/sub/was nun? & so.md": PAGE.format(id="odd", title="Was nun?", body="Text."),
    "content/de/index.md": PAGE.format(id="home", title="Start", body="## X {#x}\n\n[Bereich](sub/index.md)"),
    "content/en/sub/index.md": PAGE.format(id="sub", title="Section", body="[Page](seite.md) [Start](../index.md#x)"),
    "content/de/folder/README.md": PAGE.format(
        id="readme", title="Lies mich", body="[Bereich](../sub/index.md) [groß](../sub/groß.md)"
    ),
}
LINK = r'<(?:a|link|script|img)\b[^>]* (?:href|src)=(?:"([^"]+)"|([^\s">]+))'
COPIES = ("guide.html", "share.html", "verify.html")  # they travel without the site, so they name its address
PLACES = {"root": "https://musterstadt.example/", "folder": "https://town.example/help/lotse/", "nowhere": ""}


@pytest.fixture(scope="module", params=PLACES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Built]:
    made = Project(tmp_path_factory.mktemp(request.param), FILES)
    config = (made.folder / "mkdocs.yml").read_text(encoding="utf-8")
    made.write(
        "mkdocs.yml", config.replace("site_url: https://musterstadt.example/", f"site_url: '{PLACES[request.param]}'")
    )
    result = made.build()
    assert result.code == 0, result.output
    return PLACES[request.param], result


def links(page: str) -> list[str]:
    return [quoted or bare for quoted, bare in re.findall(LINK, page)]


def test_every_link_inside_the_site_is_relative_and_leads_to_a_file(built: tuple[str, Built]) -> None:
    address, result = built
    for file in sorted(result.site.rglob("*.html")):
        if file.name == "404.html":
            continue
        page = re.sub(r'<link rel="?(?:canonical|alternate)\b[^>]*>', "", file.read_text(encoding="utf-8"))
        for link in links(page):
            if not re.match("[a-z]+:", link):
                assert not link.startswith("/"), link
                target = (
                    Path(file.parent, unquote(link.partition("#")[0])).resolve() if not link.startswith("#") else file
                )
                assert target.is_file(), f"{file.relative_to(result.site)}: {link}"
        assert not address or file.name in COPIES or address not in page


def test_canonical_and_alternates_are_absolute_where_the_address_is_known(built: tuple[str, Built]) -> None:
    address, result = built
    up = address or "../../"
    assert re.findall(
        r'<link rel="(canonical|alternate)"(?: hreflang="([\w-]+)")? href="([^"]+)"', result.page("en/sub/index.html")
    )[:4] == [
        ("canonical", "", f"{address}en/sub/index.html" if address else "index.html"),
        ("alternate", "de", f"{up}de/sub/index.html"),
        ("alternate", "en", f"{address}en/sub/index.html" if address else "index.html"),
        ("alternate", "x-default", f"{up}de/sub/index.html"),
    ]


def test_the_canonical_address_of_a_fallback_page_is_its_original(built: tuple[str, Built]) -> None:
    address, result = built
    place = f"{address}de/sub/seite.html" if address else "../../de/sub/seite.html"
    assert f'<link rel="canonical" href="{place}">' in result.page("ar/sub/seite.html")


def test_the_sitemap_names_every_translated_page_once(built: tuple[str, Built]) -> None:
    address, result = built
    places = re.findall("<loc>(.*?)</loc>", result.page("sitemap.xml"))
    assert len(places) == len(set(places)) == 7
    assert all((result.site / unquote(place.removeprefix(address))).is_file() for place in places)


def test_robots_name_the_sitemap_where_the_address_is_known(built: tuple[str, Built]) -> None:
    address, result = built
    assert (f"Sitemap: {address}sitemap.xml" in result.page("robots.txt")) == bool(address)
    assert "Sitemap: sitemap" not in result.page("robots.txt")


def test_the_404_page_works_at_any_depth_of_its_host(built: tuple[str, Built]) -> None:
    address, result = built
    base = "/help/lotse/" if "lotse" in address else "/"
    found = links(result.page("404.html"))
    assert f"{base}de/index.html" in found and f"{base}assets/icon.svg" in found
    assert all(link.startswith((base, "tel:")) for link in found)
