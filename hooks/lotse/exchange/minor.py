"""Tell whether a change of a text can be minor: no fact and no negation differs, and nearly all of it is as it was."""

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher

from lotse.read.segments import normal
from lotse.read.source import FACT, LINK
from lotse.render.words import PLACEHOLDER

MINOR = 0.9  # from here on two texts are alike enough (difflib's ratio)
LONG = 5_000  # letters
MAIL = re.compile(r"[^\s@<>()\[\]]+@[^\s@<>()\[\]]+\w")
WEB = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]]*\w")
NUMBER = re.compile(r"\d+(?:[.,:/\-\s\u00a0]?\d+)*")
# Months say a date without a digit; number words and weekdays decide when and how many.
SAID = {
    "de": "nicht nichts kein keine keinen keinem keiner keines nie niemals niemand niemanden niemandem ohne weder außer "
    "null ein eins eine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf "
    "januar februar märz april mai juni juli august september oktober november dezember "
    "montag montags dienstag dienstags mittwoch mittwochs donnerstag donnerstags freitag freitags samstag samstags sonntag "
    "sonntags feiertag feiertags müssen muss dürfen darf",
    "en": "not no never none nobody nothing neither nor without cannot except don't doesn't didn't won't can't isn't aren't "
    "mustn't shouldn't one two three four five six seven eight nine ten eleven twelve "
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays "
    "sundays must may",
    "fr": "ne pas n' sans jamais aucun aucune personne rien ni sauf un deux trois quatre cinq six sept huit neuf dix",
    "es": "no nunca jamás sin nadie nada ningún ninguna ninguno ni tampoco salvo uno dos tres cuatro cinco seis siete ocho",
}


def facts(text: str) -> Counter[str]:
    """Return the facts of a text, each with how often it stands there: references, addresses, placeholders, numbers.

    Digits of every script count as the same.
    """
    found: Counter[str] = Counter()
    rest = "".join(str(unicodedata.digit(char, char)) if char.isdecimal() else char for char in text)
    for pattern in (FACT, LINK, MAIL, WEB, PLACEHOLDER, NUMBER):
        found.update(match.group() for match in pattern.finditer(rest))
        rest = pattern.sub(" ", rest)
    return found


def decisive(text: str, language: str) -> Counter[str]:
    """Return the negations, number words and dates of a text, each with how often it stands there."""
    known = frozenset(SAID.get(language.partition("-")[0], "").split())
    return Counter(word for word in re.findall(r"[\w'’]+", text.casefold().replace("’", "'")) if word in known)


def alike(old: str, new: str) -> float:
    """Return how alike two texts are to a translator, from 0 to 1."""
    one, other = normal(old), normal(new)
    if max(len(one), len(other)) > LONG:  # letter by letter would take minutes
        return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def differing(old: Counter[str], new: Counter[str]) -> list[str]:
    """Return what stands in only one of two counts, sorted."""
    return sorted((old - new) + (new - old))


def why_not_minor(old: str, new: str, language: str) -> str:
    """Return why a change of a source text is not minor, or an empty string where it is."""
    changed = differing(facts(old), facts(new))
    if changed:
        return f"a fact changed: {', '.join(changed)}"
    if language.partition("-")[0] not in SAID:
        return f"no negations are known of the source language `{language}`"
    changed = differing(decisive(old, language), decisive(new, language))
    if changed:
        return f"a word that decides changed: {', '.join(changed)}"
    same = alike(old, new)
    return f"only {same:.0%} of it stayed, {MINOR:.0%} is needed" if same < MINOR else ""


def touched_up(old: str, new: str) -> bool:
    """Tell whether an edit of a translation only touched it up, so that it cannot have followed its source."""
    return facts(old) == facts(new) and alike(old, new) >= MINOR
