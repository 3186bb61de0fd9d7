"""The gate's promise: of the faults seeded into the demo in seven languages it finds what issue 4 asks for.

Two faults of each kind in each language; benchmarks/gate.py seeds thousands (docs/benchmarks.md).
"""

import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from scenario import ROOT

sys.path.append(str(ROOT))

from benchmarks.measuring.gate_faults import KINDS, World
from benchmarks.measuring.gate_pairs import Bench, PagePair, bench, read_pairs
from benchmarks.measuring.gate_report import goals
from benchmarks.measuring.gate_run import Outcome, alarms, seed

LANGUAGES = ("en", "ar", "uk", "fa", "tr", "ti", "ckb")
FAULTS, SEED = 40, 4  # in each language: each of the twenty kinds twice


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Bench, list[PagePair]]]:
    made = {}
    cache = tmp_path_factory.mktemp("model")
    for tag in LANGUAGES:
        pairs = read_pairs(ROOT / "content" / "de", ROOT / "content" / tag)
        made[tag] = bench("de", tag, pairs, [other for other in LANGUAGES if other != tag], cache), pairs
    return made


@pytest.fixture(scope="module")
def outcomes(measured: dict[str, tuple[Bench, list[PagePair]]]) -> list[Outcome]:
    chance = random.Random(SEED)
    found: list[Outcome] = []
    for tag, (gate, pairs) in measured.items():
        world = World("de", tag, foreign(measured, tag))
        found += seed(gate, pairs, world, FAULTS, chance)
    return found


def foreign(measured: dict[str, tuple[Bench, list[PagePair]]], tag: str) -> list[str]:
    """Return long segments of the other languages."""
    texts = [
        line
        for other, (_, pairs) in measured.items()
        if other != tag
        for pair in pairs[:8]
        for line in pair.translation.split("\n")
        if len(line) > 60 and line[0].isalpha() and "[" not in line
    ]
    assert len(texts) > 20
    return texts


def test_no_page_of_the_demo_alarms(measured: dict[str, tuple[Bench, list[PagePair]]]) -> None:
    found = [str(one) for gate, pairs in measured.values() for pair in pairs for one in gate.findings(pair)]
    assert found == []


def test_faults_of_twenty_kinds_are_seeded_into_every_language(outcomes: list[Outcome]) -> None:
    assert len(outcomes) == FAULTS * len(LANGUAGES)
    assert len(KINDS) == 20
    assert min(Counter(one.kind for one in outcomes)[kind] for kind in KINDS) >= 2 * len(LANGUAGES) - 2


def test_the_goals_of_the_gate_are_reached(outcomes: list[Outcome]) -> None:
    missed = [goal for goal in goals(outcomes, []) if not goal.reached]
    assert missed == [], [one for one in outcomes if not one.found or one.alarms]


@pytest.mark.parametrize("tag", ["ar", "fa", "ti"])
def test_harmless_changes_never_alarm(tag: str, measured: dict[str, tuple[Bench, list[PagePair]]]) -> None:
    gate, pairs = measured[tag]
    changes = list(alarms(gate, pairs[:6], World("de", tag, []), random.Random(SEED)))
    assert [one for one in changes if one.alarmed] == []
    assert sum(one.pages for one in changes) > 40


def test_a_gate_without_rules_would_miss_everything(
    measured: dict[str, tuple[Bench, list[PagePair]]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gate, pairs = measured["ar"]
    monkeypatch.setattr(Bench, "findings", lambda *_: [])
    found = list(seed(gate, pairs, World("de", "ar", foreign(measured, "ar")), 20, random.Random(SEED)))
    assert not any(goal.reached for goal in goals(found, []) if not goal.most and goal.name == "all faults")
