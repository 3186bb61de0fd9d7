"""Rules for the language of a translation: translated at all, wholly, and into the right language."""

import re
from collections.abc import Callable, Iterator

from lotse.check.parity.fold import letters
from lotse.check.parity.identify import UNKNOWN, Identifier
from lotse.check.parity.pair import Pair, quoted
from lotse.check.parity.prose import bare, own_words, sentences
from lotse.check.parity.relatives import iranian_words, is_amharic
from lotse.check.parity.scripts import script, script_of, share
from lotse.check.parity.split import healed
from lotse.report import Finding, Level

SHORT = 25  # letters: fewer tell too little
LONG = 60  # letters from which a finding is an error
PLAIN = 40  # letters from which the same words as in the source are an error
LIKELIER = 2.0  # log of how much likelier another language must be; on 3,102 segments of the demo: 0 false alarms
SURE = (
    4.5  # the same for what looks like a name: "Auffällige Internet-Adresse", but not "Café International in Bobingen"
)
ADDRESS_OR_FIRM = re.compile(r"\d|\be\. ?V\.|\bg?GmbH\b|\bAG\b|\bStr\.")
HALF = 0.5
FEW, SMALL = 2, 0.3  # words with a small first letter, and their share: below is a name, an address
MEND = "Translate it."

Foreign = Callable[[str], str]  # a text to the language it is in, or "" where it is in its own


def check_language(pair: Pair, identifier: Identifier) -> Iterator[Finding]:
    """Find a translation that is the source's text, half of it, or in a language of its own."""
    text = own_words(healed(pair.translation.text))
    if _equal(pair) and (not is_name(text) or _is_source(text, pair, identifier)):
        level = Level.ERROR if letters(text) >= PLAIN and not is_name(text) else Level.WARNING
        what = f"{quoted(pair.translation.text)} says the same as {pair.place}: it is not translated."
        yield pair.finding("T020", what, MEND, level)
        return
    other = foreign(text, pair.to.tag, identifier) if letters(text) >= SHORT else ""
    if other:
        code = "T020" if other == pair.of.tag else "T022"
        what = f"{quoted(pair.translation.text)} ({pair.place}) is {_named(other)}, not `{pair.to.tag}`."
        yield pair.finding(code, what, MEND, Level.ERROR if letters(text) >= LONG else Level.WARNING)
        return
    yield from _halves(pair, text, identifier)
    yield from _words_of_iran(pair, text)


def _named(other: str) -> str:
    return f"in the language `{other}`" if not other.isupper() else f"not in {other.capitalize()} letters"


def _equal(pair: Pair) -> bool:
    source, translation = bare(pair.source.text), bare(pair.translation.text)
    same = source.casefold() == translation.casefold()
    return same and letters(own_words(pair.source.text)) >= SHORT and pair.of.tag != pair.to.tag


def _is_source(text: str, pair: Pair, identifier: Identifier) -> bool:
    """Tell whether what may be names is rather a heading or a list of nouns: addresses and firms aside, it is not ours."""
    words = "\n".join(line for line in text.split("\n") if not ADDRESS_OR_FIRM.search(line))
    said = any(word.islower() for word in words.split()) or any(sign in words for sign in ",:;?")
    if letters(words) < SHORT and not said:
        return False
    if pair.to.tag in UNKNOWN:
        return said  # nobody can be asked
    return identifier.rival(words, pair.to.tag)[1] > (LIKELIER if said else SURE)


def is_name(text: str) -> bool:
    """Tell whether few words begin with a small letter, as in names and addresses, also German ones."""
    words = [word for word in text.split() if word[0].isalpha()]
    small = sum(word.islower() and len(word) > 1 for word in words)  # not e.V., gGmbH
    return small < FEW or small < SMALL * len(words)


def foreign(text: str, tag: str, identifier: Identifier) -> str:
    """Return the language (or, in capitals, the script) a text is in instead of its own; empty where it is right."""
    wanted = script_of(tag)
    if wanted and share(text, wanted) < HALF:
        latin = " ".join(word for word in text.split() if script(word[0]) == "LATIN")
        if wanted != "LATIN" and share(text, "LATIN") > HALF and is_name(latin):
            return ""  # names, addresses
        return wanted
    if tag in UNKNOWN:
        return "am" if tag == "ti" and is_amharic(text) else ""
    if wanted == "LATIN" and is_name(text):
        return ""
    other, margin = identifier.rival(text, tag)
    if margin > LIKELIER and wanted == "LATIN":  # names and streets are of their country: what do the small words say?
        small = " ".join(word for word in text.split() if word[0].islower())
        margin = min(margin, 2 * identifier.rival(small, tag)[1])
    return other if margin > LIKELIER else ""


def _halves(pair: Pair, text: str, identifier: Identifier) -> Iterator[Finding]:
    """Find single sentences that were left in another language."""
    parts = sentences(text)
    left = {part.casefold() for part in sentences(own_words(pair.source.text))}
    for part in parts if len(parts) > 1 else ():
        if letters(part) < SHORT:
            continue
        if (part.casefold() in left and not is_name(part)) or foreign(part, pair.to.tag, identifier):
            level = Level.ERROR if letters(part) >= PLAIN else Level.WARNING
            what = f"{quoted(part)} is not translated; the rest of {pair.place} is."
            yield pair.finding("T021", what, MEND, level, part[:20])


def _words_of_iran(pair: Pair, text: str) -> Iterator[Finding]:
    if pair.to.tag == "prs":
        for word, dari in iranian_words(text).items():
            yield pair.finding("T022", f"“{word}” is said in Iran.", f"Write {dari}, or both.", Level.WARNING, word)
