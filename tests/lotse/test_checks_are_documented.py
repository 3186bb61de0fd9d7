"""Codes of findings: each is explained in docs/checks.md, and each has a golden case that earns it."""

import re

import yaml

from scenario import ROOT

CODE = re.compile(r'"([A-Z]\d{3})"')


def emitted() -> set[str]:
    """Return every code that stands in the library's source."""
    return {code for file in (ROOT / "hooks").rglob("*.py") for code in CODE.findall(file.read_text(encoding="utf-8"))}


def test_every_code_is_explained_and_no_other() -> None:
    text = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    explained = re.findall(r"^(?:#+ *|\| *)`?([A-Z]\d{3})\b", text, re.MULTILINE)
    assert sorted(explained) == sorted(emitted())


def test_every_code_has_a_golden_case() -> None:
    earned = set()
    for file in (ROOT / "tests" / "golden").glob("*/*.yml"):
        case = yaml.safe_load(file.read_text(encoding="utf-8"))
        earned |= {place.rpartition(" ")[2] for place in [*case["expect"], *case.get("advice", [])]}
    assert emitted() - earned == set()
    assert earned - emitted() == set()
