"""Read the whole portal from its folder."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path

from lotse.model import Catalog, Page, Portal, Register
from lotse.parallel import in_processes
from lotse.read.catalogs import FACTS, INTERFACE, catalog_file, read_catalog
from lotse.read.configuration import check_configuration, read_settings
from lotse.read.facts import read_facts
from lotse.read.languages import read_register
from lotse.read.pages import list_folder, read_pages
from lotse.read.records import read_records
from lotse.report import Finding

PARALLEL_FROM = 400  # pages; below, forking costs more than reading

LanguageRead = tuple[dict[str, Page], Catalog, Catalog, list[Finding]]


def read_portal(root: Path, today: date, jobs: int = 1, only: Collection[str] = ()) -> tuple[Portal, list[Finding]]:
    """Return the portal below `root` as it stands on `today`, and everything found wrong while reading it.

    With `only` the languages these do not need are listed, not read.
    """
    found: list[Finding] = []
    settings = read_settings(root, today, found)
    register = read_register(root, found)
    found.extend((*unregistered(root, register), *check_configuration(root, register)))
    folders = {tag: list_folder(root / "content" / tag) for tag in register.languages}
    paths = {tag: pages for tag, (pages, _) in folders.items()}
    listed = frozenset(paths) - needed(register, paths, only) if only else frozenset()
    read = _read_languages(root, {tag: pages for tag, pages in paths.items() if tag not in listed}, jobs)
    read |= {tag: _listing(root, tag, paths[tag]) for tag in listed}
    for *_, findings in read.values():
        found.extend(findings)
    faults: list[Finding] = []
    records = {tag: read_records(root, tag, faults) for tag in register.languages if tag not in listed}
    found.extend(faults)
    portal = Portal(
        root=root,
        settings=settings,
        register=register,
        facts=read_facts(root, found),
        pages={tag: read[tag][0] for tag in register.languages},
        assets={tag: tuple(assets) for tag, (_, assets) in folders.items()},
        interface={tag: read[tag][1] for tag in register.languages},
        words={tag: read[tag][2] for tag in register.languages},
        records=records,
        unreadable=frozenset(fault.file for fault in faults),
        listed=listed,
    )
    return portal, found


def needed(register: Register, paths: Mapping[str, list[str]], only: Collection[str]) -> frozenset[str]:
    """Return the languages that pages of `only` depend on: their fallbacks, and who has pages the source has not."""
    source = set(paths.get(register.source, ()))
    chains = {other for tag in only if tag in register.languages for other in register.chain(tag)}
    return frozenset(chains | {tag for tag, own in paths.items() if not source.issuperset(own)} | {register.source})


def _listing(root: Path, tag: str, paths: list[str]) -> LanguageRead:
    """Return the paths of a language that is not read, and its words: what people type in an emergency counts everywhere."""
    pages = {path: Page(tag, path, "", "", "", "", 1) for path in paths}
    return pages, read_catalog(root, tag, INTERFACE, []), Catalog(catalog_file(tag, FACTS), {}), []


def unregistered(root: Path, register: Register) -> list[Finding]:
    """Find content folders that no entry of the register names: MkDocs would publish them unmarked."""
    names = sorted(
        path.name for path in (root / "content").glob("*") if path.is_dir() and not path.name.startswith(".")
    )
    return [
        Finding(
            f"content/{name}",
            1,
            "L003",
            f"`{name}` is not in the register of languages.",
            f"Add `{name}` to locales/languages.yml, or remove the folder.",
        )
        for name in names
        if name not in {*register.languages, "facts"}
    ]


def _read_languages(root: Path, paths: dict[str, list[str]], jobs: int) -> dict[str, LanguageRead]:
    def read(tag: str) -> LanguageRead:
        found: list[Finding] = []
        pages = read_pages(root, tag, paths[tag], found)
        return pages, read_catalog(root, tag, INTERFACE, found), read_catalog(root, tag, FACTS, found), found

    if jobs < 2 or sum(map(len, paths.values())) < PARALLEL_FROM:
        return {tag: read(tag) for tag in paths}
    return dict(_answers(in_processes(read, list(paths), jobs)))


def _answers(results: Iterable[tuple[str, LanguageRead | Exception]]) -> Iterable[tuple[str, LanguageRead]]:
    for tag, result in results:
        if isinstance(result, Exception):
            raise result
        yield tag, result
