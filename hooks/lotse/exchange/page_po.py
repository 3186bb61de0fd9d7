"""Write the record of a page's translation as a PO file, and put a page together from its record."""

import re
from collections.abc import Iterator, Mapping

from babel.messages.pofile import escape, normalize

from lotse.exchange.catalogs import as_bytes, template
from lotse.read.pages import FRONT_MATTER
from lotse.read.records import FRAME, PAGE, REVIEWER, STATE, WAIVER, record_file
from lotse.read.segments import Document, document, normal
from lotse.translation import PageRecord, Unit

# What holds in every language stands in the source page alone (P009), and an import knows each language's page by itself.
SOURCE_FIELDS = ("priority", "order", "icon", "for", "area", "audience", "imported")
FIELD = re.compile(rf"^(?:{'|'.join(SOURCE_FIELDS)}):.*\n(?:[ \t#-].*\n|\n)*", re.MULTILINE)


def record_of(tag: str, page: str, source: Document, translation: Document | None = None) -> PageRecord:
    """Return the record of a page whose translation has the shape of its source; without one, an empty record."""
    texts = [one.text for one in translation.segments] if translation else [""] * len(source.segments)
    pairs = zip(source.segments, texts, strict=True)
    return PageRecord(
        record_file(tag, page), page, tuple(Unit(n, one.text, text) for n, (one, text) in enumerate(pairs))
    )


def record_bytes(record: PageRecord, tag: str) -> bytes:
    """Return a record as a PO file: the same record gives the same bytes.

    Written by hand: Babel wraps comments and older sources, and takes "50 % der" for a Python format.
    """
    head = as_bytes(template(()), tag, _headers(record))
    return head + "".join(f"\n{''.join(_entry(record.page, unit))}" for unit in record.units).encode()


def template_bytes(page: str, source: Document) -> bytes:
    """Return the template of a page's records (a .pot file): its segments without translations."""
    return record_bytes(record_of("", page, source), "")


def _entry(page: str, unit: Unit) -> Iterator[str]:
    yield from (f"# {' '.join(comment.split())}\n" for comment in _comments(unit))
    yield from ["#, fuzzy\n"] if unit.fuzzy else []
    yield from [f"#| msgid {normalize(unit.previous, '#| ', 0)}\n"] if unit.previous else []
    yield f"msgctxt {escape(f'{page}/{unit.number}')}\n"
    yield f"msgid {normalize(unit.source, width=0)}\nmsgstr {normalize(unit.text, width=0)}\n"


def _comments(unit: Unit) -> Iterator[str]:
    yield from unit.notes
    yield from ["machine"] if unit.machine else []
    yield from (f"minor {act}" for act in unit.minor)
    yield from [f"synced {unit.synced}"] if unit.synced else []
    yield from [f"stale {unit.stale}"] if unit.stale else []


def _headers(record: PageRecord) -> Mapping[str, str]:
    fields = {
        PAGE: record.page,
        STATE: record.state,
        REVIEWER: record.reviewer,
        WAIVER: record.waiver,
        FRAME: record.frame,
    }
    return {name: value for name, value in fields.items() if value}


def current(source: Document, record: PageRecord) -> dict[int, str]:
    """Return the publishable texts of a record whose source still says the same, by index of their segment."""
    said = {number: normal(segment.text) for number, segment in enumerate(source.segments)}
    same = {unit.number for unit in record.units if said.get(unit.number) == normal(unit.source)}
    return {number: text for number, text in record.texts.items() if number in same}


def translated(source: str, record: PageRecord) -> str:
    """Return a new translation made of its source page: texts of the record in place of the source's.

    Segments that the record says nothing publishable about, or of which the source has changed, stay in the source language.
    """
    page = document(source)
    return without_source_fields(page.with_texts(current(page, record)))


def breaking(page: Document, texts: Mapping[int, str]) -> tuple[int, ...]:
    """Return the indices of texts that would not come back as they are: a paragraph that begins like a list or quotation.

    The other texts together fit the page; where no single text is to blame (half a code span in each of two cells), all are
    returned.
    """
    if _fits(page, texts):
        return ()
    broken = tuple(number for number, text in texts.items() if not _fits(page, {number: text}))
    rest = {number: text for number, text in texts.items() if number not in broken}
    return broken if _fits(page, rest) else tuple(texts)


def _fits(page: Document, texts: Mapping[int, str]) -> bool:
    """Tell whether a page with these texts is cut into the same segments, and says in each what was written there."""
    made = document(page.with_texts(texts))
    return made.shape == page.shape and all(
        _squeezed(made.segments[number].text) == _squeezed(text) for number, text in texts.items()
    )


def _squeezed(text: str) -> str:
    """Return a text without what writing it into a page may change: wrapping, and the escape of `|` in tables."""
    return " ".join(text.replace("\\|", "|").split())


def without_source_fields(text: str) -> str:
    """Return a page without the front-matter fields that only its source page has."""
    match = FRONT_MATTER.match(text)
    if match is None:
        return text
    return text[: match.start(1)] + FIELD.sub("", match.group(1)) + text[match.end(1) :]
