"""Tell apart what no model we can ship does: Tigrinya from Amharic, and the words of Dari from those of Iran."""

import re
from collections.abc import Mapping

WORD = re.compile(r"[\u1200-\u137f\u2d80-\u2ddf\uab00-\uab2f]+")
# Words and beginnings only one of the two has. Tigrinya keeps the series of ቐ (U+1250-1258) and writes ኣ where
# Amharic writes አ (Unicode Standard, Ethiopic; the words are the commonest of our own pages).
TIGRINYA = frozenset(
    {
        "እዩ",
        "እዮም",
        "እያ",
        "እየን",
        "ናይ",
        "ናብ",
        "ካብ",
        "ኣብ",
        "ምስ",
        "ከም",
        "ዘሎ",
        "ዘለዎ",
        "ድዩ",
        "ድያ",
        "ዲኹም",
        "እቲ",
        "እታ",
        "እቶም",
        "እዚ",
        "እዛ",
        "እንተ",
        "ኩሉ",
        "ኩሎም",
        "ብዙሕ",
        "ሰብ",
        "ሰባት",
        "ኣሎ",
        "ኣለዎ",
        "ኣለኩም",
        "የለን",
        "እንታይ",
        "እንታ",
        "ንዓኹም",
        "ከምኡ",
        "ኣይኮነን",
        "ክትገብሩ",
        "ኣይ",
        "ነዚ",
        "ነቲ",
        "ብዘይ",
        "ድሕሪ",
        "ቅድሚ",
        "ሽዑ",
        "ሕጂ",
        "በዚ",
        "ግና",
    }
)
AMHARIC = frozenset(
    {
        "ነው",
        "ናቸው",
        "ነበር",
        "እና",
        "ወደ",
        "ላይ",
        "ውስጥ",
        "ጋር",
        "አለ",
        "አለው",
        "አሉ",
        "የለም",
        "ይህ",
        "ይህን",
        "ያለ",
        "እንዴት",
        "ምን",
        "ማን",
        "ሰዎች",
        "ሁሉ",
        "እርስዎ",
        "እባክዎ",
        "ከሆነ",
        "መሆን",
        "ይችላሉ",
        "አይደለም",
        "ወይም",
        "ስለዚህ",
        "በኋላ",
        "በፊት",
        "አሁን",
        "ብዙ",
        "እስከ",
        "ለምሳሌ",
        "ሌላ",
        "አንድ",
        "ሁለት",
        "እንደ",
        "ደግሞ",
        "ብቻ",
        "ሰው",
        "እኛ",
        "እነሱ",
        "አንዱ",
    }
)
ONLY_TIGRINYA = re.compile(r"[\u1250-\u125d\u12b8-\u12be]|\b\u12a3|ኹም\b|ኦም\b")
ONLY_AMHARIC = re.compile(r"\b\u12a0|ዎች|ችሁ|ዎን\b|ውን\b|ለሁ\b|ናል\b|ዋል\b|ኛል\b|ዎት\b")
# What Iran says, and what Afghanistan says for it (both are `fa` to every model: 60 of 99 are taken for the other).
IRANIAN: Mapping[str, str] = {
    "بیمارستان": "شفاخانه",
    "دانشگاه": "پوهنتون",
    "دادگاه": "محکمه",
    "پرونده": "دوسیه",
    "هواپیما": "طیاره",
    "گذرنامه": "پاسپورت",
    "شناسنامه": "تذکره",
}


def is_amharic(text: str) -> bool:
    """Tell whether a text in Ethiopic script is rather Amharic than Tigrinya."""
    words = WORD.findall(text)
    amharic = sum(word in AMHARIC for word in words) * 2 + len(ONLY_AMHARIC.findall(text))
    tigrinya = sum(word in TIGRINYA for word in words) * 2 + len(ONLY_TIGRINYA.findall(text))
    return amharic > max(tigrinya, 1)


def iranian_words(text: str) -> dict[str, str]:
    """Return the words a page in Dari (`prs`) should not use alone, with what Dari says."""
    return {word: dari for word, dari in IRANIAN.items() if word in text and dari not in text}
