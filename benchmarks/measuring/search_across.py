"""Words across languages: pages that are not translated are asked for in the reader's language, translated ones in the source's.

The questions of both languages are the same, line by line, and so are the lines of the pages they are about. Half of the pages
are taken as not translated; the dictionary is learned from the other half alone; then the other way round. So every question
is asked once about a page that nobody has translated. The parameters were
picked on half of another random split, with both halves seen.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import brotli
from benchmarks.measuring.search_corpus import Corpus, Question, Text
from benchmarks.measuring.search_queries import key_words
from benchmarks.measuring.search_report import Score, cell, score

from lotse.search.across import Source, crossed, source_of, taught
from lotse.search.dictionary import Dictionary
from lotse.search.index import build
from lotse.search.model import Document, Index
from lotse.search.packed import script

Found = Callable[[Index, Sequence[str], bool], list[list[int]]]
QUALITY = 11


@dataclass(frozen=True, slots=True)
class Asked:
    """One set of queries: the questions they were made from, and the pages found for each, best first."""

    name: str
    questions: tuple[Question, ...]
    found: tuple[tuple[int, ...], ...]

    def score(self, half: int | None = None) -> Score:
        """Return how well the questions of one half, or of both, were answered."""
        return score(self.found, self.questions, half)


@dataclass(frozen=True, slots=True)
class Across:
    """What was measured: sets of queries, and how many bytes (Brotli) 500 pages need more than without other languages."""

    sets: tuple[Asked, ...]
    bytes_more: Mapping[str, int]


@dataclass(frozen=True)
class Beside:
    """Pages of the source language, the same pages in another one, and questions about them in both."""

    source: Corpus
    pages: tuple[Text, ...]
    questions: tuple[tuple[str, Question], ...]
    language: str

    def documents(self, untranslated: int | None = None) -> list[Document]:
        """Return the documents of an index in which one half of the pages (0 or 1) is not translated."""
        own = [_document(number, page, self.language) for number, page in enumerate(self.pages)]
        return [self.sources[one] if one % 2 == untranslated else document for one, document in enumerate(own)]

    @property
    def sources(self) -> list[Document]:
        """Return the pages in the source language."""
        return [_document(number, page, self.source.language) for number, page in enumerate(self.source.pages)]

    def sentences(self, half: int) -> list[tuple[str, str]]:
        """Return the lines of one half of the pages beside their translations."""
        pages = zip(self.source.pages[half::2], self.pages[half::2], strict=True)
        return [pair for source, own in pages for pair in _lines(source, own)]

    def key_words(self) -> tuple[list[str], list[str]]:
        """Return the key words of the questions in the language and in the source language."""
        return key_words([own for own, _ in self.questions]), key_words(
            [question.text for _, question in self.questions]
        )


def beside(source: Corpus, own: Corpus) -> Beside:
    """Return two corpora laid side by side by their questions; pages nobody asks about are left out."""
    numbers: dict[int, int] = {}
    for one, other in zip(source.questions, own.questions, strict=True):
        numbers.setdefault(one.page, other.page)
    asked = zip(own.questions, source.questions, strict=True)
    questions = tuple((one.text, other) for one, other in asked if other.answerable)
    pages = tuple(own.pages[numbers[page]] for page in sorted(numbers))
    return Beside(replace(source, pages=source.pages[: len(pages)]), pages, questions, own.language)


def _document(number: int, page: Text, language: str) -> Document:
    return Document(url=f"{number}.html", title=page.title, text=page.text, language=language)


def _lines(source: Text, own: Text) -> Iterator[tuple[str, str]]:
    ours, theirs = (f"{page.title}\n{page.text}".split("\n") for page in (source, own))
    if len(ours) == len(theirs):
        yield from ((one, other) for one, other in zip(ours, theirs, strict=True) if one.strip() and other.strip())


def measured(corpora: Beside, found: Found) -> Across:
    """Return what was found across languages, and what it costs."""
    source = source_of(corpora.sources, corpora.source.language)
    own, foreign = corpora.key_words()
    titles = {f"{number}.html": page.title for number, page in enumerate(corpora.pages)}
    sets = [
        _joined(f"{kind}, {known}", [_untranslated(corpora, source, half, queries, given, found) for half in (0, 1)])
        for known, given in (("title not known", {}), ("title known", titles))
        for kind, queries in (("questions", [text for text, _ in corpora.questions]), ("key words", own))
    ]
    whole = _index(corpora, source, None, {})
    sets.append(_asked(whole, "source's key words", corpora, range(len(own)), foreign, found, across=False))
    more = {"half translated": _more(corpora, source, 0), "all translated": _more(corpora, source, None)}
    return Across(tuple(sets), more)


def _index(corpora: Beside, source: Source, untranslated: int | None, titles: Mapping[str, str]) -> Index:
    learned = Dictionary({})
    if untranslated is not None:
        learned = taught(corpora.sentences(1 - untranslated), corpora.source.language, corpora.language)
    documents = crossed(corpora.documents(untranslated), corpora.language, source, learned, titles)
    return build(documents, corpora.language)


def _untranslated(
    corpora: Beside, source: Source, half: int, queries: Sequence[str], titles: Mapping[str, str], found: Found
) -> Asked:
    about = [number for number, (_, question) in enumerate(corpora.questions) if question.half == half]
    return _asked(_index(corpora, source, half, titles), str(half), corpora, about, queries, found, across=True)


def _asked(
    index: Index,
    name: str,
    corpora: Beside,
    about: Sequence[int],
    queries: Sequence[str],
    found: Found,
    *,
    across: bool,
) -> Asked:
    answers = found(index, [queries[number] for number in about], across)
    pages = tuple(tuple(int(index.documents[page].url.partition(".")[0]) for page in answer) for answer in answers)
    return Asked(name, tuple(corpora.questions[number][1] for number in about), pages)


def _joined(name: str, parts: Sequence[Asked]) -> Asked:
    questions = tuple(one for part in parts for one in part.questions)
    return Asked(name, questions, tuple(one for part in parts for one in part.found))


def _more(corpora: Beside, source: Source, untranslated: int | None) -> int:
    """Return the bytes 500 pages need more because of other languages."""
    without = build(corpora.documents(untranslated), corpora.language)
    sizes = [
        len(brotli.compress(script(index).encode(), quality=QUALITY))
        for index in (without, _index(corpora, source, untranslated, {}))
    ]
    return round((sizes[1] - sizes[0]) * 500 / len(corpora.pages))


def across_table(across: Across, language: str, half: int | None = None) -> str:
    """Return the figures as Markdown."""
    lines = [
        f"### {language}: across languages",
        "",
        "R@1/R@5/R@10, MRR@10, share of empty answers; pages that are not translated, in their own group",
        "",
        "| asked | found |",
        "|---|---|",
        *(f"| {asked.name} | {cell(asked.score(half))} |" for asked in across.sets),
        "",
        "Bytes more for 500 pages, Brotli: "
        + ", ".join(f"{name} {size:,}" for name, size in across.bytes_more.items()),
    ]
    return "\n".join(lines) + ".\n"


def across_data(across: Across, half: int | None = None) -> dict[str, object]:
    """Return the figures as they are written as JSON."""
    sets = {asked.name: asdict(asked.score(half)) for asked in across.sets}
    return {"sets": sets, "bytes more for 500 pages": dict(across.bytes_more)}
