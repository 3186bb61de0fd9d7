"""Import a region's pages from Integreat (integreat.app) into a content folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lotse.exchange.integreat_files import HOME_PAGE, Pictures, choose, note_gone, write_files
from lotse.exchange.integreat_page import Draft, Surroundings, compose, draft_page
from lotse.exchange.integreat_plan import HOME, make_plan
from lotse.exchange.integreat_report import ImportFailed, Kind, Report
from lotse.exchange.integreat_source import Answers, Fetcher, read_answers
from lotse.exchange.integreat_stamp import Stamp, address_key, read_stamps, stamped
from lotse.read.languages import FILE, read_register
from lotse.render.markdown import MarkdownRenderer

__all__ = ["Fetcher", "ImportFailed", "Order", "Report", "import_region"]


@dataclass(frozen=True, slots=True)
class Order:
    """What to import: from where (a folder of saved answers or an API base address), what, and into which content folder."""

    source: str
    region: str
    languages: tuple[str, ...]
    into: Path
    assets: bool = False
    name: str = ""


def import_region(order: Order, fetcher: Fetcher) -> Report:
    """Import the pages of a region; the first language gives the paths, and its pages carry order.

    Raises ImportFailed, with nothing written, where an answer is missing or broken or a file cannot be written.
    """
    report = Report()
    answers = read_answers(order.source, order.region, order.languages, fetcher)
    here = {tag: read_stamps(order.into / tag) for tag in order.languages}
    _note_languages(order, report)
    pictures = Pictures(fetcher, "images") if order.assets else None
    drafts = _drafts(order, answers, here, pictures, report)
    files = choose(drafts, order.into, report)
    note_gone(here, drafts, report)
    images = {f"{order.languages[0]}/{path}": data for path, data in pictures.files.items()} if pictures else {}
    new = {path: data for path, data in images.items() if not (order.into / path).is_file()}
    report.written += [f"content/{path}" for path in new]
    write_files(files | new, order.into)
    return report


def _drafts(
    order: Order, answers: Answers, here: Mapping[str, Mapping[str, Stamp]], pictures: Pictures | None, report: Report
) -> list[Draft]:
    plan = make_plan(answers, here, report)
    around = Surroundings(
        order.region, order.languages[0], plan, MarkdownRenderer(), report, pictures.fetch if pictures else None
    )
    drafts = [draft_page(page, topic, around) for topic in plan.topics for page in topic.pages.values()]
    return drafts if plan.home else [*drafts, *(_home(order.name or order.region, tag) for tag in order.languages)]


def _home(name: str, tag: str) -> Draft:
    """Return a home page; it holds nothing, for below it stand the sections."""
    address = address_key(tag, [HOME_PAGE])
    return Draft(tag, HOME, stamped(compose({"id": "home", "title": name}, ""), HOME_PAGE, address), HOME_PAGE, address)


def _note_languages(order: Order, report: Report) -> None:
    root = order.into.resolve().parent
    register = read_register(root, []) if (root / FILE).is_file() else None
    if register is None:
        report.note(
            Kind.LANGUAGE, FILE, "there is no register beside the content folder; the site cannot be built without one"
        )
        return
    _note_unknown(order.languages, set(register.languages), report)
    if register.source != order.languages[0] and order.languages[0] in register.languages:
        what = f"the source language is {register.source}, but {order.languages[0]} gave the paths and order; name {register.source} first in --languages"
        report.note(Kind.LANGUAGE, FILE, what)


def _note_unknown(languages: Sequence[str], known: set[str], report: Report) -> None:
    """Take down languages the project does not have yet."""
    for tag in languages:
        if tag not in known:
            report.note(
                Kind.LANGUAGE,
                FILE,
                f"`{tag}` is not in the register: its pages were written, but the site refuses them until you add it",
            )
