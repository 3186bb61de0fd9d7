"""guide.zip: a language's folder whose links work on a disk."""

import re
import zipfile
from pathlib import Path

import pytest
from portals import portal_of

from copying import ADDRESS, Copier, at, write
from lotse.pack.archive import Archive, is_packed, write_zip

FILES = {"content/de/safety/fire.md": "---\nid: fire\ntitle: Feuer\nchecked: 2026-11-01\n---\n\n[Start](../index.md)\n"}


def copier(tmp_path: Path, site_url: str = ADDRESS) -> Copier:
    return Copier(at(portal_of(tmp_path / "portal", FILES), site_url), "de", ("de", "en"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a language's folder with one file of every kind."""
    site = tmp_path / "de"
    for name in (
        "index.html",
        "a-z.html",
        "safety/fire.html",
        "lite/index.html",
        "lite/safety/fire.html",
        "assets/age.js",
    ):
        write(site / name, "<main></main>")
    for name in ("guide.html", "guide.zip", "share.html", "pack/manifest.json", "index.html.br", "assets/lotse.css.gz"):
        write(site / name, "x")
    write(site / "plan b.pdf", "x")
    return site


def page(tmp_path: Path, folder: Path, html: str, site_url: str = ADDRESS, name: str = "safety/fire.html") -> str:
    made = copier(tmp_path, site_url)
    return Archive(made.site, made.environment, folder).page(name, html)


def test_pages_assets_and_files_are_in_it_and_nothing_else(tmp_path: Path, folder: Path) -> None:
    made = copier(tmp_path)
    write_zip(made.site, made.environment, folder, tmp_path / "x.zip")
    assert zipfile.ZipFile(tmp_path / "x.zip").namelist() == [
        "de/a-z.html", "de/assets/age.js", "de/index.html", "de/lite/index.html", "de/lite/safety/fire.html",
        "de/plan b.pdf", "de/safety/fire.html", "index.html",
    ]  # fmt: skip
    assert not is_packed("pack/manifest.json") and is_packed("packing/index.html")


def test_the_same_folder_gives_the_same_bytes_at_any_time(tmp_path: Path, folder: Path) -> None:
    made, files = copier(tmp_path), [tmp_path / "one.zip", tmp_path / "two.zip"]
    write_zip(made.site, made.environment, folder, files[0])
    (folder / "index.html").touch()
    (folder / "index.html").chmod(0o600)
    write_zip(made.site, made.environment, folder, files[1])
    assert files[0].read_bytes() == files[1].read_bytes()
    entries = zipfile.ZipFile(files[0]).infolist()
    assert {entry.date_time for entry in entries} == {(2026, 11, 23, 0, 0, 0)}
    assert {(entry.create_system, entry.external_attr >> 16) for entry in entries} == {(3, 0o100644)}


def test_the_index_above_leads_into_the_language(tmp_path: Path, folder: Path) -> None:
    made = copier(tmp_path)
    entries = dict(Archive(made.site, made.environment, folder).entries())
    start = entries["index.html"].decode()
    assert '<meta http-equiv="refresh" content="0; url=de/index.html">' in start
    assert '<a href="de/index.html">' in start and '<a href="de/lite/index.html">' in start and "tel:112" in start
    assert {name for name in re.findall(r'href="(de/[^"]*)"', start)} <= set(entries)


@pytest.mark.parametrize(
    ("tag", "becomes"),
    [
        ('<a href="../index.html#x">', '<a href="../index.html#x">'),
        ("<a href=../lite/index.html>", "<a href=../lite/index.html>"),
        ('<a href="../plan%20b.pdf">', '<a href="../plan%20b.pdf">'),
        ('<a href="#x">', '<a href="#x">'),
        ('<a href="tel:112">', '<a href="tel:112">'),
        ('<a href="https://example.org/a?b=1&amp;c=2">', '<a href="https://example.org/a?b=1&amp;c=2">'),
        ('<link rel="stylesheet" href="../assets/age.js">', '<link rel="stylesheet" href="../assets/age.js">'),
        ('<a href="../../en/index.html" hreflang="en">', f'<a href="{ADDRESS}en/index.html" hreflang="en">'),
        ("<a href=../../en/lite/a.html lang=en>", f'<a href="{ADDRESS}en/lite/a.html" lang="en">'),
        ('<a href="../../index.html#choose">', f'<a href="{ADDRESS}index.html#choose">'),
        ('<a href="../guide.html">', f'<a href="{ADDRESS}de/guide.html">'),
        ('<a href="../share.html?a=1&amp;b=2">', f'<a href="{ADDRESS}de/share.html?a=1&amp;b=2">'),
        ('<link rel="manifest" href="../manifest.webmanifest">', ""),
        ('<link rel="manifest" href="../app.webmanifest">', ""),
    ],
)
def test_addresses_lead_into_the_folder_or_to_the_site(tmp_path: Path, folder: Path, tag: str, becomes: str) -> None:
    assert page(tmp_path, folder, f"<b>{tag}</b>") == f"<b>{becomes}</b>"


@pytest.mark.parametrize(
    ("html", "becomes"),
    [
        ('<a href="../../en/index.html" lang="en" dir="ltr" hreflang="en">En<i>g</i></a>', '<span lang="en" dir="ltr">En<i>g</i></span>'),
        ('<a href="../guide.html">Guide</a>', "Guide"),
        ('<link rel="alternate" hreflang="en" href="../../en/index.html">', ""),
        ('<a href="../index.html">Start</a>', '<a href="../index.html">Start</a>'),
        ("<a id=save href=../lite/saved.html>Save</a>", "Save"),
    ],
)  # fmt: skip
def test_without_an_address_the_words_of_a_link_out_stay(tmp_path: Path, folder: Path, html: str, becomes: str) -> None:
    assert page(tmp_path, folder, f"<p>{html}, <a href=tel:112>112</a>", "") == f"<p>{becomes}, <a href=tel:112>112</a>"


def test_inline_scripts_stay_as_they_are_because_the_policy_knows_their_hash(tmp_path: Path, folder: Path) -> None:
    script = '<script>k.src=s.href.replace("../../x.html","y"); if (a<b) href="../../z.html"</script>'
    assert page(tmp_path, folder, script) == script


@pytest.mark.parametrize(
    ("name", "up"), [("index.html", ""), ("safety/fire.html", "../"), ("lite/safety/fire.html", "../../")]
)
def test_each_page_says_when_it_was_copied_and_its_own_address(
    tmp_path: Path, folder: Path, name: str, up: str
) -> None:
    text = page(tmp_path, folder, '<main id="main" tabindex="-1"><p>A</p></main>', name=name)
    assert text.startswith('<main id="main" tabindex="-1"><p class="copied notice" data-copied="2026-11-23"')
    assert f'href="{ADDRESS}de/{name}"' in text and f">musterstadt.example/de/{name}<" in text
    assert f'</p><script src="{up}assets/age.js"></script><p>A</p>' in text
    assert ADDRESS not in page(tmp_path / "b", folder, "<main></main>", "")


def test_a_tag_that_never_ends_costs_no_time(tmp_path: Path, folder: Path) -> None:
    broken = "<a " + 'x="' * 2000 + "y" * 20000
    assert page(tmp_path, folder, broken) == broken
