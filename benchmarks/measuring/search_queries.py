"""What people type instead of a full question: key words, a typing error, half a word, other spellings."""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

WORD = re.compile(r"[^\W\d_][^\W_]*(?:[\u02bc'’][^\W\d_]+)*", re.UNICODE)
SEED = 20261123
CYRILLIC = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
LATIN = [
    "a",
    "b",
    "v",
    "h",
    "g",
    "d",
    "e",
    "ie",
    "zh",
    "z",
    "y",
    "i",
    "i",
    "i",
    "k",
    "l",
    "m",
    "n",
    "o",
    "p",
    "r",
    "s",
    "t",
    "u",
    "f",
    "kh",
    "ts",
    "ch",
    "sh",
    "shch",
    "",
    "iu",
    "ia",
]
MARKS = "\u064e\u064f\u0650\u0651\u0652"  # fatha, damma, kasra, shadda, sukun
Change = Callable[[str, random.Random], str]


def key_words(questions: Sequence[str]) -> list[str]:
    """Return up to three words of each question: those in the fewest questions, in their order."""
    split = [list(dict.fromkeys(WORD.findall(question))) for question in questions]
    often = Counter(word for words in split for word in {word.casefold() for word in words})
    made = []
    for words in split:
        rarest = sorted(words, key=lambda word: (len(word) < 3, often[word.casefold()], -len(word)))[:3]
        made.append(" ".join(word for word in words if word in rarest))
    return made


def with_typo(query: str, rng: random.Random) -> str:
    """Return a query with one edit (leave out, double, swap, replace) in one word; its first letter stays."""
    words = query.split(" ")
    long = [number for number, word in enumerate(words) if len(word) > 3] or [0]
    number = rng.choice(long)
    words[number] = _edited(words[number], rng)
    return " ".join(words)


def _edited(word: str, rng: random.Random) -> str:
    if len(word) < 3:
        return word
    at, letter = rng.randrange(1, len(word) - 1), rng.choice(word[1:])
    return rng.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + letter + word[at + 1 :],
        ]
    )


def cut(query: str, _: random.Random) -> str:
    """Return a query whose last word is cut to 60 % of its letters, two at least."""
    start, space, last = query.rpartition(" ")
    return start + space + last[: max(2, round(len(last) * 0.6))]


def _replaced(pairs: dict[str, str]) -> Change:
    return lambda query, _: "".join(pairs.get(letter, letter) for letter in query)


def plain(query: str, _: random.Random) -> str:
    """Return a query without accents and umlauts."""
    return "".join(one for one in unicodedata.normalize("NFD", query) if not unicodedata.combining(one))


def with_marks(query: str, rng: random.Random) -> str:
    """Return an Arabic query with vowel signs here and there."""
    return "".join(one + (rng.choice(MARKS) if one.isalpha() and rng.random() < 0.3 else "") for one in query)


def latin(query: str, _: random.Random) -> str:
    """Return a Ukrainian query in Latin letters (the Ukrainian table of 2010, as passports write it)."""
    pairs = dict(zip(CYRILLIC, LATIN, strict=True))
    words = [re.sub(r"['’\u02bc]", "", word) for word in query.casefold().split(" ")]
    return " ".join("".join(pairs.get(letter, letter) for letter in word) for word in words)


def lower(query: str, _: random.Random) -> str:
    """Return a query without capitals."""
    return query.lower()


def upper(query: str, _: random.Random) -> str:
    """Return a query in capitals."""
    return query.upper()


def without_article(query: str, _: random.Random) -> str:
    """Return an Arabic query without the article."""
    return " ".join(word.removeprefix("ال") if len(word) > 4 else word for word in query.split(" "))


VARIANTS: dict[str, dict[str, Change]] = {
    "de": {
        "ae oe ue": _replaced(dict(zip("äöüßÄÖÜ", ("ae", "oe", "ue", "ss", "Ae", "Oe", "Ue"), strict=True))),
        "no umlauts": _replaced(dict(zip("äöüßÄÖÜ", ("a", "o", "u", "ss", "A", "O", "U"), strict=True))),
        "lower": lower,
        "UPPER": upper,
    },
    "fr": {"no accents": plain, "NFD": lambda query, _: unicodedata.normalize("NFD", query)},
    "ar": {
        "hamza": _replaced(dict(zip("أإآةىؤئ", "اااهيوي", strict=True))),
        "Persian letters": _replaced({"ي": "ی", "ك": "ک", "ى": "ی"}),
        "vowel signs": with_marks,
    },
    "uk": {
        "Russian keyboard": _replaced(dict(zip("іїєґІЇЄҐ", "ииегИИЕГ", strict=True))),
        "no apostrophe": lambda query, _: re.sub(r"['’\u02bc]", "", query),
    },
}
OTHER: dict[str, dict[str, Change]] = {"ar": {"no article": without_article}, "uk": {"Latin letters": latin}}


def query_sets(questions: Sequence[str], language: str) -> dict[str, list[str]]:
    """Return the sets of queries by name, each with a query for each question."""
    words = key_words(questions)
    changes: dict[str, Change] = {"typo": with_typo, "prefix": cut}
    changes |= VARIANTS.get(language, {"lower": lower, "UPPER": upper, "no accents": plain}) | OTHER.get(language, {})
    return {"full": list(questions), "keywords": words} | {
        name: _changed(words, change) for name, change in changes.items()
    }


def folding(language: str) -> set[str]:
    """Return the names of the sets that only spell the key words in another way."""
    return set(VARIANTS.get(language, ("lower", "UPPER", "no accents")))


def _changed(queries: Sequence[str], change: Change) -> list[str]:
    rng = random.Random(SEED)
    return [change(query, rng) for query in queries]
