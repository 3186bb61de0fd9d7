"""Read dates and times as people write them: 23.11.2026, 23 نوفمبر 2026, 14 Uhr, 2 pm, 10.00 - 13.00."""

import re
from collections.abc import Callable, Mapping
from functools import cache

from babel import Locale, UnknownLocaleError

from lotse.check.parity.fold import folded

DAY_FIRST = re.compile(r"(?<![\w.,/-])(\d{1,2})([./])\s?(\d{1,2})\2\s?(\d{4}|\d{2})?(?![\w/]|\.\d)")
ISO = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?![\w-])")
CLOCK = r"(\d{1,2})(?:[.:](\d{2}))?"
HOUR_WORDS = r"Uhr|heures?|Saat|saat|годин\w*|год\.?|часов|часа|h\b"
RANGE = re.compile(
    r"(?<![\w.,:/+-])(\d{1,2})[.:]?(\d{2})?\s*(?:Uhr)?\s?(?:-|bis|to|until|and|und)\s?(\d{1,2})[.:](\d{2})(?![\d:]|[.,]\d)"
)
TIME = re.compile(
    rf"(?<![\w.,:/+-]){CLOCK}\s?([ap]\.?\s?m\b\.?)|(?<![\w.,:/+-]){CLOCK}\s?(?:{HOUR_WORDS})(?!\w)"
    r"|(?<![\w.,:/+-])(\d{1,2})(?::| ?[hH] ?)(\d{2})(?!\d|[:.,]\d)"  # 17:30, 17h30
)
SHARED = re.compile(rf"(?<![\w.,:/+-]){CLOCK}\s?(-|bis|to|until|and|und)\s?(?={CLOCK}\s?(?:[ap]\.?\s?m\b|Uhr))")
ALWAYS = re.compile(r"(?<![\w.,:/+-])24 ?h? ?/ ?(?:24|7)(?: ?h)?(?![\w/])")  # around the clock: words in many languages
LINKING = re.compile(r"\s*(?:-|bis|to|until|and|und)$")
Take = Callable[[str, str], None]


def take_dates(text: str, tag: str, take: Take) -> str:
    """Hand over every date as `year-month-day` (year "" where there is none) and return the rest of the text."""
    text = ISO.sub(lambda match: _date(match, match[1], match[2], match[3], take), text)
    text = DAY_FIRST.sub(lambda match: _date(match, match[4] or "", match[3], match[1], take), text)
    names = months(tag)
    if not names or not any(map(str.isdigit, text)):
        return text
    before, after = _patterns(tag)
    text = before.sub(lambda match: _named(match, names, match[1], match[2], match[3], take), text)
    return after.sub(lambda match: _named(match, names, match[2], match[1], match[3], take), text)


def _named(match: re.Match[str], names: Mapping[str, int], day: str, month: str, year: str | None, take: Take) -> str:
    return _date(match, year or "", str(names[month.casefold()]), day, take)


def _date(match: re.Match[str], year: str, month: str, day: str, take: Take) -> str:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return match[0]
    year = f"20{year}" if len(year) == 2 else year
    take(f"{year}-{int(month):02}-{int(day):02}", match[0].strip())
    return " | "


def take_times(text: str, take: Take) -> str:
    """Hand over every time as `hour:minutes` of 24 hours and return the rest of the text."""
    text = ALWAYS.sub(" | ", text)
    text = SHARED.sub(lambda match: _shared(match, text, take), text)
    text = RANGE.sub(lambda match: _range(match, take), text)
    return TIME.sub(lambda match: _time(match, take), text)


def _shared(match: re.Match[str], text: str, take: Take) -> str:
    """Read "2 - 3 pm", "8 bis 12 Uhr": the second time says what the first one means."""
    half = re.match(rf"{CLOCK}\s?([ap])", text[match.end() :], re.IGNORECASE)
    if half and half[3] in "pP" and int(match[1]) > int(half[1]) and int(half[1]) != 12:
        return _clock(match, match[1], match[2], "a", take)
    return _clock(match, match[1], match[2], half[3] if half else "", take)


def _range(match: re.Match[str], take: Take) -> str:
    if int(match[1]) > 24 or int(match[3]) > 24 or int(match[2] or 0) > 59 or int(match[4]) > 59:
        return match[0]
    _clock(match, match[1], match[2], "", take)
    return _clock(match, match[3], match[4], "", take)


def _time(match: re.Match[str], take: Take) -> str:
    hour, minutes = match[1] or match[4] or match[6], match[2] or match[5] or match[7]
    return _clock(match, hour, minutes, match[3] or "", take)


def _clock(match: re.Match[str], hour: str, minutes: str | None, half: str, take: Take) -> str:
    at = int(hour)
    if at > 24 or int(minutes or 0) > 59:
        return match[0]
    if half and at <= 12:
        at = at % 12 + (12 if half[0] in "pP" else 0)
    take(f"{at}:{int(minutes or 0):02}", LINKING.sub("", match[0].strip()))
    return " | "


@cache
def months(tag: str) -> Mapping[str, int]:
    """Return the number of each month by its names in a language, casefolded; empty where CLDR has no such language."""
    try:
        locale = Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return {}
    named = (
        (folded(name).casefold().rstrip("."), number)
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in locale.months[context][width].items()
    )
    return {name: number for name, number in named if not name.isdigit() and len(name) > 1}


@cache
def _patterns(tag: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = "|".join(sorted(map(re.escape, months(tag)), key=len, reverse=True))
    before = rf"(?<![\w.,:/])(\d{{1,2}})(?:\.|st|nd|rd|th)?\s?(?:of )?({names})(?!\w)\.?,?(?:\s(\d{{4}})(?!\d))?"
    after = rf"(?<!\w)({names})(?!\w)\.?\s(\d{{1,2}})(?:st|nd|rd|th)?(?![\w:]),?(?:\s(\d{{4}})(?!\d))?"
    return re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE)
