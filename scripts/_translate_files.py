"""Files that leave for translators and come back: PO, XLIFF 1.2 and 2.1."""

import argparse
import re
from pathlib import Path

from _translating import Project, Wrong, coloured, tell
from lotse.exchange.acts import Refused
from lotse.exchange.page_po import record_bytes, record_of
from lotse.exchange.po_import import applied, po_changes
from lotse.exchange.speech import Speech
from lotse.exchange.sync import Merged
from lotse.exchange.sync_portal import Pair, pairs, readable
from lotse.exchange.xliff import xliff_bytes
from lotse.exchange.xliff_import import Change, changes
from lotse.read.records import PAGE, headers
from lotse.read.segments import document
from lotse.render.word_diff import safe, shown
from lotse.report import Finding
from lotse.translation import PageRecord

FORMATS = ("po", "xliff-1.2", "xliff-2.1")
ORIGINAL = re.compile(r"""\boriginal\s*=\s*["']([^"']{1,200})["']""")


def export(project: Project, options: argparse.Namespace) -> int:
    """Write a page's translation (or of `all` pages) for a translator, with the source as it is now."""
    project.tags([options.tag])
    chosen = (
        [one for one in pairs(project.portal, [options.tag]) if readable(project.portal, one)]
        if options.page == "all"
        else [project.pair(options.page, options.tag)]
    )
    options.into.mkdir(parents=True, exist_ok=True)
    refused: list[Finding] = []
    for pair in chosen:
        try:
            record = _record(pair, project.in_step(pair))
        except Refused as error:
            refused.extend(error.findings)
            continue
        if not options.only or any(not unit.text or unit.fuzzy for unit in record.units):
            name = f"{Path(record.file).stem}.{options.tag}.{'po' if options.format == 'po' else 'xlf'}"
            (options.into / name).write_bytes(_bytes(project, pair, record, options.format))
            print(options.into / name)
    tell(refused)
    return int(bool(refused))


def _record(pair: Pair, done: Merged) -> PageRecord:
    """Return the record as it stands after a sync, with a unit for each segment of the source."""
    return done.record if done.record.units else record_of(pair.tag, pair.source.id, document(pair.source.text))


def _bytes(project: Project, pair: Pair, record: PageRecord, form: str) -> bytes:
    if form == "po":
        return record_bytes(record, pair.tag)
    languages = (project.portal.register.source, pair.tag)
    return xliff_bytes(document(pair.source.text), record, languages, form.partition("-")[2])


def take_in(project: Project, options: argparse.Namespace) -> int:
    """Show what files that came back would change in the translations, and with --write take it over."""
    project.tags([options.tag])
    faults = [fault for file in options.files for fault in _take_in(project, options, file)]
    tell(faults)
    return int(bool(faults))


def _take_in(project: Project, options: argparse.Namespace, file: Path) -> list[Finding]:
    found: list[Finding] = []
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise Wrong("{file} cannot be read: {why}.", file=file, why=error.strerror) from error
    name = _page(raw)
    pair = project.pair(name, options.tag) if name else None
    if pair is None:
        return [
            Finding(
                str(file), 1, "M010", "The file is refused: it names no page.", "Take a file that was exported here."
            )
        ]
    try:
        done = project.in_step(pair)
    except Refused as error:
        return list(error.findings)
    record, page = _record(pair, done), document(pair.source.text)
    languages = (project.portal.register.source, options.tag)
    if PAGE.encode() in raw:
        made = po_changes(raw, str(file), page, record, options.tag, found)
    else:
        made = changes(raw, str(file), page, record, languages, found)
    for change in made:
        _show(pair, change, project.say)
    print(project.say("{file}: changes for {page}: {number}", file=file, page=pair.file, number=len(made)))
    if made and not options.write:
        print(project.say("Nothing is written yet. Add --write to take this over."))
    if options.write and made:
        taken = applied(record, made)
        project.write(project.files_with(pair, done, taken))
        after = Project(project.root)
        again = after.pair(pair.source.id, options.tag)
        settled = after.merged(again)
        after.write(after.files_with(again, settled, settled.record))
        found.extend(settled.findings)
    return found


def _page(raw: bytes) -> str:
    """Return the page a file says it is of, or an empty string."""
    text = raw.decode("utf-8-sig", "replace")
    match = ORIGINAL.search(text[:100_000])
    return headers(text.replace("\r\n", "\n")).get(PAGE, "") or (match.group(1) if match else "")


def _show(pair: Pair, change: Change, say: Speech) -> None:
    unfinished = say("not finished")
    print(f"{pair.source.id}/{change.number}{f' ({unfinished})' * change.fuzzy}")
    rows = (
        (say("source"), safe(change.source)),
        (
            say("translation"),
            shown(change.before, change.after, coloured=coloured()),
        ),
    )
    wide = max(12, *(len(label) for label, _ in rows))
    for label, text in rows:
        print(f"    {label:<{wide}} {text}".replace("\n", "\n" + " " * (wide + 5)))
