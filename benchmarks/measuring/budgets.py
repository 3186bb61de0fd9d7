"""Hold the weights of a site against the budgets, and say both in a Markdown section."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchmarks.measuring.report import Goal
from benchmarks.measuring.sections import table
from benchmarks.measuring.weight import KINDS, LONG, Group, Page, Site, groups

SHOWN = 10  # of a kind of finding; the number of all is said
INTEGREAT = "Integreat's web app: 1,289,463 bytes, as published; text after 33 s at 400 kbit/s."
HEAD = f"| | pages | requests | median | p95 | maximum | {' | '.join(KINDS)} |"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A site that was weighed, by the name it has in the report."""

    name: str
    site: Site
    pages: Sequence[Page]


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes a browser that keeps pages fetches after the first view of a language, and the language's files."""

    tag: str
    script: int
    worker: int
    first: int
    pack: int
    guide: int
    archive: int


def checks(sites: Sequence[Weighed]) -> list[Goal]:
    """Return the budgets with what was weighed of all sites together; a figure without pages is None."""
    pages = [page for site in sites for page in site.pages]
    by_name = {group.name: group for group in groups(pages)}
    lite = [page for page in pages if page.rendition == "lite"]
    rich = [page for page in pages if page.rendition == "rich"]
    light, heavy = by_name.get("lite"), by_name.get("rich")
    lost = [path for site in sites for path in site.site.without_lite()]
    return [
        Goal("lite: bytes, median", 2000, light.median if light else None),
        Goal("lite: bytes, 95th percentile", 4000, light.p95 if light else None),
        Goal(f"lite: bytes, up to {LONG:,} words", 8000, most(page.total for page in lite if page.words <= LONG)),
        Goal(f"lite: bytes, over {LONG:,} words", 14000, most(page.total for page in lite if page.words > LONG)),
        Goal("lite: requests", 1, light.requests if light else None),
        Goal("rich: bytes", 25000, heavy.maximum if heavy else None),
        Goal("rich: bytes of JavaScript, inline included", 6000, most(page.scripts for page in rich)),
        Goal("rich: fonts", 0, most(page.font_files for page in rich)),
        Goal("rich pages without a lite page", 0, len(lost) if lite else None),
        Goal("addresses on other hosts", 0, len({name for page in pages for name in page.elsewhere})),
        Goal("addresses without a file", 0, len({(page.path, name) for page in pages for name in page.missing})),
    ]


def most(values: Iterable[int]) -> int | None:
    """Return the largest, None of none."""
    return max(values, default=None)


def findings(sites: Sequence[Weighed]) -> Iterator[str]:
    """Yield what breaks a budget, by the addresses and pages that do."""
    for site in sites:
        elsewhere = {name: page.path for page in reversed(site.pages) for name in page.elsewhere}
        missing = {name: page.path for page in reversed(site.pages) for name in page.missing}
        heavy = [f"{page.path} ({why})" for page in site.pages for why in too_much(page)]
        yield from listed("On another host", [f"{name} (first in {page})" for name, page in sorted(elsewhere.items())])
        yield from listed("Without a file", [f"{name} (first in {page})" for name, page in sorted(missing.items())])
        yield from listed("Without a lite page", site.site.without_lite())
        yield from listed("Over its budget", heavy)


def listed(what: str, names: Sequence[str]) -> Iterator[str]:
    """Yield the first names of a list."""
    yield from (f"{what}: {name}" for name in names[:SHOWN])
    if len(names) > SHOWN:
        yield f"{what}: {len(names) - SHOWN} more"


def too_much(page: Page) -> Iterator[str]:
    """Yield in what a page is over its budget."""
    limit = {"lite": 14000 if page.words > LONG else 8000, "rich": 25000}.get(page.rendition)
    if limit and page.total > limit:
        yield f"{page.total:,} of {limit:,} bytes"
    if page.rendition == "lite" and page.requests > 1:
        yield f"{page.requests} requests"
    if page.rendition == "rich" and page.scripts > 6000:
        yield f"{page.scripts:,} bytes of JavaScript"
    if page.rendition == "rich" and page.font_files:
        yield f"{page.font_files} fonts"


def kept(site: Site) -> list[Kept]:
    """Return what keeping each language costs; nothing for a site without language packs."""
    tags = sorted(file.parent.parent.name for file in site.folder.glob("*/pack/manifest.json"))
    return [kept_of(site, tag) for tag in tags]


