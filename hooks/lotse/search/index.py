"""Count the words of all documents of a language.

lunr.py's builder counts, without its language packs: they download data while they build, and their trimmers cut letters. What
it gets are the numbers of classes of words (lotse.search.forms), so every form of a word is counted as one.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from lunr.builder import Builder

from lotse.search.analyze import Analyzer
from lotse.search.forms import class_of
from lotse.search.model import Document, Index

LONGEST = 40  # letters of a word worth finding
WEIGHTS = {
    "title": 0.0,
    "headings": 2.0,
    "summary": 1.5,
    "text": 1.0,
    "facts": 2.0,
    "synonyms": 3.0,
    "source_words": 1.0,
}
# Levels 0 to 4: so often in the text; 5 to 8: in the title, and so often in the text.
STEPS, TITLE_STEPS, TITLE = (2, 3, 5, 9), (2, 5, 9), 5


def build(documents: Sequence[Document], tag: str, emergency: Iterable[str] = ()) -> Index:
    """Return the index of documents for readers of `tag`; `emergency` are phrases people type in an emergency."""
    ordered = _ordered(documents, tag)
    analyzer = Analyzer(tag)
    classes = _classes(ordered, analyzer)
    numbers = {name: number for number, name in enumerate(dict.fromkeys(classes[form] for form in sorted(classes)))}
    counted = _counted(ordered, analyzer, {form: f"w{numbers[name]}" for form, name in classes.items()})
    return Index(
        tag,
        sum(document.language in ("", tag) for document in ordered),
        tuple(ordered),
        tuple((form, numbers[classes[form]]) for form in sorted(classes)),
        tuple(tuple(sorted(counted[f"w{number}"].items())) for number in range(len(numbers))),
        tuple(_length(document, analyzer) for document in ordered),
        tuple(sorted({tuple(found) for phrase in emergency if (found := analyzer.tokens(phrase))})),
    )


def _ordered(documents: Sequence[Document], tag: str) -> list[Document]:
    return sorted(documents, key=lambda document: document.language not in ("", tag))


def fields(document: Document) -> dict[str, str]:
    """Return the texts of a document by field."""
    return {
        "title": document.title,
        "headings": " ".join(text for _, text in document.headings),
        "summary": document.summary,
        "text": document.text,
        "facts": document.facts,
        "synonyms": document.synonyms,
        "source_words": document.source_words,
    }


def _classes(documents: Sequence[Document], analyzer: Analyzer) -> dict[str, str]:
    written: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        for text in (*fields(document).values(), " ".join(document.words_across)):
            for form, word in analyzer.spelled(text):
                if len(form) <= LONGEST and form.isprintable() and max(form) <= "\uffff":
                    written[form].append(word)
    return class_of(written, analyzer.tag)


def _length(document: Document, analyzer: Analyzer) -> int:
    return len(analyzer.tokens(document.text)) or len(document.words_across)


def _counted(documents: Sequence[Document], analyzer: Analyzer, names: dict[str, str]) -> dict[str, dict[int, int]]:
    """Return by class the level of each document."""
    builder = Builder()
    for field in WEIGHTS:
        builder.field(field)
    for number, document in enumerate(documents):
        texts = {field: " ".join(_named(text, analyzer, names)) for field, text in fields(document).items()}
        builder.add({"id": number, **texts})
    weights: dict[tuple[str, int], float] = defaultdict(float)
    titles = set()
    for field, number, name, count in _counts(builder):
        weights[name, number] += WEIGHTS[field] * count
        if field == "title":
            titles.add((name, number))
    for number, name, weight in _across(documents, analyzer, names):
        weights[name, number] += weight
    levels: dict[str, dict[int, int]] = defaultdict(dict)
    for (name, number), weight in weights.items():
        levels[name][number] = level(weight, (name, number) in titles)
    return levels


def _counts(builder: Builder) -> Iterator[tuple[str, int, str, int]]:
    for reference, counts in builder.field_term_frequencies.items():
        field, _, number = reference.partition("/")
        yield from ((field, int(number), name, count) for name, count in counts.items())


def _across(
    documents: Sequence[Document], analyzer: Analyzer, names: dict[str, str]
) -> Iterator[tuple[int, str, float]]:
    for number, document in enumerate(documents):
        for word, weight in document.words_across.items():
            yield from ((number, name, weight) for name in _named(word, analyzer, names))


def _named(text: str, analyzer: Analyzer, names: dict[str, str]) -> Iterator[str]:
    return (names[token] for token in analyzer.tokens(text) if token in names)


def level(weight: float, in_title: bool) -> int:
    """Return the step a count is kept as."""
    return TITLE + bisect(TITLE_STEPS, weight) if in_title else bisect(STEPS, weight)
