"""Read content/facts/: channels, areas, needs and what the portal says about itself."""

import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from lotse.model import Channel, Checked, Facts, Named
from lotse.read.text import Lines, read_yaml
from lotse.report import Finding

FOLDER = "content/facts"
ADDRESSES = ("call", "text", "mail", "whatsapp", "signal", "telegram", "web", "chat", "visit", "post", "open311")
CHOICES = {
    "kind": ("office", "group"),
    "cost": ("free", "normal", "paid"),
    "identity": ("anonymous", "optional", "required"),
    "tells": ("nobody", "with-consent", "police", "prosecutor", "other-office"),
}
TEXTS = ("name", "does", "not", "hours", "area", "answer", *CHOICES)
LISTS = ("speaks", "logs", "for", "not_for")
FIELDS = frozenset({*TEXTS, *LISTS, *ADDRESSES, "interpreter", "checked"})
REQUIRED = ("name", "for", "checked")
ANSWER = re.compile(r"now|none|P(\d+D|T\d+H|\d+W|\d+M)")
CHECKED = re.compile(r"(undated|\d{4}(?:-\d{2}(?:-\d{2})?)?)\s+(https?://\S+)")
PRECISION = {4: "year", 7: "month", 10: "day"}


def read_facts(root: Path, found: list[Finding]) -> Facts:
    """Return the portal's facts; entries that cannot be used are left out, with findings."""
    words, lines = _file(root, "portal", found)
    found.extend(_portal_faults(words, lines))
    return Facts(
        name=str(words.get("name") or ""),
        claim=str(words.get("claim") or ""),
        notice=str(words.get("notice") or ""),
        emergency=tuple(map(str, _listed(words.get("emergency")))),
        channels=_channels(root, found),
        areas=_named(root, "areas", found),
        needs=_named(root, "needs", found),
    )


def parse_checked(value: object) -> Checked | None:
    """Return the date and address of a source, like "2023-06 https://…", or None where it is neither."""
    match = CHECKED.fullmatch(str(value).strip())
    if not match:
        return None
    when, source = match.groups()
    if when == "undated":
        return Checked(None, when, source)
    try:
        return Checked(date.fromisoformat((when + "-01-01")[:10]), PRECISION[len(when)], source)
    except ValueError:
        return None


def _file(root: Path, name: str, found: list[Finding]) -> tuple[dict[str, Any], Lines]:
    file = f"{FOLDER}/{name}.yml"
    return read_yaml(root / file, file, "F001", found) if (root / file).is_file() else ({}, {})


def _portal_faults(words: dict[str, Any], lines: Lines) -> Iterator[Finding]:
    for key in sorted(set(map(str, words)) - {"name", "claim", "notice", "emergency"}):
        yield Finding(
            f"{FOLDER}/portal.yml",
            lines.get((key,), 1),
            "F001",
            f"`{key}` is not a field of the portal.",
            "Use name, claim, notice, emergency.",
        )


def _named(root: Path, name: str, found: list[Finding]) -> dict[str, Named]:
    entries, lines = _file(root, name, found)
    return {
        key: Named(
            key, lines.get((key,), 1), str(entry["name"]), str(entry.get("in") or ""), bool(entry.get("fictional"))
        )
        for key, entry in ((str(key), entry) for key, entry in entries.items())
        if _is_named(entry, f"{FOLDER}/{name}.yml", key, lines.get((key,), 1), found)
    }


def _is_named(entry: object, file: str, key: str, line: int, found: list[Finding]) -> bool:
    if isinstance(entry, dict) and entry.get("name"):
        return True
    found.append(
        Finding(file, line, "F002", f"`{key}` has no name.", f"Write `{key}:` and below it, indented, `name: …`.")
    )
    return False


def _channels(root: Path, found: list[Finding]) -> dict[str, Channel]:
    entries, lines = _file(root, "channels", found)
    channels = {}
    for key, entry in entries.items():
        faults = list(_channel_faults(str(key), entry, lines))
        found.extend(faults)
        if not faults:
            given = {field: value for field, value in entry.items() if value is not None}
            channels[str(key)] = _channel(str(key), lines.get((str(key),), 1), given)
    return channels


