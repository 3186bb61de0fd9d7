"""Tell which pages would come out the same as last time, so that one edit costs one page.

A page is reused only if nothing it shows changed: its own text, and the signature of its language, which covers every
title, order and path, the facts, the catalogs, the settings of the day, the pictures, the templates and the code. Where
anything is in doubt it is made again.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, astuple, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from lotse.check.parity.glossary import FILE as GLOSSARY
from lotse.model import Page, Portal
from lotse.render.images import picture_keys
from lotse.render.lite import LitePage
from lotse.search.site_index import emergency_words

LIBRARIES = (
    *("babel", "jinja2", "markdown", "markupsafe", "mkdocs", "nh3", "opening-hours-py", "phonenumbers"),
    *("lunr", "pillow", "rcssmin", "rjsmin", "segno", "simplemma"),
)
CODE = ("*.py", "*.html", "*.css", "*.js", "*.svg", "*.yml", "*.png")


@dataclass(frozen=True, slots=True)
class Record:
    """What one build of a language left.

    Its signature, and that of what is searched; by address each page's hash and its files' size and time of writing; by path the light form of each
    page; size and time of the files made from all pages.
    """

    signature: str = ""
    pages: Mapping[str, list[str | int]] = field(default_factory=dict)
    light: Mapping[str, list[str]] = field(default_factory=dict)
    files: Mapping[str, list[int]] = field(default_factory=dict)
    searched: str = ""

    def light_page(self, path: str) -> LitePage | None:
        """Return the light form of a page as it was."""
        return LitePage(*self.light[path]) if path in self.light else None


def code_fingerprint(folders: Iterable[Path], config: Path) -> str:
    """Return a hash of templates, code, configuration and the versions of the libraries that make pages."""
    digest = hashlib.blake2b(digest_size=16)
    files = [file for folder in folders for pattern in CODE for file in sorted(folder.rglob(pattern))]
    for file in [*files, config]:
        digest.update(str(file).encode() + file.read_bytes())
    digest.update(repr([version(name) for name in LIBRARIES]).encode())
    return digest.hexdigest()


def language_signature(
    portal: Portal, tag: str, built: Collection[str], code: str, anchors: Mapping[str, Collection[str]]
) -> str:
    """Return a hash of everything the pages of a language have in common; `anchors` are those that light pages keep."""
    digest = hashlib.blake2b(code.encode(), digest_size=16)
    chain = portal.register.chain(tag)
    parts: list[object] = [portal.settings, portal.register, portal.facts, sorted(built)]
    parts += [replace(page, body="", body_line=0, head="", state=None) for page in portal.shown(tag).values()]
    traits = [(path, portal.traits[path]) for path in portal.shown(tag)]
    parts += [[(path, page.order, page.icon, page.priority) for path, page in traits], portal.files(tag)]
    parts += [picture_keys(portal, tag), sorted((path, sorted(names)) for path, names in anchors.items())]
    parts += [
        (catalog.file, catalog.messages)
        for other in chain
        for catalog in (portal.interface[other], portal.words[other])
    ]
    parts += [[(path, page.language) for path, page in portal.shown(other).items()] for other in sorted(built)]
    for part in parts:
        digest.update(repr(part).encode())
    return digest.hexdigest()


def search_signature(portal: Portal, tag: str) -> str:
    """Return a hash of what the search knows beside the light pages: source pages, translations, glossary, emergencies."""
    digest = hashlib.blake2b(digest_size=16)
    glossary = portal.root / GLOSSARY
    digest.update(glossary.read_bytes() if glossary.is_file() else b"")
    for pages in (
        portal.shown(tag),
        *((portal.written or portal.pages).get(one, {}) for one in (portal.register.source, tag)),
    ):
        digest.update(repr([(path, page.body) for path, page in sorted(pages.items())]).encode())
    digest.update(repr(emergency_words(portal)).encode())
    digest.update(repr(sorted(portal.records.get(tag, {}).items())).encode())
    return digest.hexdigest()


def page_hash(page: Page) -> str:
    """Return a hash of a page's own text, its marks and its state."""
    return hashlib.blake2b(f"{page.body}{page.state}".encode(), digest_size=16).hexdigest()


def unchanged(record: Record, signature: str, pages: Mapping[str, Page], folder: Path) -> frozenset[str]:
    """Return the paths of the pages whose files in `folder` are what a build would write again."""
    if record.signature != signature:
        return frozenset()
    return frozenset(
        path
        for path, page in pages.items()
        if path in record.light and record.pages.get(page.url) == _state(page, folder)
    )


def all_as_before(
    record: Record, signature: str, light: Mapping[str, LitePage], folder: Path, searched: str = ""
) -> bool:
    """Tell whether what is made from all pages would come out as it lies in `folder`."""
    if record.signature != signature or record.searched != searched or not record.files:
        return False
    same = all(stamp(folder / name) == state for name, state in record.files.items())
    return same and {path: list(astuple(page)) for path, page in light.items()} == record.light


def make_record(
    signature: str, pages: Mapping[str, Page], light: Mapping[str, LitePage], files: Iterable[str], folder: Path
) -> Record:
    """Return the record of a language just written to `folder`; `files` are those made from all pages."""
    return Record(
        signature,
        {page.url: state for page in pages.values() if (state := _state(page, folder))},
        {path: list(astuple(page)) for path, page in light.items()},
        {name: stamp(folder / name) for name in files},
    )


def _state(page: Page, folder: Path) -> list[str | int]:
    """Return what tells one writing of a page from another; a file somebody touched is not ours any more."""
    rich, light = stamp(folder / page.url), stamp(folder / "lite" / page.url)
    return [page_hash(page), *rich, *light] if rich and light else []


def stamp(file: Path) -> list[int]:
    """Return a file's size and time of writing; empty where there is none."""
    try:
        found = file.stat()
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns]


def read_record(file: Path) -> Record:
    """Return a kept record, or an empty one where there is none that can be read."""
    try:
        return Record(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Record()


def write_record(file: Path, record: Record) -> None:
    """Keep a record for the next build."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(record)), encoding="utf-8")
