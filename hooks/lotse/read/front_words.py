"""Find the words of a page's front matter that are translated, and write them back in the quotes they stood in."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import yaml

from lotse.read.pages import FRONT_MATTER
from lotse.read.text import Loader

WORDS = ("title", "summary")
# What JSON lets stand and YAML does not, or reads as the end of a line.
UNSAFE = re.compile("[\x7f-\x84\x85-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


class Place(NamedTuple):
    """A value of the front matter: its field, what it says, and where it stands (lines and columns from 0)."""

    key: str
    text: str
    start: tuple[int, int]
    end: tuple[int, int]


def front_lines(text: str) -> int:
    """Return how many lines (each ended by LF) the front matter of a page takes, 0 without one."""
    match = FRONT_MATTER.match(text)
    return text.count("\n", 0, match.end()) + (not match.group().endswith("\n")) if match else 0


def front_words(text: str) -> Iterator[Place]:
    """Yield the translated values of a page's front matter; one that is no valid YAML has none."""
    match = FRONT_MATTER.match(text)
    try:
        node = yaml.compose(match.group(1), Loader) if match else None
    except (yaml.YAMLError, ValueError):
        return
    if not isinstance(node, yaml.MappingNode):
        return
    lines = text.split("\n")
    for key, value in node.value:
        if key.value in WORDS and isinstance(value, yaml.ScalarNode) and not value.tag.endswith(":null"):
            place = _place(key.value, value)
            if _says(lines, place):
                yield place


def _place(key: str, value: yaml.ScalarNode) -> Place:
    start, end = value.start_mark, value.end_mark
    return Place(key, value.value, (start.line + 1, start.column), (end.line + 1, end.column))


def _says(lines: Sequence[str], place: Place) -> bool:
    """Tell whether the value really stands there: YAML counts some characters as line ends that we do not."""
    return typed_value(_slice(lines, place)) == place.text


def _slice(lines: Sequence[str], place: Place) -> str:
    (first, start), (last, end) = place.start, place.end
    if last >= len(lines):
        return ""
    return (
        lines[first][start:end]
        if first == last
        else "\n".join([lines[first][start:], *lines[first + 1 : last], lines[last][:end]])
    )


def typed_value(typed: str) -> str | None:
    """Return what a value typed into the front matter says, None where it is no text."""
    try:
        node = yaml.compose(f"k: {typed}", Loader)
    except (yaml.YAMLError, ValueError):
        return None
    if not isinstance(node, yaml.MappingNode) or len(node.value) != 1:
        return None
    value = node.value[0][1]
    return value.value if isinstance(value, yaml.ScalarNode) else None


def written(typed: str, text: str) -> str:
    """Return a text of one line as a YAML value, quoted as `typed` was where that says the same, else in double quotes."""
    single = "'" + text.replace("'", "''") + "'"
    end = "\n" if typed.endswith("\n") else ""
    if typed[:1] == "'" and typed_value(single) == text:
        return single
    plain = typed[:1] not in ("'", '"', ">", "|") and _is_text(text)
    return (text if plain else _double(text)) + end


def _is_text(text: str) -> bool:
    try:
        value = yaml.load(f"k: {text}", Loader)
    except (yaml.YAMLError, ValueError):
        return False
    return bool(value == {"k": text} and not UNSAFE.search(text))


def _double(text: str) -> str:
    return UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(text, ensure_ascii=False))
