"""Checks: each is a function from the portal to findings; all run, none stops at the first."""

from collections.abc import Callable, Iterator

from lotse.check import dialect, facts, html, images, links, messages, pages, staleness
from lotse.check.states import with_states
from lotse.model import Portal
from lotse.report import Finding

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
    messages.check_placeholders,
    staleness.check_states,
    staleness.check_records,
)


def check(portal: Portal) -> list[Finding]:
    """Return everything found wrong with a portal, sorted by place."""
    known = portal if portal.states else with_states(portal)
    return sorted(finding for run in CHECKS for finding in run(known))
