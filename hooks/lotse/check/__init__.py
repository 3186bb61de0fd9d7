"""Checks: each is a function from the portal to findings; all run, none stops at the first."""

from collections.abc import Callable, Iterable, Iterator

from lotse.check import (
    characters,
    dialect,
    facts,
    html,
    images,
    links,
    messages,
    pages,
    plurals,
    readability,
    staleness,
)
from lotse.check.parity.portal import check_parity
from lotse.check.states import with_states
from lotse.model import Portal
from lotse.report import Finding, Level

CHECKS: tuple[Callable[[Portal], Iterator[Finding]], ...] = (
    pages.check_ids,
    pages.check_paths,
    pages.check_source_fields,
    pages.check_vocabulary,
    pages.check_homes,
    pages.check_page_freshness,
    links.check_links,
    html.check_html,
    images.check_alternative_texts,
    images.check_pictures,
    dialect.check_dialect,
    facts.check_references,
    facts.check_typed_numbers,
    facts.check_channels,
    facts.check_portal_facts,
    facts.check_freshness,
    messages.check_interface,
    messages.check_facts_words,
    messages.check_tools,
    messages.check_placeholders,
    check_parity,
    characters.check_fact_characters,
    plurals.check_plural_forms,
    plurals.check_message_facts,
    readability.check_readability,
    staleness.check_states,
    staleness.check_records,
)


def broken(findings: Iterable[Finding]) -> frozenset[str]:
    """Return the files that say something wrong: errors of parity or of characters."""
    return frozenset(one.file for one in findings if one.code[0] in "TB" and one.level is Level.ERROR)


def check(portal: Portal) -> list[Finding]:
    """Return everything found wrong with a portal, sorted by place."""
    known = portal if portal.states else with_states(portal)
    return sorted(finding for run in CHECKS for finding in run(known))
