"""Tell languages apart: py3langid among a few candidates, and rules of our own where it knows no difference.

py3langid 0.4 (BSD-3; Lui & Baldwin 2011, "Cross-domain Feature Selection for Language Identification") ships its model,
unpacking which takes seconds: the unpacked arrays are kept in a folder the caller names, and nothing is loaded before a
text asks for it.
"""

import math
import os
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

# What py3langid calls our languages; ckb is Sorani, which its training data calls Southern Kurdish.
LABELS: Mapping[str, str] = {
    "ckb": "sdh",
    "kmr": "ku",
    "prs": "fa",
    "pes": "fa",
    "nb": "no",
    "zh-Hant": "zh",
    "zh-Hans": "zh",
}
# Who is easily taken for whom, or copied into its place.
NEIGHBOURS: Mapping[str, tuple[str, ...]] = {
    "de": ("nl",),
    "en": (),
    "ar": ("fa", "ur"),
    "fa": ("ar", "ps", "ur"),
    "prs": ("ar", "ps", "ur"),
    "ckb": ("fa", "ar", "ug"),
    "ps": ("fa", "ur"),
    "ur": ("fa", "ar"),
    "uk": ("ru",),
    "ru": ("uk",),
    "tr": ("az",),
    "ku": ("tr",),
    "es": ("pt",),
    "pt": ("es",),
}
UNKNOWN = frozenset({"ti"})  # no label for these: rules of our own


class Identifier:
    """Says how much likelier a text is in another language than in its own; loads the model when first asked."""

    def __init__(self, tags: Iterable[str], cache: Path | None = None) -> None:
        """Prepare to tell these languages and their neighbours apart; `cache` is a folder, or None to keep nothing."""
        known = {tag for own in tags for tag in (own, *NEIGHBOURS.get(own, ()))} - UNKNOWN
        self._labels = {tag: label(tag) for tag in sorted(known)}
        self._cache = cache
        self._loaded: Any = None
        self._known: dict[str, Mapping[str, float]] = {}

    def load(self) -> None:
        """Load the model now: before processes are forked that would each load it."""
        if self._loaded is None:
            self._loaded = _copy(_model(self._cache))
            self._labels = {tag: name for tag, name in self._labels.items() if name in set(self._loaded.labels)}
            self._loaded.set_languages(sorted(set(self._labels.values())))

    def rival(self, text: str, tag: str) -> tuple[str, float]:
        """Return the likeliest other language and by how much (log of the ratio) it is likelier than `tag`."""
        self.load()
        own = self._labels.get(tag)
        if own is None:
            return "", -math.inf
        ranked = self._ranked(text)
        others = [(ranked[name], other) for other, name in self._labels.items() if name != own]
        best, other = max(others, default=(0.0, ""))
        return other, math.log(max(best, 1e-30)) - math.log(max(ranked[own], 1e-30))

    def _ranked(self, text: str) -> Mapping[str, float]:
        if text not in self._known:
            self._known[text] = dict(self._loaded.rank(text))
        return self._known[text]


def label(tag: str) -> str:
    """Return py3langid's name of a language."""
    return LABELS.get(tag) or LABELS.get(tag.split("-")[0]) or tag.split("-")[0]


def _copy(model: Any) -> Any:
    """Return the model once more, without its arrays: each portal restricts it to languages of its own."""
    arrays = (model.nb_ptc, model.nb_pc, model.nb_classes, model.tk_nextmove, model.tk_output)
    return type(model)(*arrays, norm_probs=True, tk_row=model.tk_row)


@cache
def _model(folder: Path | None) -> Any:
    """Return the model, unpacked once where there is a folder to keep it in."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    file = folder / f"py3langid-{version('py3langid')}.npz" if folder else None
    if file and file.is_file():
        return _kept(file)
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    if file:
        _keep(file, model)
    return model


def _keep(file: Path, model: Any) -> None:
    import numpy

    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}.npz")
    numpy.savez(
        part,
        ptc=model.nb_ptc,
        pc=model.nb_pc,
        classes=numpy.array(model.nb_classes),
        next=numpy.asarray(model.tk_nextmove),
        row=numpy.asarray(model.tk_row),
        out=numpy.asarray(model.tk_output, dtype=numpy.int32),
    )
    part.replace(file)


def _kept(file: Path) -> Any:
    from array import array

    import numpy
    from py3langid.langid import LanguageIdentifier

    with numpy.load(file, allow_pickle=False) as data:
        moves, rows = (
            array("H" if data[key].dtype.itemsize == 2 else "I", data[key].tobytes()) for key in ("next", "row")
        )
        args = (data["ptc"], data["pc"], data["classes"].tolist(), moves, data["out"].tolist())
        return LanguageIdentifier(*args, norm_probs=True, tk_row=rows)
