"""Collect the words of the interface and of the facts, and bring every language's catalogs up to date with them."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import escape, read_po, write_po

from lotse.check.messages import fact_words
from lotse.model import EMPTY, Portal
from lotse.read.catalogs import FACTS, INTERFACE, catalog_file

# Messages stand as literals in double quotes: _("…") and _.plain("…") in templates, words("…"), plain("…") and N_("…") in Python.
IN_TEMPLATE = re.compile(r'\b_(?:\.plain)?\(\s*"((?:[^"\\]|\\.)*)"')
IN_PYTHON = re.compile(r'\b(?:_?words|plain|N_)\(\s*"((?:[^"\\]|\\.)*)"')
# Dates and names would make two runs differ; git knows both better.
DROPPED = ('"POT-Creation', '"PO-Revision', '"Generated-By', '"Last-Translator', '"Language-Team', '"Report-Msgid')


def interface_messages(theme: Path, package: Path) -> list[tuple[str, str]]:
    """Return (place, message) for every message of the templates, the renderer and the search, in order of the files."""
    files = [(file, IN_TEMPLATE) for file in sorted(theme.rglob("*.html"))] + [
        (file, IN_PYTHON) for folder in ("render", "search") for file in sorted((package / folder).glob("*.py"))
    ]
    return [
        (file.name, match) for file, pattern in files for match in pattern.findall(file.read_text(encoding="utf-8"))
    ]


def template(messages: Iterable[tuple[str, str]]) -> Catalog:
    """Return a catalog without translations from (context, message)."""
    catalog = Catalog(project="Lotse", version="1", charset="utf-8", header_comment="#", fuzzy=False)
    for context, message in messages:
        catalog.add(message, context=context or None)
    return catalog


def templates(portal: Portal, theme: Path, package: Path) -> dict[str, Catalog]:
    """Return the templates of both catalogs by domain."""
    interface = template(("", message) for _, message in interface_messages(theme, package))
    return {INTERFACE: interface, FACTS: template(fact_words(portal))}


def updated(old: Path, tag: str, current: Catalog) -> bytes:
    """Return a language's catalog with exactly the current messages; translations stay, nothing is guessed."""
    known = read_po(io.BytesIO(old.read_bytes())) if old.is_file() else Catalog()
    catalog = template(())
    for message in current:
        if message.id:
            had = known.get(message.id, message.context)
            if had:
                catalog.add(
                    message.id, had.string, flags=had.flags, user_comments=had.user_comments, context=message.context
                )
            else:
                catalog.add(message.id, context=message.context)
    return as_bytes(catalog, tag)


def as_bytes(catalog: Catalog, tag: str = "", headers: Mapping[str, str] = EMPTY) -> bytes:
    """Return a catalog as a PO file with these headers of ours: one line a message, no dates, no places."""
    stream = io.BytesIO()
    write_po(stream, catalog, width=0, no_location=True, ignore_obsolete=True)
    head, gap, messages = stream.getvalue().decode().partition("\n\n")
    lines = [line for line in head.split("\n") if not line.startswith(DROPPED)]
    ours = {"Language": tag} if tag else {}
    fields = [escape(f"{key}: {value}\n") for key, value in (ours | dict(headers)).items()]
    place = lines.index('"MIME-Version: 1.0\\n"')
    head = "\n".join([*lines[:place], *fields, *lines[place:]])
    return f"{head}{gap}{messages}".strip("\n").encode() + b"\n"


def update_all(portal: Portal, theme: Path, package: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield (file, new bytes) for every template and catalog that is to change."""
    for domain, current in templates(portal, theme, package).items():
        files = {portal.root / f"locales/{domain}.pot": as_bytes(current)}
        for tag in portal.register.languages:
            if domain == INTERFACE or tag != portal.register.source:
                file = portal.root / catalog_file(tag, domain)
                files[file] = updated(file, tag, current)
        yield from ((file, new) for file, new in files.items() if not file.is_file() or file.read_bytes() != new)
