"""Which forms are one word: morphology at build time, so that browsers need none.

Where simplemma (https://github.com/adbar/simplemma) knows the language, forms of one lemma are one class. Arabic, Sorani,
Tigrinya and Persian lose a few endings and prefixes by rules, as light stemmers do (Larkey, Ballesteros, Connell 2002:
light10 for Arabic). Other languages: every form is its own class; half words and typing errors are found all the same.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import simplemma

from lotse.search.analyze import tokens

LEMMAS = {  # our language: simplemma's
    **{
        tag: tag
        for tag in [
            "ar",
            "bg",
            "ca",
            "cs",
            "cy",
            "da",
            "de",
            "el",
            "en",
            "es",
            "et",
            "fa",
            "fi",
            "fr",
            "ga",
            "gl",
            "he",
            "hi",
            "hu",
            "hy",
            "id",
            "is",
            "it",
            "ka",
            "lt",
            "lv",
            "mk",
            "nb",
            "nl",
            "pl",
            "pt",
            "ro",
        ]
    },
    **{tag: tag for tag in ["ru", "sk", "sl", "sq", "sv", "sw", "tr", "uk"]},
    **{"bs": "hbs", "hr": "hbs", "sr": "hbs", "no": "nb", "prs": "fa", "tg": "fa"},
}


@dataclass(frozen=True, slots=True)
class Affixes:
    """What comes off a folded word: the longest of `before`, then the longest of `after`; `least` letters stay."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    least: int = 3

    def stripped(self, word: str) -> str:
        """Return a word without its affixes."""
        for start in self.before:
            if word.startswith(start) and len(word) - len(start) >= self.least:
                word = word.removeprefix(start)
                break
        for end in self.after:
            if word.endswith(end) and len(word) - len(end) >= self.least:
                return word.removesuffix(end)
        return word


def _affixes(before: str, after: str, tag: str, least: int = 3) -> Affixes:
    longest = [sorted({*tokens(part, tag)}, key=lambda one: (-len(one), one)) for part in (before, after)]
    return Affixes(tuple(longest[0]), tuple(longest[1]), least)


LIGHT = {
    "ar": _affixes("ال وال بال كال فال لل ولل و ب ل ف ك", "ها ان ات ون ين يه ية ه ي", "ar"),
    "ckb": _affixes(
        "",
        "ەکان ەکانی ەکانم ەکانت ەکانمان ەکانتان ەکانیان ەکە ەکەی ەکەم ەکەت ەکەمان ەکەتان ەکەیان انی ان ێک ێکی یەک یەکی یەکان یەکە"
        " مان تان یان کان کانی کە یش یە ی ە",
        "ckb",
    ),
    "fa": _affixes("", "هایی هایتان هایشان هایمان های ها ترین تر مان تان شان", "fa"),
    "ti": _affixes("ንዝ ብዝ ካብ ናይ እንተ ዘይ ን ብ ዝ ም", "ታትኩም ታትና ታት ትኩም ኩም ና ን", "ti", 2),
}
LIGHT["prs"] = LIGHT["fa"]


def class_of(forms: Mapping[str, Iterable[str]], tag: str) -> dict[str, str]:
    """Return the class of each folded form; `forms` maps it to the words it was written as, each as often as it stands there."""
    lemma, light = _lemmatizer(tag.partition("-")[0]), LIGHT.get(tag.partition("-")[0])
    classes = {}
    for form, written in forms.items():
        base = lemma(_usual(written)) if lemma and not form.isdigit() else form
        made = tokens(base, tag)
        whole = made[0] if len(made) == 1 else form
        classes[form] = light.stripped(whole) if light else whole
    return classes


def grouped(classes: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the forms of each class, sorted."""
    members: dict[str, list[str]] = defaultdict(list)
    for form in sorted(classes):
        members[classes[form]].append(form)
    return dict(members)


def _usual(written: Iterable[str]) -> str:
    counts = Counter(written)
    return min(counts, key=lambda word: (-counts[word], word))


def _lemmatizer(language: str) -> Callable[[str], str] | None:
    known = LEMMAS.get(language)
    return partial(simplemma.lemmatize, lang=known) if known else None
