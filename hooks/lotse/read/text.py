"""Read text and YAML files; every mistake in them becomes a finding with its line."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import yaml

from lotse.report import Finding

BOOLEAN = "tag:yaml.org,2002:bool"
# PyYAML may be built without libyaml: slower, otherwise the same.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_Loader):  # type: ignore[misc]
    """Reads only `true` and `false` as truth values, as YAML 1.2 does: `no` is Norwegian."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, Any]]]] = {
        first: [(tag, pattern) for tag, pattern in known if tag != BOOLEAN]
        for first, known in _Loader.yaml_implicit_resolvers.items()
    }


def _timestamp(loader: Any, node: yaml.ScalarNode) -> Any:
    """Return a date; one that does not exist is an error with its line, like any other."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError as error:
        raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from error


Loader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)
Loader.add_implicit_resolver(BOOLEAN, re.compile("true|True|TRUE|false|False|FALSE"), list("tTfF"))

Lines = dict[tuple[str, ...], int]


def read_text(path: Path, file: str, found: list[Finding]) -> str | None:
    """Return the file's text with LF line ends, or None and a finding where it is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        found.append(
            Finding(
                file, line, "P001", f"Byte {error.object[error.start]:#04x} is not UTF-8.", "Save the file as UTF-8."
            )
        )
    except OSError as error:
        found.append(
            Finding(
                file, 1, "P001", f"The file cannot be read: {error.strerror}.", "Check that it exists and may be read."
            )
        )
    return None


def yaml_error(error: yaml.YAMLError, first_line: int = 1) -> tuple[int, str]:
    """Return the line and the reason of a YAML error."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or str(error)
    return first_line + (mark.line if mark else 0), reason


def read_yaml(
    path: Path, file: str, code: str, found: list[Finding], loader: Any = Loader
) -> tuple[dict[str, Any], Lines]:
    """Return a YAML file's mapping and the line of each key by its path; findings get `code`."""
    text = read_text(path, file, found)
    if text is None:
        return {}, {}
    try:
        node = yaml.compose(text, loader)
        value = yaml.load(text, loader)
    except (yaml.YAMLError, ValueError) as error:
        line, reason = yaml_error(error) if isinstance(error, yaml.YAMLError) else (1, str(error))
        found.append(
            Finding(
                file,
                line,
                code,
                f"This is not valid YAML: {reason}.",
                "Check the indentation, colons and quotes near this line.",
            )
        )
        return {}, {}
    if not isinstance(value, dict):
        found.append(
            Finding(
                file,
                1,
                code,
                "The file must be a mapping of names to values.",
                "Begin with `name:` at the start of a line.",
            )
        )
        return {}, {}
    found.extend(_repeated(node, file, code))
    return value, dict(_lines(node))


def _lines(node: yaml.Node | None, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*at, str(key.value))
            yield here, key.start_mark.line + 1
            yield from _lines(value, here)


def _repeated(node: yaml.Node | None, file: str, code: str) -> Iterator[Finding]:
    """Find keys written twice: YAML keeps the last one in silence."""
    if not isinstance(node, yaml.MappingNode):
        return
    seen: dict[str, int] = {}
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name in seen:
            yield Finding(file, line, code, f"`{name}` stands here and on line {seen[name]}.", "Keep one of them.")
        seen.setdefault(name, line)
        yield from _repeated(value, file, code)
