"""What is broken: pure functions from what a browser showed offline and holds in its storage to a verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.measuring.faults_sites import Version

WRONG, MIXED, LOST, LIED = "wrong bytes", "mixed versions", "lost copy", "saved, but a page is missing"
KINDS = (WRONG, MIXED, LOST, LIED)


@dataclass(frozen=True, slots=True)
class Claim:
    """What the browser's own records say it has: the version ("" where it does not say), and whether all of it."""

    version: str
    complete: bool
    pages: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a browser showed with the server stopped: by page its text, None where the page did not open.

    `damaged` are files in its storage whose bytes are not what their name or address says.
    """

    texts: Mapping[str, str | None]
    claim: Claim | None
    damaged: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Broken:
    """One thing that must not be."""

    kind: str
    what: str


def judge(seen: Seen, versions: Sequence[Version], kept_before: bool) -> list[Broken]:
    """Return everything broken; `kept_before` tells that a whole copy was there before things went wrong."""
    shown = {page: text for page, text in seen.texts.items() if text is not None}
    wrong = sorted(page for page, text in shown.items() if not any(text in texts_of(one, page) for one in versions))
    found = [Broken(WRONG, f"{page} shows: {shown[page][:80]!r}") for page in wrong]
    found += [Broken(WRONG, f"{name} is kept with other bytes") for name in seen.damaged]
    if shown and not wrong and not any(consistent(shown, one) for one in versions):
        found.append(Broken(MIXED, mixture(shown, versions)))
    if kept_before and not wrong and not any(whole(shown, one) for one in versions):
        best = min((missing(shown, one) for one in versions), key=len)
        if best:
            found.append(Broken(LOST, f"missing: {', '.join(best)}"))
    found += lies(shown, seen.claim, versions)
    return found


def lies(shown: Mapping[str, str], claim: Claim | None, versions: Sequence[Version]) -> list[Broken]:
    """Return what is said to be kept but does not open."""
    if claim is None:
        return []
    if not claim.complete:
        absent = sorted(claim.pages - shown.keys())
        return [Broken(LIED, f"recorded as held, but missing: {', '.join(absent)}")] if absent else []
    claimed = [one for one in versions if claim.version in ("", one.name)]
    best = min((missing(shown, one) for one in claimed), key=len, default=["the version it names is none of ours"])
    return [Broken(LIED, f"missing: {', '.join(best)}")] if best else []


def texts_of(version: Version, page: str) -> frozenset[str]:
    """Return the texts a page may show in a version."""
    return version.texts.get(page, frozenset())


def consistent(shown: Mapping[str, str], version: Version) -> bool:
    """Tell whether every page of this version that opened shows its text.

    A page the version does not have may open all the same: hosts let browsers keep pages for a while.
    """
    return all(text in version.texts[page] for page, text in shown.items() if page in version.texts)


def whole(shown: Mapping[str, str], version: Version) -> bool:
    """Tell whether every page of a version opened and no other text."""
    return consistent(shown, version) and not missing(shown, version)


def missing(shown: Mapping[str, str], version: Version) -> list[str]:
    """Return the pages of a version that did not open."""
    return [page for page in version.pages if page not in shown]


def mixture(shown: Mapping[str, str], versions: Sequence[Version]) -> str:
    """Return which pages are of which version only."""
    parts = []
    for one in versions:
        others = [other for other in versions if other is not one]
        own = [
            page
            for page, text in shown.items()
            if text in texts_of(one, page) and not any(text in texts_of(other, page) for other in others)
        ]
        parts.append(f"{one.name}: {', '.join(sorted(own))}")
    return "; ".join(parts)
