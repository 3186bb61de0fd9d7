"""Checks of pages: ids, paths, fields that belong to the source page, icons."""

import posixpath
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from lotse.model import Page, Portal
from lotse.render.environment import has_icon
from lotse.render.navigation import HOME
from lotse.report import Finding, Level

A_DAY = timedelta(days=1)  # it is already tomorrow somewhere east of UTC
SOURCE_FIELDS = ("priority", "order", "icon", "needs", "area", "audience")
DEFAULTS = {"priority": "ordinary", "order": 1000}


def check_ids(portal: Portal) -> Iterator[Finding]:
    """Find ids used twice in a language, and translations whose id is not their source page's."""
    for pages in portal.in_full.values():
        seen: dict[str, Page] = {}
        for page in pages.values():
            if page.id in seen:
                yield Finding(
                    page.file,
                    1,
                    "P005",
                    f"The id `{page.id}` is also that of {seen[page.id].file}.",
                    "Give each page of a language an id of its own.",
                )
            seen.setdefault(page.id, page)
            source = portal.pages.get(portal.register.source, {}).get(page.path)
            if source and source.id != page.id:
                yield Finding(
                    page.file,
                    1,
                    "P006",
                    f"The id is `{page.id}`; {source.file} says `{source.id}`.",
                    "Use the same id in every language, or move the page to its own path.",
                )


def check_paths(portal: Portal) -> Iterator[Finding]:
    """Find pages that would be written to one address: `a.md` with `A.md`, `README.md` with `index.md`, `a-z.md`."""
    for tag, pages in portal.in_full.items():
        files = {asset.casefold(): asset for asset in portal.assets[tag]}
        addresses: dict[str, list[Page]] = defaultdict(list)
        for page in pages.values():
            addresses[address(page.path)].append(page)
            if file := files.get(page.url.casefold()):
                what = f"content/{tag}/{file} and this page have one address."
                yield Finding(page.file, 1, "P007", what, "Rename one of them.")
            if page.path == "a-z.md":
                yield Finding(
                    page.file, 1, "P007", "a-z.html is the list of all pages.", "Give this page another name."
                )
        for same in addresses.values():
            for page in same[1:]:
                yield Finding(
                    page.file, 1, "P007", f"This page and {same[0].file} have one address.", "Rename one of them."
                )


def address(path: str) -> str:
    """Return where a page is written, folded as file systems without case fold it."""
    folder, name = posixpath.split(path)
    return posixpath.join(folder, HOME if name.lower() == "readme.md" else name).casefold()


def check_source_fields(portal: Portal) -> Iterator[Finding]:
    """Find translations that carry what belongs to their source page."""
    source_pages = portal.pages.get(portal.register.source, {})
    for tag, pages in portal.in_full.items():
        if tag == portal.register.source:
            continue
        for page in pages.values():
            source = source_pages.get(page.path)
            fields = (
                [name for name in SOURCE_FIELDS if getattr(page, name) not in ("", (), DEFAULTS.get(name))]
                if source
                else []
            )
            if source and fields:
                names = ", ".join("for" if name == "needs" else name for name in fields)
                yield Finding(
                    page.file,
                    1,
                    "P009",
                    f"{names}: these are facts of {source.file}.",
                    "Remove them from the translation; they hold in every language.",
                    Level.WARNING,
                )


def check_vocabulary(portal: Portal) -> Iterator[Finding]:
    """Find needs, areas and icons that do not exist."""
    facts, icons = portal.facts, portal.settings.icons
    for page in portal.every_page():
        if facts.needs:
            for need in page.needs:
                if need not in facts.needs:
                    yield Finding(
                        page.file, 1, "F011", f"There is no need `{need}`.", "Use an id of content/facts/needs.yml."
                    )
        if page.area and facts.areas and page.area not in facts.areas:
            yield Finding(
                page.file, 1, "F011", f"There is no area `{page.area}`.", "Use an id of content/facts/areas.yml."
            )
        if page.icon and icons and not has_icon(icons, page.icon):
            yield Finding(
                page.file,
                1,
                "P008",
                f"There is no icon `{page.icon}`.",
                "Use a name like `material/fire` from Material's icon search.",
                Level.WARNING,
            )


def check_homes(portal: Portal) -> Iterator[Finding]:
    """Find a portal without a start page, pages that nobody can reach by the source language, and undated pages."""
    source = portal.register.source
    if source and HOME not in portal.pages.get(source, {}):
        yield Finding(
            f"content/{source}/{HOME}", 1, "C002", "The portal has no start page.", f"Write content/{source}/{HOME}."
        )
    for page in portal.every_page():
        if page.path not in portal.pages.get(source, {}):
            yield Finding(
                page.file,
                1,
                "C001",
                f"There is no such page in the source language ({source}).",
                f"Write content/{source}/{page.path}, or move the translation to its source's path.",
                Level.ADVICE,
            )
        if page.checked is None:
            yield Finding(
                page.file,
                1,
                "C003",
                "The page does not say when it was checked.",
                "Add `checked: year-month-day` when you have checked it.",
                Level.ADVICE,
            )
        elif page.checked > portal.settings.today + A_DAY:
            yield Finding(
                page.file, 1, "P008", f"The page was checked in the future: {page.checked}.", "Correct `checked:`."
            )


def check_page_freshness(portal: Portal) -> Iterator[Finding]:
    """Report how many pages of a language were checked too long ago: readers see "please re-check"."""
    for pages in portal.in_full.values():
        dated = sorted((page.checked, page.file) for page in pages.values() if page.checked)
        overdue = [file for checked, file in dated if portal.settings.overdue(checked)]
        if overdue:
            what = f"{len(overdue)} of {len(pages)} pages were last checked more than {portal.settings.recheck_days} days ago; this one is the oldest."
            yield Finding(
                overdue[0], 1, "C004", what, "Read them again and write the day into `checked:`.", Level.ADVICE
            )