def _channel_faults(key: str, entry: Any, lines: Lines) -> Iterator[Finding]:
    file, line = f"{FOLDER}/channels.yml", lines.get((key,), 1)
    if not isinstance(entry, dict):
        yield Finding(file, line, "F002", f"`{key}` has no fields.", f"Give it {', '.join(REQUIRED)} and one address.")
        return
    for field, code, what, mend in _field_faults(key, entry):
        yield Finding(file, lines.get((key, field), line), code, what, mend)


Fault = tuple[str, str, str, str]  # field, code, what, mend


def _field_faults(key: str, entry: dict[str, Any]) -> Iterator[Fault]:
    """Yield (field, code, what, mend) for each fault of one channel."""
    yield from _missing(key, entry)
    for field in map(str, entry):
        if field not in FIELDS:
            yield (
                field,
                "F001",
                f"`{field}` is not a field of a channel.",
                f"Use one of {', '.join(sorted(FIELDS))}.{_nearest(field)}",
            )
        elif entry[field] is not None:
            yield from _value_faults(key, field, entry[field])


def _missing(key: str, entry: dict[str, Any]) -> Iterator[Fault]:
    for field in REQUIRED:
        if not entry.get(field):
            yield field, "F002", f"The channel `{key}` has no `{field}`.", f"Add `{field}:`."
    if not any(entry.get(kind) for kind in ADDRESSES):
        yield (
            "name",
            "F003",
            f"The channel `{key}` has no address: nobody can reach it.",
            f"Add one of {', '.join(ADDRESSES)}.",
        )


def _value_faults(key: str, field: str, value: Any) -> Iterator[Fault]:
    choices = CHOICES.get(field)
    if choices and not isinstance(value, list | dict) and value not in choices:
        yield field, "F001", f"`{field}` of `{key}` is `{value}`.", f"Use {', '.join(choices)}."
    if field == "checked" and parse_checked(value) is None:
        mend = "Write the date and the address of the source: `2023-06-01 https://…` (or `undated https://…`)."
        yield field, "F006", f"`checked` is not a date and an address: {value}.", mend
    if field == "answer" and not ANSWER.fullmatch(str(value)):
        yield field, "F001", f"`answer` of `{key}` is `{value}`.", "Write now, none or a duration: PT24H, P2D."
    if field in LISTS and not isinstance(value, list):
        yield field, "F001", f"`{field}` of `{key}` must be a list.", f"Write `{field}: [{value}]`."
    if field in TEXTS and isinstance(value, list | dict):
        yield field, "F001", f"`{field}` of `{key}` is not text: {value}.", "Write text; put it into quotes."
    if field == "interpreter" and not isinstance(value, bool):
        yield field, "F001", f"`{field}` of `{key}` is `{value}`.", "Write true or false."
    if field in ADDRESSES and isinstance(value, int | float | dict | bool):
        yield field, "F004", f"`{field}` of `{key}` is not text.", f'Put it into quotes: `{field}: "{value}"`.'


def _nearest(field: str) -> str:
    close = get_close_matches(field, FIELDS, 1)
    return f" Did you mean `{close[0]}`?" if close else ""


def _listed(value: object) -> tuple[Any, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (value,)


def _channel(key: str, line: int, entry: dict[str, Any]) -> Channel:
    checked = parse_checked(entry["checked"])
    assert checked is not None  # _field_faults has seen to it
    return Channel(
        id=key,
        line=line,
        name=str(entry["name"]),
        does=str(entry.get("does", "")),
        not_=str(entry.get("not", "")),
        kind=str(entry.get("kind", "office")),
        addresses={kind: tuple(map(str, _listed(entry[kind]))) for kind in ADDRESSES if entry.get(kind)},
        hours=str(entry.get("hours", "")),
        speaks=tuple(map(str, entry.get("speaks", ()))),
        interpreter=bool(entry.get("interpreter", False)),
        cost=str(entry.get("cost", "")),
        identity=str(entry.get("identity", "")),
        logs=tuple(map(str, entry.get("logs", ()))),
        tells=str(entry.get("tells", "")),
        answer=str(entry.get("answer", "")),
        needs=tuple(map(str, entry["for"])),
        not_needs=tuple(map(str, entry.get("not_for", ()))),
        area=str(entry.get("area", "")),
        checked=checked,
    )
