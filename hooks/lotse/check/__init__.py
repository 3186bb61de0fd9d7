"""Checks: each is a function from the portal to findings; all run, none stops at the first."""

from collections.abc import Callable, Iterator

from lotse.model import Portal
from lotse.report import Finding

CHECKS: tuple[Callable[[Portal], Iterator[Finding]], ...] = ()


def check(portal: Portal) -> list[Finding]:
    """Return everything found wrong with a portal, sorted by place."""
    return sorted(finding for run in CHECKS for finding in run(portal))
