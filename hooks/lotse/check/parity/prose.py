"""The words of a segment that are in its language: no code, addresses, references, quotations, remarks in brackets."""

import re

from lotse.check.parity.extract import ATTRIBUTES, AUTO_LINK, CODE, LINK, MAIL, PLACEHOLDER, REFERENCE, URL
from lotse.check.parity.fold import letters

QUOTATION = re.compile(
    r"„[^“”\"„]{1,300}[“”\"]|“[^”“„]{1,300}”|«[^»«]{1,300}»|»[^«»]{1,300}«|‚[^‘’]{1,200}[‘’]|‹[^›]{1,200}›|「[^」]{1,300}」"
    r"|(?<!\w)\"[^\"\n]{1,300}\"(?!\w)"
)
FEW = 10  # letters
BRACKETS = re.compile(r"\([^()]*\)|（[^（）]*）")
BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
MARKS = re.compile(r"[*_#>|~\\]+")
SENTENCE_END = re.compile(r"(?<=[^\d\s][.!?։؟።፧。！？])\s+|(?<=[:;])\s*\n|\n")  # not after "22. November"
FILE = re.compile(r"\S+\.(?:png|jpe?g|svg|gif|webp|pdf)\b", re.IGNORECASE)
DROPPED = (CODE, REFERENCE, PLACEHOLDER, AUTO_LINK, ATTRIBUTES, URL, MAIL, FILE)


def bare(text: str) -> str:
    """Return a segment without what is the same in every language; the words of links stay."""
    text = LINK.sub(lambda match: match[2], text)
    for pattern in DROPPED:
        text = pattern.sub(" ", text)
    return " ".join(MARKS.sub(" ", text).split())


def own_words(text: str) -> str:
    """Return the words of a segment that have to be in its language: quotations and brackets may be in another."""
    text = LINK.sub(lambda match: match[2], text)
    for pattern in (*DROPPED, BRACKETS, QUOTATION):
        text = pattern.sub(" ", text)
    plain = BOLD.sub(" ", text) if "**" in text or "__" in text else text  # "say: **Ich brauche einen Arzt**"
    return MARKS.sub("", plain if letters(plain) >= FEW else text).strip()


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, one line each at least."""
    return [part.strip() for part in SENTENCE_END.split(text) if part and part.strip()]
