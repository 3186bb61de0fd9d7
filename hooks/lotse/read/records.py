"""Read the records of translations: one PO file for each page and language, locales/<tag>/pages/<id>.po."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from email import message_from_string
from pathlib import Path
from urllib.parse import quote

from babel.messages import Catalog as Template
from babel.messages import Message
from babel.messages.pofile import unescape

from lotse.read.catalogs import parse_po
from lotse.report import Finding
from lotse.translation import PageRecord, Unit

PAGE, STATE, REVIEWER, WAIVER, FRAME = (f"X-Lotse-{name}" for name in ("Page", "State", "Reviewer", "Waiver", "Frame"))
HEADER = re.compile(r'^msgid ""[ \t]*\r?\nmsgstr (".*(?:\r?\n".*)*)', re.MULTILINE)
CONTEXT = re.compile(r'^msgctxt[ \t]*("(?:[^"\\]|\\.)*")[ \t]*$', re.MULTILINE)
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
OURS = ("synced ", "stale ", "minor ")  # what a translator's comment begins with that is none of a translator
CHARSET = re.compile(r"charset=([\w-]+)", re.IGNORECASE)


def record_file(tag: str, page: str) -> str:
    """Return where the record of a page's translation is in the project; an id never leads out of its folder."""
    return f"locales/{tag}/pages/{quote(page, safe=' ')}.po"


def read_records(root: Path, tag: str, found: list[Finding]) -> dict[str, PageRecord]:
    """Return the readable records of a language by the id of their page."""
    names = sorted(path.name for path in (root / f"locales/{tag}/pages").glob("*.po"))
    records = [read_record(root, f"locales/{tag}/pages/{name}", found) for name in names]
    return {record.page: record for record in records if record}


def read_record(root: Path, file: str, found: list[Finding]) -> PageRecord | None:
    """Return the record a file holds, or None and a finding where it is broken or says it is another page's."""
    try:
        raw = (root / file).read_bytes()
    except OSError as error:
        found.append(
            Finding(file, 1, "M001", f"The record cannot be read: {error.strerror}.", "Check that it may be read.")
        )
        return None
    return parse_record(raw, file, found, named=True)


def parse_record(raw: bytes, file: str, found: list[Finding], *, named: bool = False) -> PageRecord | None:
    """Return the record a PO file holds, or None and a finding; `named` files bear the id of their page."""
    catalog = parse_po(raw, file, found)
    if catalog is None:
        return None
    text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    faults = list(_faults(text, file, named))
    found.extend(faults)
    return None if faults else _record(catalog, headers(text), file)


def headers(text: str) -> Mapping[str, str]:
    """Return the header fields of a PO file; Babel forgets those it does not know."""
    match = HEADER.search(text)
    return dict(message_from_string(_said(match.group(1))).items()) if match else {}


def _faults(text: str, file: str, named: bool) -> Iterator[Finding]:
    known = headers(text)
    charset = CHARSET.search(known.get("Content-Type", ""))
    if charset and charset.group(1).lower() not in ("utf-8", "utf8"):
        what = f"The header says the file is {charset.group(1)}."
        yield Finding(file, 1, "M004", what, "Save it as UTF-8 with charset=UTF-8 in its header.")
    if not text.endswith("\n"):
        line = text.count("\n") + 1
        yield Finding(file, line, "M001", "The file ends in the middle.", "Take it whole from where it came from.")
    page = known.get(PAGE, "")
    if not page or (named and Path(record_file("x", page)).name != Path(file).name):
        yield Finding(
            file,
            1,
            "M009",
            f"The header names the page `{page}`." if page else f"The header has no `{PAGE}`.",
            "Rename the file to the id of its page, or take the right file.",
        )
    yield from _contexts(text, file, page)


def _contexts(text: str, file: str, page: str) -> Iterator[Finding]:
    """Find contexts that are no segment of this page, or stand twice: Babel would keep one in silence."""
    seen: Counter[str] = Counter()
    for match in CONTEXT.finditer(text):
        context, line = _said(match.group(1)), text.count("\n", 0, match.start()) + 1
        seen[context] += 1
        if seen[context] == 2:
            yield Finding(file, line, "M008", f"`{context}` stands here and above.", "Keep one of the two.")
        if page and number_of(context, page) is None:
            what = f"`{context}` is no segment of the page `{page}`."
            yield Finding(file, line, "M008", what, f"Write `{page}/` and the number of the segment.")


def number_of(context: str, page: str) -> int | None:
    """Return the index of the segment a context names, None where it names none of this page."""
    before, _, number = context.rpartition("/")
    return int(number) if before == page and re.fullmatch("0|[1-9][0-9]{0,5}", number) else None


def _record(catalog: Template, known: Mapping[str, str], file: str) -> PageRecord:
    page = known[PAGE]
    units = (_unit(message, number_of(message.context or "", page)) for message in catalog if message.id)
    return PageRecord(
        file=file,
        page=page,
        units=tuple(sorted((unit for unit in units if unit), key=lambda unit: unit.number)),
        state=known.get(STATE, ""),
        reviewer=known.get(REVIEWER, ""),
        waiver=known.get(WAIVER, ""),
        frame=known.get(FRAME, ""),
    )


def _unit(message: Message, number: int | None) -> Unit | None:
    if number is None:
        return None
    comments = [comment for comment in message.user_comments if not comment.startswith("|")]
    notes = [note for note in comments if note != "machine" and not note.startswith(OURS)]
    return Unit(
        number=number,
        source=str(message.id),
        text=message.string if isinstance(message.string, str) else "",
        previous=_previous(message.user_comments),
        fuzzy=message.fuzzy,
        machine="machine" in comments,
        synced=_last("synced ", comments),
        stale=_last("stale ", comments),
        minor=tuple(_after("minor ", comments)),
        notes=tuple(notes),
        line=message.lineno or 0,
    )


def _after(word: str, comments: Iterable[str]) -> list[str]:
    return [comment.removeprefix(word).strip() for comment in comments if comment.startswith(word)]


def _last(word: str, comments: Iterable[str]) -> str:
    return next(iter(_after(word, comments)[::-1]), "")


def _previous(comments: Iterable[str]) -> str:
    """Return the older source: Babel gives its lines (`#| msgid "…"`) as comments."""
    lines = [comment[1:].strip() for comment in comments if comment.startswith("|")]
    start = next((number for number, line in enumerate(lines) if line.startswith("msgid ")), None)
    if start is None:
        return ""
    more = [line for line in lines[start + 1 :] if line.startswith('"')]
    return _said("\n".join([lines[start], *more]))


def _said(quoted: str) -> str:
    """Return what the quoted strings of a text say together."""
    return "".join(unescape(match.group()) for match in QUOTED.finditer(quoted))