def kept_of(site: Site, tag: str) -> Kept:
    """Weigh what is fetched of one language after its first view."""

    def bytes_of(*paths: str) -> int:
        return sum(site.packed(path) for path in paths if (site.folder / path).is_file())

    manifest = f"{tag}/pack/manifest.json"
    what = json.loads((site.folder / manifest).read_text(encoding="utf-8"))["list"]
    chunks = [f"{tag}/pack/{chunk[0]}.json" for chunk in what["chunks"]]
    return Kept(
        tag,
        bytes_of(f"{tag}/assets/offline.js"),
        bytes_of("sw.js"),
        bytes_of(manifest, *(chunks[number] for number in what["first"])),
        bytes_of(manifest, *chunks),
        bytes_of(f"{tag}/guide.html"),
        bytes_of(f"{tag}/guide.zip"),
    )


def section(ours: Sequence[Weighed], peers: Sequence[Weighed], day: str) -> str:
    """Return the Markdown section: the weights of all sites, and the budgets of ours."""
    weighed = [*ours, *peers]
    grouped = [(site.name, group) for site in weighed for group in groups(site.pages)]
    heaviest = [f"{name}, {group.name}: {group.heaviest}" for name, group in grouped]
    lines = [
        f"Weighed on {day}; bytes of bodies after Brotli 11. {INTEGREAT}",
        "",
        *table(HEAD, [row(name, group) for name, group in grouped]),
        "",
        f"The heaviest pages: {'; '.join(heaviest)}.",
        "",
        *elsewhere(weighed),
        *later([one for site in ours for one in kept(site.site)]),
        "### Budgets",
        "",
        *table("| | at most | weighed | |", [budget(goal) for goal in checks(ours)]),
    ]
    return "\n".join(lines) + "\n"


def budget(goal: Goal) -> str:
    """Return one budget's line of the table."""
    value = "–" if goal.value is None else f"{goal.value:,.0f}"
    return f"| {goal.what} | {goal.limit:,.0f} | {value} | {goal.verdict} |"


def row(name: str, group: Group) -> str:
    """Return one rendition's line of the table."""
    totals = (group.median, group.p95, group.maximum, *group.kinds.values())
    return f"| {name}, {group.name} | {group.pages} | {group.requests} | {' | '.join(f'{n:,.0f}' for n in totals)} |"


def elsewhere(weighed: Sequence[Weighed]) -> Iterator[str]:
    """Yield a sentence on each site that loads from other hosts: that weight is not in the table."""
    for site in weighed:
        names = sorted({name for page in site.pages for name in page.elsewhere})
        if names:
            pages = sum(bool(page.elsewhere) for page in site.pages)
            yield f"{site.name} also loads from other hosts, which is not weighed, on {pages} pages: `{'`, `'.join(names[:3])}`."
            yield ""


def later(languages: Sequence[Kept]) -> Iterator[str]:
    """Yield what follows the first view, which is in no figure above."""
    if languages:
        columns = [
            [getattr(one, name) for one in languages]
            for name in ("script", "worker", "first", "pack", "guide", "archive")
        ]
        yield f"After the first view, over {len(languages)} languages, where the browser can keep pages:"
        yield ""
        head = "| | offline.js | sw.js | first part of the pack | whole pack | guide.html | guide.zip |"
        rows = [[f"{of(column):,.0f}" for column in columns] for of in (median, max)]
        yield from table(
            head, [f"| {name} | {' | '.join(row)} |" for name, row in zip(("median", "maximum"), rows, strict=True)]
        )
        yield ""


def save(file: Path, ours: Sequence[Weighed], peers: Sequence[Weighed], day: str) -> None:
    """Write every page's figures and the budgets as JSON."""
    sites = {
        site.name: {
            "groups": [asdict(group) for group in groups(site.pages)],
            "later": [asdict(one) for one in kept(site.site)],
            "pages": [asdict(page) | {"total": page.total} for page in site.pages],
        }
        for site in [*ours, *peers]
    }
    values = {
        "day": day,
        "sites": sites,
        "budgets": [asdict(goal) for goal in checks(ours)],
        "findings": list(findings(ours)),
    }
    file.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
