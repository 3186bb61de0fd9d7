"""Write what belongs to the site as a whole and is no page: worker, web manifest, the page that tells copies apart, sums."""

import re
from collections.abc import Collection
from pathlib import Path

from jinja2 import Environment

from lotse.model import Portal
from lotse.pack.editions import write
from lotse.pack.sums import NAME as SUMS
from lotse.pack.sums import checksums
from lotse.render.minify import minified
from lotse.render.root import RootSite
from lotse.render.share import copies
from lotse.render.status import status_of
from lotse.render.status_json import from_json, to_json
from lotse.render.status_pages import FOLDER, StatusSite
from lotse.render.verify import NAME as VERIFY
from lotse.render.verify import verify

WORKER = "sw.js"
STATUS, SCHEMA = "status.json", "status.schema.json"


def finish_site(site: Path, theme: Path, portal: Portal, built: Collection[str], environment: Environment) -> None:
    """Write the files above the languages, whose folders are complete; the list of all files comes last."""
    root = RootSite(portal, built, environment)
    write(site / "404.html", root.not_found())
    write(site / "sitemap.xml", root.sitemap())
    write(site / "robots.txt", root.robots())
    write(site / "manifest.webmanifest", root.web_manifest())
    write(site / WORKER, minified(WORKER, (theme / WORKER).read_text(encoding="utf-8")))
    write_status(site, theme, portal, built, environment)
    passed_on = [copy for tag in sorted(built) for copy in copies(site / tag, tag)]
    write(site / VERIFY, verify(portal, built, environment, passed_on))
    sum_up(site)


def write_status(site: Path, theme: Path, portal: Portal, built: Collection[str], environment: Environment) -> None:
    """Write the status of the translations; of languages that were not read it stays what the site says of them."""
    folder = site / FOLDER
    old = folder / STATUS
    before = from_json(old.read_text(encoding="utf-8", errors="replace")) if portal.listed and old.is_file() else None
    status = status_of(portal, before)
    texts = StatusSite(portal, status, built, environment).files() | {STATUS: to_json(status)}
    texts[SCHEMA] = (theme / FOLDER / SCHEMA).read_text(encoding="utf-8")
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text:
            _replace(folder / name, text)


def refresh(
    site: Path, theme: Path, portal: Portal, built: Collection[str], environment: Environment, tags: Collection[str]
) -> None:
    """Bring what names files of the languages up to date, after only `tags` were built."""
    page = site / VERIFY
    text = page.read_text(encoding="utf-8")
    for copy in (copy for tag in tags for copy in copies(site / tag, tag)):
        text = re.sub(rf'(data-path="{re.escape(copy.path)}">)[0-9a-f]{{64}}', rf"\g<1>{copy.sha256}", text)
    _replace(page, text)
    write_status(site, theme, portal, built, environment)
    sum_up(site)


def sum_up(site: Path) -> None:
    """Write the list of all files of a site."""
    _replace(site / SUMS, checksums(site))


def _replace(file: Path, text: str) -> None:
    part = file.with_name(f".{file.name}.new")
    part.write_text(text, encoding="utf-8")
    part.replace(file)
