"""What the engines found, as figures and as a table."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path

import brotli
from benchmarks.measuring.search_compounds import HEADS, TAILS, parts_asked
from benchmarks.measuring.search_corpus import Corpus, Question
from benchmarks.measuring.search_ours import engine, found, index_of
from benchmarks.measuring.search_peers import Engine
from benchmarks.measuring.search_queries import query_sets

from lotse.search.packed import packed, script

OURS = "Lotse"
KEY_WORDS = "keywords"
PARTS = (TAILS, HEADS)
FIRST_DOCUMENT, FIELDS, TITLE = 8, 7, 1  # parts of the packed index (lotse.search.packed)


@dataclass(frozen=True, slots=True)
class Score:
    """How well an engine answered a set of queries: percentages, MRR@10, the share of empty answers in percent; how many."""

    r1: float
    r5: float
    r10: float
    mrr: float
    empty: float
    count: int


Figures = Mapping[str, Mapping[str, Score]]  # by engine and set of queries


def asked(corpus: Corpus) -> dict[str, Sequence[Question]]:
    """Return the sets of queries by name, parts of German compounds among them."""
    sets = query_sets([question.text for question in corpus.questions], corpus.language)
    typed = {
        kind: [replace(question, text=query) for question, query in zip(corpus.questions, queries, strict=True)]
        for kind, queries in sets.items()
    }
    return {**typed, **parts_asked(corpus)}


def measured(corpus: Corpus, others: Mapping[str, Engine], half: int | None, tell: Callable[[str], None]) -> Figures:
    """Return the scores of our engine and of others. Raises Failed."""
    sets = asked(corpus)
    every = [question.text for questions in sets.values() for question in questions]
    engines: dict[str, Engine] = {OURS: lambda corpus, queries: found(index_of(corpus), queries), **others}
    figures = {}
    for name, ask in engines.items():
        tell(name)
        answers = iter(ask(corpus, every))
        figures[name] = {
            kind: score(list(islice(answers, len(questions))), questions, half) for kind, questions in sets.items()
        }
    return figures


def score(answers: Sequence[Sequence[int]], questions: Sequence[Question], half: int | None = None) -> Score:
    """Return how well answers fit the questions that can be answered, of one half or of both."""
    counted = [
        (list(answer), question.page)
        for answer, question in zip(answers, questions, strict=True)
        if question.answerable and half in (None, question.half)
    ]
    if not counted:
        return Score(0, 0, 0, 0, 0, 0)
    ranks = [answer.index(page) + 1 if page in answer else 0 for answer, page in counted]
    r1, r5, r10 = (100 * sum(0 < rank <= most for rank in ranks) / len(ranks) for most in (1, 5, 10))
    mrr = sum(1 / rank for rank in ranks if 0 < rank <= 10) / len(ranks)
    return Score(r1, r5, r10, mrr, 100 * sum(not answer for answer, _ in counted) / len(counted), len(counted))


def sizes(corpus: Corpus) -> dict[str, int]:
    """Return bytes: the engine, the index alone (words, counts, titles) and as it is shipped, raw and with Brotli 11."""
    index = index_of(corpus)
    parts = packed(index).split("\t")
    titles = parts[FIRST_DOCUMENT + TITLE :: FIELDS]
    texts = {"engine": engine(), "index": "\t".join(parts[:FIRST_DOCUMENT] + titles), "shipped": script(index)}
    return {
        f"{name}{kind}": len(brotli.compress(data, quality=11) if kind else data)
        for name, text in texts.items()
        for data in (text.encode(),)
        for kind in ("", " br")
    }


def table(corpus: Corpus, figures: Figures, weights: Mapping[str, int], half: int | None) -> str:
    """Return the figures as Markdown."""
    kinds = [kind for kind in next(iter(figures.values())) if kind not in PARTS]
    counted = next(iter(figures.values()))[kinds[0]].count
    lines = [
        f"### {corpus.language}: {len(corpus.pages)} pages, {counted} questions"
        + ("" if half is None else f" (half {half})"),
        "",
        "R@1/R@5/R@10, MRR@10, share of empty answers (in percent)",
        "",
        "| engine | " + " | ".join(kinds) + " |",
        "|---" * (len(kinds) + 1) + "|",
    ]
    for name, scores in figures.items():
        lines.append(f"| {name} | " + " | ".join(cell(scores[kind]) for kind in kinds) + " |")
    lines += ["", _retained(figures[OURS])]
    if len(figures) > 1:
        lines.append(_beside(figures, kinds))
    lines += _compounds(figures)
    said = (f"{name} {size:,}" for name, size in weights.items())
    lines.append("Bytes: " + "; ".join(said) + ".")
    return "\n".join(lines) + "\n"


def cell(one: Score) -> str:
    """Return a score as it stands in a table."""
    return f"{one.r1:.1f}/{one.r5:.1f}/{one.r10:.1f} {one.mrr:.3f} {one.empty:.1f}"


def _retained(scores: Mapping[str, Score]) -> str:
    clean = scores[KEY_WORDS].mrr or 1
    kept = (
        f"{kind} {100 * one.mrr / clean:.1f} %"
        for kind, one in scores.items()
        if kind not in ("full", KEY_WORDS, *PARTS)
    )
    return "Of the clean key words' MRR: " + ", ".join(kept) + "."


def _beside(figures: Figures, kinds: Sequence[str]) -> str:
    said = []
    for kind in kinds:
        best = max((name for name in figures if name != OURS), key=lambda name: figures[name][kind].mrr)
        said.append(f"{kind} {figures[OURS][kind].mrr / (figures[best][kind].mrr or 1):.2f} × {best}")
    return "MRR beside the best peer: " + ", ".join(said) + "."


def _compounds(figures: Figures) -> list[str]:
    if TAILS not in figures[OURS]:
        return []
    counts = ", ".join(f"{figures[OURS][kind].count} {kind.split()[-1]}" for kind in PARTS)
    said = (
        f"{name} " + ", ".join(f"{kind.split()[-1]} {scores[kind].r5:.1f}/{scores[kind].r10:.1f}" for kind in PARTS)
        for name, scores in figures.items()
    )
    return [
        f"One part of a title's compound that the page does not have alone ({counts}), R@5/R@10: {'; '.join(said)}."
    ]


def save(
    file: Path, corpus: Corpus, figures: Figures, weights: Mapping[str, int], half: int | None, **more: object
) -> None:
    """Write the figures as JSON, with what else was measured by its name."""
    scores = {name: {kind: asdict(one) for kind, one in kinds.items()} for name, kinds in figures.items()}
    data = {"language": corpus.language, "pages": len(corpus.pages), "half": half, "bytes": weights, "engines": scores}
    file.write_text(json.dumps(data | more, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
