"""Parity: what a translation says is what its source page says. Families T (parity) and B (characters).

Pages are compared segment by segment (align), each pair by every rule (page.RULES); what was compared once is kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lotse.check.parity.glossary import Term, read_glossary
from lotse.check.parity.identify import Identifier
from lotse.check.parity.kept import Kept, key
from lotse.check.parity.length import check_lengths
from lotse.check.parity.page import Compared, Gate, check_own, compare
from lotse.check.parity.pair import Side
from lotse.model import Page, Portal, Priority, State
from lotse.parallel import cores, in_processes
from lotse.read.alignment import aligned
from lotse.read.text import read_text
from lotse.report import Finding, Level

STRUCTURE = frozenset({"T001", "T002", "T015"})
PARALLEL_FROM = 60  # pages to compare; below, forking costs more than comparing


@dataclass(frozen=True, slots=True)
class _Task:
    """One page to look at: its key, its text and its source's."""

    key: str
    page: Page
    text: str
    source: Page | None
    source_text: str


def check_parity(portal: Portal) -> Iterator[Finding]:
    """Find what translations say otherwise than their source pages, and characters that do not belong.

    In imported pages nobody has recorded yet (scripts/translate.py sync) this is advice: a city moves with its old faults.
    How an ordinary page is built is a warning: its readers are told (states), and a wrong fact is another matter.
    """
    pages = {page.file: page for page in portal.every_page()}
    for finding in _all(portal):
        page = pages.get(finding.file)
        yield replace(finding, level=_level(portal, page, finding)) if page else finding


def _level(portal: Portal, page: Page, finding: Finding) -> Level:
    if page.imported and page.id not in portal.records.get(page.language, {}):
        return Level.ADVICE
    ordinary = portal.traits[page.path].priority is Priority.ORDINARY
    return Level.WARNING if ordinary and finding.code in STRUCTURE else finding.level


def _all(portal: Portal) -> Iterator[Finding]:
    terms, found = read_glossary(portal.root, list(portal.register.languages))
    yield from found
    folder = portal.cache / "parity" if portal.cache else None
    gate = Gate(Identifier(portal.register.languages, folder), tuple(terms))
    real = [tag for tag in portal.in_full if not portal.register.languages[tag].pseudo]
    tasks = {tag: _tasks(portal, tag, terms) for tag in real}
    kept = {tag: Kept(folder, tag) for tag in tasks}
    done = {task.key: kept[tag].get(task.key) for tag, own in tasks.items() for task in own}
    done |= _compared([task for own in tasks.values() for task in own if done[task.key] is None], gate)
    for tag, own in tasks.items():
        results = [(task, done[task.key]) for task in own]
        yield from _findings([result for _, result in results if result])
        for task, result in results:
            if result:
                kept[tag].put(task.key, result)
        kept[tag].write()


def _findings(results: list[Compared]) -> Iterator[Finding]:
    for result in results:
        yield from result.findings
    yield from check_lengths([one for result in results for one in result.lengths])


def _tasks(portal: Portal, tag: str, terms: list[Term]) -> list[_Task]:
    source_tag = portal.register.source
    sources = portal.pages.get(source_tag, {}) if tag != source_tag else {}
    glossary = repr([term for term in terms if term.language == tag])
    tasks = []
    for path, page in portal.pages[tag].items():
        source, text = sources.get(path), _text(portal, page)
        source_text = as_translated(_text(portal, source), text, portal, page) if source else ""
        parts = (tag, source_tag, page.file, text, source_text, glossary, " ".join(portal.register.languages))
        tasks.append(_Task(key(*parts), page, text, source, source_text))
    return tasks


def as_translated(source: str, text: str, portal: Portal, page: Page) -> str:
    """Return the source as a stale page was translated from it: what has changed since is no fault of the translation."""
    state = portal.states.get(page.language, {}).get(page.path)
    record = portal.records.get(page.language, {}).get(page.id)
    if not record or not state or state.state is not State.STALE:
        return source
    beside = aligned(source, text, record)
    if not beside or beside.source.shape != beside.page.shape:
        return ""
    return beside.source.with_texts({number: unit.source for number, unit in beside.units.items() if unit.source})


def _text(portal: Portal, page: Page) -> str:
    return read_text(portal.root / page.file, page.file, []) or ""


def _compared(tasks: list[_Task], gate: Gate) -> dict[str, Compared | None]:
    """Compare the pages that were not compared before, on every core where they are many."""
    if len(tasks) < PARALLEL_FROM or cores() < 2:
        return {task.key: _look(task, gate) for task in tasks}
    gate.identifier.load()  # once, not in every process
    shares = [tasks[number :: cores()] for number in range(cores())]

    def work(number: int) -> dict[str, Compared | None]:
        return {task.key: _look(task, gate) for task in shares[number]}

    done: dict[str, Compared | None] = {}
    for _, result in in_processes(work, range(len(shares)), len(shares)):
        if isinstance(result, Exception):
            raise result
        done |= result
    return done


def _look(task: _Task, gate: Gate) -> Compared:
    to = Side(task.page.file, task.page.language)
    own = tuple(check_own(task.text, to))
    if task.source is None or not task.source_text:  # or built otherwise than what it was translated from
        return Compared(own, ())
    compared = compare(task.source_text, task.text, Side(task.source.file, task.source.language), to, gate)
    return Compared((*compared.findings, *own), compared.lengths)
