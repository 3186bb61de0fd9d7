"""Write what is made from all pages of a language: light pages, language pack, single file, ZIP, page for helpers."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from jinja2 import Environment

from lotse.pack.archive import write_zip
from lotse.pack.language_pack import about, language_pack
from lotse.pack.place import keep
from lotse.pack.search_files import INDEX, TEXTS, search_chunks, search_files
from lotse.pack.single_file import guide
from lotse.render.languages import SAVED, SEARCH
from lotse.render.lite import LitePage, LiteSite
from lotse.render.offline_words import offline_words
from lotse.render.share import copies, share
from lotse.render.site import LanguageSite

PACK = "pack"
FILES = (SAVED, SEARCH, INDEX, TEXTS, "manifest.webmanifest", "guide.html", "guide.zip", "share.html")
SEARCHING = ("assets/search.js", "assets/searching.js", INDEX)  # what the search needs; fetched with the whole pack
KEPT_ASSETS = ("assets/offline.js", "assets/saving.js")  # what "what is saved here" needs without a line


def write_light_pages(folder: Path, lite: LiteSite, pages: Iterable[LitePage]) -> None:
    """Write light pages to `folder`/lite."""
    for page in pages:
        write(folder / "lite" / unquote(page.url), lite.document(page))


def write_editions(
    folder: Path, site: LanguageSite, lite: LiteSite, light: Mapping[str, LitePage], environment: Environment
) -> None:
    """Write everything made from all light pages of a language (by path); its pages lie in `folder` already."""
    extra = lite.extra_pages()
    pages = [*light.values(), *extra]
    write_light_pages(folder, lite, extra)
    assets = {name: (folder / name).read_bytes() for name in KEPT_ASSETS}
    scripts = search_files(site, light.values())
    for name, script in scripts.items():
        write(folder / name, script)
    search = search_chunks({name: (folder / name).read_text(encoding="utf-8") for name in SEARCHING})
    for name, content in language_pack(
        about(site), lite.frame, offline_words(site.words), pages, assets, search
    ).items():
        write(folder / PACK / name, content)
    write(folder / SAVED, site.saved())
    write(folder / SEARCH, site.search())
    write(folder / "manifest.webmanifest", site.web_manifest())
    write(folder / "guide.html", guide(site, environment, pages, scripts[INDEX]))
    write_zip(site, environment, folder, folder / "guide.zip")
    write(folder / "share.html", share(site, environment, copies(folder, site.language.tag)))


def keep_editions(old: Path, new: Path, lite: LiteSite) -> None:
    """Take over everything made from all light pages of a language."""
    for name in (PACK, *FILES, *(f"lite/{unquote(page.url)}" for page in lite.extra_pages())):
        keep(old / name, new / name)


def edition_files(folder: Path) -> list[str]:
    """Return the files made from all pages, below the language folder."""
    return [*FILES, *(f"{PACK}/{file.name}" for file in sorted((folder / PACK).iterdir()))]


def write(file: Path, content: str | bytes) -> None:
    """Write a file and the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
