"""Read message catalogs (gettext PO) through Babel."""

import codecs
import io
import re
from pathlib import Path

from babel.messages import Catalog as Template
from babel.messages.pofile import PoFileError, read_po

from lotse.model import Catalog, Message
from lotse.report import Finding

LINE = re.compile(r'\s*(?:msg[a-z_]+(?:\[\d\])?\s*)?"(?:[^"\\]|\\.)*"\s*')
CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)", re.MULTILINE)
INTERFACE, FACTS, TOOLS = "interface", "facts", "tools"


def catalog_file(tag: str, domain: str) -> str:
    """Return a catalog's path in the project."""
    return f"locales/{tag}/LC_MESSAGES/{domain}.po"


def read_catalog(root: Path, tag: str, domain: str, found: list[Finding]) -> Catalog:
    """Return a language's catalog, empty where there is no file; a broken file is a finding.

    Fuzzy messages count as untranslated: a guess must never reach a reader.
    """
    return read_messages(root, catalog_file(tag, domain), found)


def read_messages(root: Path, file: str, found: list[Finding]) -> Catalog:
    """Return the catalog or template a PO file holds, empty where there is no file; a broken file is a finding."""
    parsed = parse_po((root / file).read_bytes(), file, found) if (root / file).is_file() else None
    if parsed is None:
        return Catalog(file, {})
    return Catalog(
        file,
        dict(
            _message(m.context or "", m.id, "" if m.fuzzy else m.string, m.lineno or 1)
            for m in parsed
            if isinstance(m.id, str) and m.id
        ),
    )


def parse_po(raw: bytes, file: str, found: list[Finding]) -> Template | None:
    """Return what Babel reads in a PO file, or None and a finding where it is broken."""
    try:
        text = raw.decode("utf-8-sig")
        conflict = CONFLICT.search(text)
        if conflict:
            found.append(_conflict(file, text.count("\n", 0, conflict.start()) + 1))
            return None
        _check_quotes(text, file)
        return read_po(io.BytesIO(raw.removeprefix(codecs.BOM_UTF8)), abort_invalid=True, ignore_obsolete=True)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found.append(
            Finding(
                file,
                line,
                "M004",
                f"Byte {raw[error.start]:#04x} is not UTF-8.",
                "Save the catalog as UTF-8 with charset=UTF-8 in its header.",
            )
        )
    except (PoFileError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", 0) or 0
        found.append(
            Finding(
                file,
                line + 1,
                "M001",
                f"The catalog cannot be read: {re.sub(r' on [0-9]+$', '', str(error))}.",
                "Check the quotes near this line, or open it in Poedit and save it.",
            )
        )
    return None


def _conflict(file: str, line: int) -> Finding:
    return Finding(
        file,
        line,
        "M007",
        "Git could not merge this file: both versions stand in it.",
        "Keep one of the versions between `<<<<<<<` and `>>>>>>>`, and remove these lines.",
    )


def _check_quotes(text: str, file: str) -> None:
    """Raise PoFileError at a line whose quotes do not close: Babel would cut off its last letter in silence."""
    for number, line in enumerate(text.split("\n")):
        if line.strip() and not line.lstrip().startswith("#") and not LINE.fullmatch(line):
            raise PoFileError("the quotes do not close", Template(), line, number)


def _message(context: str, msgid: str, text: object, line: int) -> tuple[tuple[str, str], Message]:
    return (context, msgid), Message(context, msgid, text if isinstance(text, str) else "", line)
