"""Read a PO file that comes back from a translator, and say what it would change; nothing is written here."""

from collections.abc import Iterator
from dataclasses import replace

from lotse.exchange.page_po import breaking
from lotse.exchange.xliff_import import Change
from lotse.read.records import headers, parse_record
from lotse.read.segments import Document, normal
from lotse.report import Finding
from lotse.translation import PageRecord, Unit


def po_changes(
    raw: bytes, file: str, page: Document, record: PageRecord, tag: str, found: list[Finding]
) -> tuple[Change, ...]:
    """Return what a PO file would change in the record of a page's translation.

    A file of another page or language is refused, and so is each message whose source is no longer that of the page or whose translation
    would not stay one segment. Messages without translation change nothing. Every refusal is a finding.
    """
    given = parse_record(raw, file, found)
    if given is None:
        return ()
    if given.page != record.page:
        what = f"The file is of the page `{given.page}`, not of `{record.page}`."
        found.append(Finding(file, 1, "M009", what, "Take the file of this page."))
        return ()
    language = headers(raw.decode("utf-8-sig").replace("\r\n", "\n")).get("Language", "").replace("_", "-")
    if language and not f"{language}-".startswith(f"{tag}-"):  # tools write a region after it
        what = f"The file is in the language `{language}`, not in `{tag}`."
        found.append(Finding(file, 1, "M009", what, "Take the file of this language."))
        return ()
    known = {unit.number: unit for unit in record.units}
    fitting = [unit for unit in given.units if unit.text.strip() and _fits(unit, page, file, found)]
    broken = set(breaking(page, {unit.number: unit.text for unit in fitting}))
    found.extend(_unwritable(unit, file) for unit in fitting if unit.number in broken)
    return tuple(change for unit in fitting if unit.number not in broken for change in _change(unit, known, page))


def _fits(unit: Unit, page: Document, file: str, found: list[Finding]) -> bool:
    if unit.number < len(page.segments) and normal(page.segments[unit.number].text) == normal(unit.source):
        return True
    what = f"The source of segment {unit.number} has changed since the export: it was {unit.source[:60]!r}."
    found.append(Finding(file, unit.line or 1, "M014", what, "Export the page again, and carry the translation over."))
    return False


def _unwritable(unit: Unit, file: str) -> Finding:
    what = f"Segment {unit.number} would become something else: {unit.text[:60]!r}."
    return Finding(
        file, unit.line or 1, "S013", what, r"Put a backslash before the first character: `\#`, `\-`, `1\.`."
    )


def _change(unit: Unit, known: dict[int, Unit], page: Document) -> Iterator[Change]:
    source = page.segments[unit.number].text
    had = known.get(unit.number, Unit(unit.number, source, ""))
    if had.text != unit.text or (not unit.fuzzy and (had.fuzzy or had.machine)):
        yield Change(unit.number, source, had.text, unit.text, unit.fuzzy)


def applied(record: PageRecord, changes: tuple[Change, ...]) -> PageRecord:
    """Return a record with the changes of an import; a reviewer has not read them."""
    known = {unit.number: unit for unit in record.units}
    for change in changes:
        had = known.get(change.number, Unit(change.number, change.source, ""))
        done = replace(had, text=change.after, source=change.source, fuzzy=change.fuzzy, machine=False)
        known[change.number] = done if change.fuzzy else replace(done, previous="", stale="", minor=())
    units = tuple(unit for _, unit in sorted(known.items()))
    if not changes:
        return record
    state = "" if record.state == "reviewed" else record.state
    return replace(record, units=units, state=state, reviewer="")
