"""Make guide.zip: a language's folder as it works from any disk, without server and without network."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment

from lotse.pack.copies import attributes, copied, online, target_of, without_address, written
from lotse.render.policy import policy
from lotse.render.site import LanguageSite

NAME = "guide.zip"
LEFT_OUT = ("guide.html", NAME, "share.html", "manifest.webmanifest")  # of no use on a disk, or not yet written
LEFT_OUT_FOLDERS = ("pack/",)
LEFT_OUT_KINDS = (".br", ".gz")
STORED = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".woff2", ".pdf", ".zip", ".mp3", ".mp4", ".ogg")
# Possessive: a tag that never ends costs one pass.
LINKING = re.compile(r"<(a|link|img|source|script)\s((?:[^>\"']++|\"[^\"]*\"|'[^']*')*+)>")
GONE_LINK = re.compile(r"<a\s((?:[^>\"']++|\"[^\"]*\"|'[^']*')*+)>(.*?)</a>", re.DOTALL)
MAIN = re.compile(r"<main\b[^>]*>")
PAGE = "lotse-page"  # stands for the address of a page in the line that is made once for all
MODE = 0o100644 << 16


def write_zip(site: LanguageSite, environment: Environment, folder: Path, file: Path) -> None:
    """Write guide.zip from the finished folder of a language; the same folder and day give the same bytes."""
    archive = Archive(site, environment, folder)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for name, data in archive.entries():
            kind = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
            target.writestr(_entry(name, site.portal.settings.today, kind), data)


def _entry(name: str, day: date, kind: int) -> zipfile.ZipInfo:
    """Return an entry that is the same on every machine: the day of the build, a plain file of Unix."""
    entry = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
    entry.compress_type, entry.create_system, entry.external_attr = kind, 3, MODE
    return entry


class Archive:
    """The files of guide.zip: the root's index.html, and the language's folder with links that work on a disk."""

    def __init__(self, site: LanguageSite, environment: Environment, folder: Path) -> None:
        """Prepare the archive of a language's finished folder."""
        self._site, self._environment, self._folder = site, environment, folder
        self._tag, self._site_url = site.language.tag, site.portal.settings.site_url
        names = (file.relative_to(folder).as_posix() for file in sorted(folder.rglob("*")) if file.is_file())
        self.names = [name for name in names if is_packed(name)]
        self._inside = {f"{self._tag}/{name}" for name in self.names}
        self._known: dict[tuple[str, str], str | None] = {}
        self._line = copied(
            environment, site.words, site.portal.settings.today, online(self._site_url, self._tag, PAGE)
        )

    def entries(self) -> Iterator[tuple[str, bytes]]:
        """Yield (name, content) of every file, in order."""
        for name in self.names:
            data = (self._folder / name).read_bytes()
            if name.endswith(".html"):
                data = self.page(name, data.decode("utf-8")).encode()
            yield f"{self._tag}/{name}", data
        yield "index.html", self._start().encode()

    def page(self, name: str, html: str) -> str:
        """Return a page whose links lead to files of the archive or to the site, and which says how old it is."""
        start = f"{self._tag}/{name}"
        folder = posixpath.dirname(start)

        def link(match: re.Match[str]) -> str:
            key = (folder, match.group(0))
            if key not in self._known:
                self._known[key] = self._linking(start, match.group(1), match.group(2))
            new = self._known[key]
            return match.group(0) if new is None else new

        html = LINKING.sub(link, html)
        if not self._site_url:
            html = GONE_LINK.sub(_words_of_a_gone_link, html)
        return MAIN.sub(lambda match: match.group(0) + self._age(name), html, count=1)

    def _linking(self, start: str, element: str, rest: str) -> str | None:
        """Return a tag with an address that works on a disk; None where it does already."""
        attrs = attributes(rest)
        key = "href" if element in ("a", "link") else "src"
        if element == "link" and attrs.get("rel") == "manifest":
            return ""
        found = target_of(start, unescape(attrs.get(key) or ""))
        if found is None or found[0] in self._inside:
            return None
        if self._site_url:
            path, query, anchor = found
            full = f"{self._site_url.rstrip('/')}/{quote(path)}{query}{f'#{anchor}' if anchor else ''}"
            return written(element, attrs | {key: escape(full)})
        return "" if element == "link" else written(element, without_address(attrs) | {"data-gone": None})

    def _age(self, name: str) -> str:
        up = "../" * name.count("/")
        return f'{self._line.replace(PAGE, quote(name))}<script src="{up}assets/age.js"></script>'

    def _start(self) -> str:
        """Return the index.html above the language's folder."""
        template = self._environment.get_template("guide/start.html")
        return template.render(
            _=self._site.words,
            language=self._site.language,
            portal=self._site.shared,
            policy=policy(own=False),
            copied=copied(self._environment, self._site.words, self._site.portal.settings.today, ""),
            lite=f"{self._tag}/lite/index.html" if f"{self._tag}/lite/index.html" in self._inside else "",
            rich=f"{self._tag}/index.html",
        )


def is_packed(name: str) -> bool:
    """Tell whether a file of a language's folder belongs into its archive."""
    return not (name in LEFT_OUT or name.startswith(LEFT_OUT_FOLDERS) or name.endswith(LEFT_OUT_KINDS))


def _words_of_a_gone_link(match: re.Match[str]) -> str:
    if "data-gone" not in match.group(1):
        return match.group(0)
    attrs = {key: value for key, value in attributes(match.group(1)).items() if key in ("lang", "dir", "class")}
    return f"{written('span', attrs)}{match.group(2)}</span>" if attrs else match.group(2)
