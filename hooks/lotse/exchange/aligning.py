"""Find out which of two lists of segments are the same: a unit follows its text, not its number."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

ALIKE = 0.5  # from here on a changed text still counts as the same segment


class Item(NamedTuple):
    """One segment as it is aligned: equal keys are the same; `kind` and `text` decide what a changed one was."""

    key: str
    text: str
    kind: str = ""  # empty fits every kind


def aligned(old: Sequence[Item], new: Sequence[Item]) -> dict[int, int]:
    """Return which index of `new` each index of `old` has become; what came or went is left out.

    Equal keys first, in order, then moved ones that stand once on each side; then, between those, as many segments of the same
    kinds are taken in order, and others by how alike their texts are.
    """
    pairs = dict(_in_order(old, new))
    pairs |= _moved(old, new, pairs)
    for ours, theirs in list(_gaps(old, new, pairs)):
        pairs |= _changed(old, new, ours, theirs)
    return dict(sorted(pairs.items()))


def _in_order(old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[int, int]]:
    matcher = SequenceMatcher(None, [item.key for item in old], [item.key for item in new], autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            if _same_kind(old[block.a + step], new[block.b + step]):
                yield block.a + step, block.b + step


def _moved(old: Sequence[Item], new: Sequence[Item], pairs: dict[int, int]) -> dict[int, int]:
    """Return pairs whose key stands once among what is left on each side."""
    left = _once(old, set(pairs))
    right = _once(new, set(pairs.values()))
    return {left[key]: right[key] for key in left if key in right and _same_kind(old[left[key]], new[right[key]])}


def _once(items: Sequence[Item], taken: set[int]) -> dict[str, int]:
    free = [(item.key, at) for at, item in enumerate(items) if at not in taken]
    counts = Counter(key for key, _ in free)
    return {key: at for key, at in free if counts[key] == 1}


def _gaps(old: Sequence[Item], new: Sequence[Item], pairs: dict[int, int]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the indices left over on both sides between segments that stayed in order."""
    stayed = [*_rising(sorted(pairs.items())), (len(old), len(new))]
    a = b = 0
    taken = set(pairs.values())
    for left, right in stayed:
        ours = [at for at in range(a, left) if at not in pairs]
        theirs = [at for at in range(b, right) if at not in taken]
        if ours and theirs:
            yield ours, theirs
        a, b = left + 1, right + 1


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of the pairs that is in order on both sides."""
    best: list[list[tuple[int, int]]] = []
    for pair in pairs:
        before = max((chain for chain in best if chain[-1][1] < pair[1]), key=len, default=[])
        best.append([*before, pair])
    return max(best, key=len, default=[])


def _changed(old: Sequence[Item], new: Sequence[Item], ours: list[int], theirs: list[int]) -> dict[int, int]:
    in_order = list(zip(ours, theirs, strict=False))
    if len(ours) == len(theirs) and all(_same_kind(old[a], new[b]) for a, b in in_order):
        return dict(in_order)
    pairs: dict[int, int] = {}
    after = -1
    said = {b: Counter(new[b].text.split()) for b in theirs}
    for at in ours:
        words = Counter(old[at].text.split())
        close = [(likeness(words, said[b]), -b) for b in theirs if b > after and _same_kind(old[at], new[b])]
        most, place = max(close, default=(0.0, 0))
        if most >= ALIKE:
            pairs[at] = after = -place
    return pairs


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return how many of the words of two texts are the same, from 0 to 1 (Dice's coefficient)."""
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)


def _same_kind(one: Item, other: Item) -> bool:
    return not one.kind or not other.kind or one.kind == other.kind
