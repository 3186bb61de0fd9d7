r"""The index as the text browsers get: a classic script that hands over one string.

The string is parts with a tab between them; blanks inside parts are single. Numbers are written with the 92 printable letters
of ASCII but `"`, `\\` and `<`: below 80 in one letter, to 1091 in two, else in four. The parts:

0  FORMAT         1  check sum of the rest         2  tag, direction, number of own documents
3  letters that stand in the vocabulary as those of SIGNS         4  emergency phrases, a form feed between them
5  vocabulary: per form, sorted, a capital (how many letters it shares with the form before: A to M; N to Z where it belongs
   to the class of an earlier form), then its other letters
6  for each N to Z how many forms back that form stands, less one; then postings: per class lists, each a letter
   ((level * 5 + min(count, 5) - 1) * 2 + more to come), from 5 the rest of the count, then the gaps between document numbers
7  lengths of documents, one letter each
8… seven parts for each document: url, title, summary, section, kind, language and direction (where it is not the index's),
   anchors and texts of headings with form feeds between them
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from lotse.search.model import Document, Index

FORMAT = "lotse1"
SIGNS = "!#$%&'()*+,-./:;=>?@[]^_`{|}~ "
DIGITS = "".join(chr(code) for code in range(32, 127) if chr(code) not in '"\\<')
SUMMARY = 140
ESCAPED = {ord(sign): f"\\x{ord(sign):02x}" for sign in "<\n\r"} | {ord(sign): f"\\{sign}" for sign in '"\\'}
ESCAPED |= {0x2028: "\\u2028", 0x2029: "\\u2029"}


def script(index: Index) -> str:
    """Return the script that puts the index into `self.lotseIndex`."""
    return f"self.lotseIndex={quoted(packed(index))};\n"


def quoted(text: str) -> str:
    """Return a string literal of JavaScript that may also stand inside a page."""
    return f'"{text.translate(ESCAPED)}"'


def packed(index: Index) -> str:
    """Return the text `lotseSearch.open` reads."""
    alphabet = _alphabet(form for form, _ in index.words)
    vocabulary, links = _vocabulary(index, str.maketrans(alphabet, SIGNS[: len(alphabet)]))
    parts = [
        f"{index.tag} {_direction(index)} {index.own}",
        alphabet,
        "\f".join(" ".join(phrase) for phrase in index.emergency),
        vocabulary,
        links + "".join(_lists(index)),
        "".join(DIGITS[_step(length)] for length in index.lengths),
        *(part for document in index.documents for part in _document(document, index.tag)),
    ]
    rest = "\t".join(parts)
    return "\t".join((FORMAT, str(checksum(rest)), rest))


def checksum(text: str) -> int:
    """Return 32 bits with a sign over the UTF-16 code units of a text, as Java's String.hashCode does."""
    total = 0
    units = text.encode("utf-16-le")
    for at in range(0, len(units), 2):
        total = (total * 31 + units[at] + 256 * units[at + 1]) & 0xFFFFFFFF
    return total - (total >> 31 << 32)


def _direction(index: Index) -> str:
    return index.documents[0].dir if index.own else "ltr"


def _alphabet(forms: Iterable[str]) -> str:
    counts = Counter(
        letter for form in forms for letter in form if letter not in "abcdefghijklmnopqrstuvwxyz0123456789"
    )
    return "".join(sorted(counts, key=lambda letter: (-counts[letter], letter))[: len(SIGNS)])


def _vocabulary(index: Index, signs: dict[int, int]) -> tuple[str, str]:
    entries, links, before = [], [], ""
    last: dict[int, int] = {}
    for number, (form, of) in enumerate(index.words):
        shared = min(_shared(before, form), 12)
        entries.append(chr(65 + shared + 13 * (of in last)) + form[shared:].translate(signs))
        if of in last:
            links.append(_number(number - last[of] - 1))
        last[of], before = number, form
    return "".join(entries), "".join(links)


def _shared(one: str, other: str) -> int:
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return same


def _lists(index: Index) -> Iterator[str]:
    for postings in index.postings:
        levels = sorted({level for _, level in postings})
        for level in levels:
            documents = [document for document, at in postings if at == level]
            yield DIGITS[(level * 5 + min(len(documents), 5) - 1) * 2 + (level != levels[-1])]
            if len(documents) >= 5:
                yield _number(len(documents) - 5)
            before = -1
            for document in documents:
                yield _number(document - before - 1)
                before = document


def _number(value: int) -> str:
    if value < 80:
        return DIGITS[value]
    if value < 80 + 11 * 92:
        return DIGITS[80 + (value - 80) // 92] + DIGITS[(value - 80) % 92]
    return DIGITS[91] + "".join(DIGITS[value // 92**place % 92] for place in (2, 1, 0))


def _step(length: int) -> int:
    """Return a length as a step of 10 %."""
    step, reached = 0, 1.0
    while reached < length and step < 91:
        step, reached = step + 1, reached * 1.1
    return step


def _document(document: Document, tag: str) -> list[str]:
    foreign = f"{document.language} {document.dir}" if document.language not in ("", tag) else ""
    headings = [part for heading in document.headings for part in heading]
    return [
        _blank(document.url),
        _blank(document.title),
        summary(document),
        _blank(document.section),
        "" if document.kind == "page" else document.kind,
        foreign,
        "\f".join(_blank(part) for part in headings),
    ]


def summary(document: Document) -> str:
    """Return what a result shows below its title: the summary, else the beginning of the text, up to the last whole word."""
    text = _blank(document.summary or document.text)
    return text if len(text) <= SUMMARY else text[: SUMMARY + 1].rpartition(" ")[0] + " …"


def _blank(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()
