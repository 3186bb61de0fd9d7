"""The copies of a portal made without MkDocs: a language's finished folder, its guide.html, guide.zip and share.html."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

from jinja2 import Environment

from lotse.model import Portal
from lotse.pack.archive import write_zip
from lotse.pack.single_file import guide
from lotse.pack.sums import checksums
from lotse.render.environment import template_environment
from lotse.render.lite import LitePage, LiteSite
from lotse.render.markdown import MarkdownRenderer
from lotse.render.minify import SHARED, published
from lotse.render.share import Copy, copies, share
from lotse.render.site import LanguageSite
from lotse.render.verify import verify
from scenario import ROOT

THEME = ROOT / "theme"
ADDRESS = "https://musterstadt.example/"


@cache
def environment() -> Environment:
    """Return the templates of this checkout, compiled once."""
    return template_environment(THEME, None)


def at(portal: Portal, site_url: str = ADDRESS) -> Portal:
    """Return a portal that is published at an address."""
    return replace(portal, settings=replace(portal.settings, site_url=site_url))


class Copier:
    """Writes one language of a portal into a folder, as the build does."""

    def __init__(self, portal: Portal, tag: str, tags: Sequence[str]) -> None:
        self.environment = environment()
        self.site = LanguageSite(portal, tag, frozenset(tags), self.environment, MarkdownRenderer())
        self.portal, self.tag, self.tags = portal, tag, frozenset(tags)

    @cached_property
    def lite(self) -> LiteSite:
        """Return the lite pages of the language."""
        return LiteSite(self.portal, self.tag, self.tags, self.environment, self.site)

    def pages(self, folder: Path | None = None) -> list[LitePage]:
        """Return the lite pages; with a folder write both renditions of each."""
        found = []
        for path, page in self.site.pages.items():
            body = self.site.body(page)
            found.append(self.lite.page(path, body))
            if folder:
                write(folder / page.url, self.site.document(path, body))
        found += self.lite.extra_pages()
        for lite in found if folder else ():
            write(folder / "lite" / lite.url, self.lite.document(lite))
        return found

    def write(self, folder: Path) -> list[Copy]:
        """Write the language's folder, the copies last; return them."""
        pages = self.pages(folder)
        write(folder / "a-z.html", self.site.listing())
        shutil.copytree(THEME / "assets", folder / "assets")
        for script in SHARED:
            write(folder / script, published(THEME, script))
        for path, other in self.portal.files(self.tag).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(self.portal.root / "content" / other / path, folder / path)
        write(folder / "guide.html", guide(self.site, self.environment, pages))
        write_zip(self.site, self.environment, folder, folder / "guide.zip")
        made = copies(folder, self.tag)
        write(folder / "share.html", share(self.site, self.environment, made))
        return made


def write_site(portal: Portal, tags: Sequence[str], site: Path) -> None:
    """Write the languages of a portal, verify.html and SHA256SUMS."""
    made = [copy for tag in tags for copy in Copier(portal, tag, tags).write(site / tag)]
    write(site / "verify.html", verify(portal, frozenset(tags), environment(), made))
    write(site / "SHA256SUMS", checksums(site))


def write(file: Path, text: str) -> None:
    """Write a text file and the folders it needs."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
