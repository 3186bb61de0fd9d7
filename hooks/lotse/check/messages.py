"""Checks of catalogs: published languages say everything, and every translation keeps its placeholders."""

from collections.abc import Iterator

from lotse.model import Catalog, Portal
from lotse.read.catalogs import INTERFACE, TOOLS, catalog_file, read_catalog, read_messages
from lotse.render.words import placeholders
from lotse.report import Finding, Level

TEMPLATE, TOOLS_TEMPLATE = "locales/interface.pot", "locales/tools.pot"


def check_interface(portal: Portal) -> Iterator[Finding]:
    """Find interface messages without translation in published languages; English is what they are written in."""
    found: list[Finding] = []
    wanted = [message.id for message in read_messages(portal.root, TEMPLATE, found).messages.values()]
    yield from found
    for tag, language in portal.register.languages.items():
        if language.published and tag != "en" and tag not in portal.listed:
            catalog = portal.interface[tag]
            missing = [msgid for msgid in wanted if not catalog.text(msgid)]
            if missing:
                what = f"{len(missing)} of {len(wanted)} interface messages are not translated, first: {missing[0]!r}."
                yield Finding(
                    catalog_file(tag, INTERFACE),
                    1,
                    "M002",
                    what,
                    "Translate them, or set the language to `draft` in locales/languages.yml.",
                )


def check_facts_words(portal: Portal) -> Iterator[Finding]:
    """Report how many words of the facts a published language lacks: they show in the source language, marked."""
    wanted = dict(fact_words(portal))
    for tag, language in portal.register.languages.items():
        if language.published and tag != portal.register.source and tag not in portal.listed:
            missing = [context for context, text in wanted.items() if not portal.words[tag].text(text, context)]
            if missing:
                what = f"{len(missing)} of {len(wanted)} fact words are not translated, first: {missing[0]}."
                yield Finding(
                    portal.words[tag].file,
                    1,
                    "M006",
                    what,
                    "Translate them; until then readers see the source language, marked.",
                    Level.ADVICE,
                )


def check_tools(portal: Portal) -> Iterator[Finding]:
    """Find what is wrong with the catalogs of the translators' tools; what they lack is said in English, which is advice only."""
    found: list[Finding] = []
    wanted = [message.id for message in read_messages(portal.root, TOOLS_TEMPLATE, found).messages.values()]
    for tag in portal.register.languages:
        catalog = read_catalog(portal.root, tag, TOOLS, found)
        missing = [msgid for msgid in wanted if not catalog.text(msgid)]
        if catalog.messages and missing:
            what = f"{len(missing)} of {len(wanted)} messages of the tools are not translated, first: {missing[0]!r}."
            mend = "Translate them; until then the tools say them in English."
            yield Finding(catalog.file, 1, "M015", what, mend, Level.ADVICE)
        yield from _placeholders(catalog)
    yield from found


def fact_words(portal: Portal) -> Iterator[tuple[str, str]]:
    """Yield (context, source text) for every word of the facts that is translated."""
    facts = portal.facts
    for key in ("name", "claim", "notice"):
        if text := getattr(facts, key):
            yield f"portal.{key}", text
    for channel in facts.channels.values():
        for key, text in (("name", channel.name), ("does", channel.does), ("not", channel.not_)):
            if text:
                yield f"channels.{channel.id}.{key}", text
    for kind, entries in (("areas", facts.areas), ("needs", facts.needs)):
        for entry in entries.values():
            yield f"{kind}.{entry.id}.name", entry.name


def check_placeholders(portal: Portal) -> Iterator[Finding]:
    """Find translations that lost or gained a placeholder such as {date}."""
    for catalogs in (portal.interface, portal.words):
        for catalog in catalogs.values():
            yield from _placeholders(catalog)


def _placeholders(catalog: Catalog) -> Iterator[Finding]:
    for message in catalog.messages.values():
        wanted, there = placeholders(message.id), placeholders(message.text)
        if message.text and wanted != there:
            what = f"The translation of {message.id!r} has the placeholders {', '.join(there) or 'none'}."
            yield Finding(catalog.file, message.line, "M003", what, f"Use exactly {', '.join(wanted) or 'none'}.")
