"""Checks of facts: references exist, numbers can be dialled, hours can be read, sources are not too old."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

import phonenumbers

from lotse.known import PARTS
from lotse.model import Channel, Page, Portal, Priority
from lotse.read import source
from lotse.read.facts import ADDRESSES, FOLDER
from lotse.read.languages import valid_tag
from lotse.render import phones
from lotse.render.times import UnreadableHours, read_hours
from lotse.report import Finding, Level

FILE = f"{FOLDER}/channels.yml"
FIELDS = (*ADDRESSES, "name", "hours")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
SHORT_CODES = "|".join(f"{code[:3]}\\s?{code[3:]}" if len(code) == 6 else code for code in sorted(phones.SHORT_CODES))
SHORT = re.compile(rf"(?<![\w.,:/-])(?:{SHORT_CODES})(?![\w:/-]|[.,]\d)")


def check_references(portal: Portal) -> Iterator[Finding]:
    """Find fact references to channels or fields that do not exist."""
    channels = portal.facts.channels
    for page in portal.every_page():
        for line, key, field in source.facts(page):
            if key in PARTS:
                continue
            if key not in channels:
                close = get_close_matches(key, channels, 1)
                yield Finding(
                    page.file,
                    line,
                    "F008",
                    f"There is no channel `{key}`.",
                    f"Use an id of {FILE}.{f' Did you mean [[{close[0]}]]?' if close else ''}",
                )
            elif field and field not in FIELDS:
                yield Finding(
                    page.file, line, "F009", f"`{field}` is not a field one can show.", f"Use {', '.join(FIELDS)}."
                )
            elif field and not _has(channels[key], field):
                yield Finding(
                    page.file,
                    line,
                    "F009",
                    f"The channel `{key}` has no `{field}`.",
                    f"Add it to {FILE}:{channels[key].line}, or refer to {', '.join(channels[key].addresses)}.",
                )


def _has(channel: Channel, field: str) -> bool:
    return bool(field == "name" or (field == "hours" and channel.hours) or channel.addresses.get(field))


def check_typed_numbers(portal: Portal) -> Iterator[Finding]:
    """Find phone numbers typed into pages of priority safety, where a wrong digit costs most."""
    for page in portal.every_page():
        if portal.traits[page.path].priority is Priority.SAFETY:
            yield from _typed(page, portal.settings.country)


def _typed(page: Page, country: str) -> Iterator[Finding]:
    for line, text in (*((1, text) for text in (page.title, page.summary)), *source.prose(page)):
        if not any(map(str.isdigit, text)):
            continue
        latin = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
        numbers = [match.raw_string for match in phonenumbers.PhoneNumberMatcher(latin, country)] + SHORT.findall(latin)
        for number in numbers:
            yield Finding(
                page.file,
                line,
                "F010",
                f"The number {number} is typed into a safety page.",
                "Refer to the fact instead, like [[notruf:call]]: then it cannot differ between languages.",
            )


def check_channels(portal: Portal) -> Iterator[Finding]:
    """Find numbers, hours, languages, needs and areas of channels that are not real."""
    for channel in portal.facts.channels.values():
        yield from _numbers(channel, portal)
        yield from _vocabulary(channel, portal)
        for mail in channel.addresses.get("mail", ()):
            if not MAIL.fullmatch(mail):
                yield _finding(channel, "F004", f"`{mail}` is not an e-mail address.", "Write name@host.")
        for kind in ("web", "chat", "open311"):
            for address in channel.addresses.get(kind, ()):
                if not address.startswith("https://"):
                    yield _finding(
                        channel, "F004", f"`{address}` does not begin with https://.", "Write the whole, safe address."
                    )
        try:
            read_hours(channel.hours or "24/7", portal.settings.country, portal.settings.today)
        except UnreadableHours as error:
            yield _finding(
                channel,
                "F005",
                f"The hours `{channel.hours}` cannot be read at{str(error).split('-->')[-1].splitlines()[0]}.",
                "Write them as OpenStreetMap does: `Mo-Fr 08:00-12:00; PH off`.",
            )


def _finding(channel: Channel, code: str, what: str, mend: str, level: Level = Level.ERROR) -> Finding:
    return Finding(FILE, channel.line, code, f"{channel.id}: {what}", mend, level)


def _numbers(channel: Channel, portal: Portal) -> Iterator[Finding]:
    country, area = portal.settings.country, portal.facts.areas.get(channel.area)
    for kind in ("call", "text", "whatsapp", "signal"):
        for number in channel.addresses.get(kind, ()):
            if not phones.is_valid(number, country):
                yield _finding(
                    channel,
                    "F004",
                    f"`{number}` is not a number that can be dialled.",
                    'Write it with country code, in quotes: "+49…".',
                )
            elif area and area.fictional and not phones.is_fictional(number, country):
                yield _finding(
                    channel,
                    "F012",
                    f"{number} could be somebody's number, and {area.name} is fictional.",
                    "Use a number reserved for film and fiction.",
                )
            elif not (area and area.fictional) and phones.is_fictional(number, country):
                yield _finding(
                    channel,
                    "F012",
                    f"{number} is reserved for film and fiction.",
                    "Use the real number, or an area with `fictional: true`.",
                )


def _vocabulary(channel: Channel, portal: Portal) -> Iterator[Finding]:
    facts = portal.facts
    for need in (*channel.needs, *channel.not_needs):
        if need not in facts.needs:
            yield _finding(channel, "F011", f"There is no need `{need}`.", f"Use an id of {FOLDER}/needs.yml.")
    if channel.area and channel.area not in facts.areas:
        yield _finding(channel, "F011", f"There is no area `{channel.area}`.", f"Use an id of {FOLDER}/areas.yml.")
    for tag in channel.speaks:
        if not valid_tag(tag):
            yield _finding(
                channel, "L002", f"`{tag}` is not a known language tag.", "Use BCP 47 tags: de, ckb, zh-Hant."
            )


def check_portal_facts(portal: Portal) -> Iterator[Finding]:
    """Find emergency channels that cannot be called, and vocabularies that hang in the air."""
    for key in portal.facts.emergency:
        channel = portal.facts.channels.get(key)
        if channel is None or not channel.addresses.get("call"):
            yield Finding(
                f"{FOLDER}/portal.yml",
                1,
                "F008",
                f"The emergency channel `{key}` does not exist or cannot be called.",
                f"Use the id of a channel with `call:` in {FILE}.",
            )
    for name, entries in (("areas", portal.facts.areas), ("needs", portal.facts.needs)):
        for entry in entries.values():
            if entry.inside and entry.inside not in entries:
                yield Finding(
                    f"{FOLDER}/{name}.yml",
                    entry.line,
                    "F011",
                    f"`{entry.id}` lies in `{entry.inside}`, which does not exist.",
                    "Correct `in:`.",
                )


def check_freshness(portal: Portal) -> Iterator[Finding]:
    """Find facts whose source is too old or undated: readers see "please re-check"."""
    for channel in portal.facts.channels.values():
        if portal.settings.overdue(channel.checked.on):
            age = f"of {channel.checked}" if channel.checked.on else "undated"
            mend = f"Check the facts again and write the new source into `checked:` (now {channel.checked.source})."
            yield _finding(channel, "F007", f"The source of these facts is {age}.", mend, Level.ADVICE)
