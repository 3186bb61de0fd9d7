"""Sentences of the source language beside their translations: what a dictionary is learned from.

They come from the records of pages (what each segment was translated from), else from the gate's alignment of the two files,
from the words of the facts, and from the glossary.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from lotse.check.parity.align import aligned
from lotse.check.parity.glossary import Term
from lotse.check.parity.page import NO_WORDS
from lotse.check.parity.prose import bare, sentences
from lotse.check.parity.units import units
from lotse.model import Page, Portal
from lotse.search.analyze import tokens
from lotse.translation import PageRecord

Beside = tuple[str, str]


def translated(portal: Portal, tag: str, terms: Iterable[Term] = ()) -> list[Beside]:
    """Return sentences of the source and their translations into `tag`, those of pages in order of their paths."""
    pairs = [pair for beside in _said(portal, tag) for pair in split(*beside)]
    return [*pairs, *_from_glossary(terms, tag, [translation for _, translation in pairs])]


def _said(portal: Portal, tag: str) -> Iterator[Beside]:
    sources = (portal.written or portal.pages).get(portal.register.source, {})
    records = portal.records.get(tag, {})
    for path, page in sorted((portal.written or portal.pages).get(tag, {}).items()):
        if path in sources:
            record = records.get(page.id)
            yield from _recorded(record) if record and record.units else _aligned(sources[path], page)
    catalog = portal.words.get(tag)
    for _, message in sorted(catalog.messages.items()) if catalog else ():
        yield message.id, message.text


def _recorded(record: PageRecord) -> Iterator[Beside]:
    texts = record.texts
    return ((unit.source, texts[unit.number]) for unit in record.units if unit.number in texts)


def _aligned(source: Page, page: Page) -> Iterator[Beside]:
    for block in aligned(units(source.text), units(page.text)):
        if block.paired and block.source[0].kind not in NO_WORDS:
            yield block.source[0].text, block.translation[0].text


def split(source: str, translation: str) -> Iterator[Beside]:
    """Yield the sentences of a segment with theirs if both sides have as many, else the segment as it is."""
    ours, theirs = ([bare(one) for one in sentences(text)] for text in (source, translation))
    if len(ours) == len(theirs):
        yield from ((one, other) for one, other in zip(ours, theirs, strict=True) if one and other)
    elif ours and theirs:
        yield " ".join(ours), " ".join(theirs)


def _from_glossary(terms: Iterable[Term], tag: str, texts: Sequence[str]) -> Iterator[Beside]:
    """Yield the terms of the glossary with the words it requires; of the beginning of a word, the most usual such word."""
    wanted = [term for term in terms if term.language == tag]
    usual = Counter(word for text in texts for word in tokens(text, tag)) if wanted else Counter()
    for term in wanted:
        for required in term.required:
            found = tokens(required, tag)
            known = [word for word in usual if word.startswith(found[-1])] if found else []
            last = min(known, key=lambda word: (-usual[word], word), default=found[-1] if found else "")
            yield term.term.rstrip("*"), " ".join([*found[:-1], last])
