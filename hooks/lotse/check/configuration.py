"""Hold mkdocs.yml and the command line against the register of languages: nothing is configured twice."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lotse.model import Register
from lotse.read.languages import FILE
from lotse.report import Finding


def check_configuration(root: Path, languages: Iterable[Mapping[str, Any]], register: Register, asked: Sequence[str]) -> list[Finding]:
    """Find languages configured in mkdocs.yml beyond the source language, and languages asked for that do not exist."""
    source = register.languages.get(register.source)
    named = [str(language["locale"]) for language in languages]
    found = []
    if source and named != [source.mkdocs]:
        line = next((number for number, text in enumerate((root / "mkdocs.yml").read_text(encoding="utf-8").splitlines(), 1) if "languages:" in text), 1)
        what = f"mkdocs.yml names the languages {', '.join(named)}; {FILE} says the source is {source.mkdocs}."
        found.append(Finding("mkdocs.yml", line, "L006", what, f"List only `{source.mkdocs}` under i18n; all languages stand in {FILE}."))
    for tag in asked:
        if tag not in register.languages:
            found.append(Finding(FILE, 1, "L002", f"There is no language `{tag}` to build.", f"Use {', '.join(register.languages)}."))
    return found
