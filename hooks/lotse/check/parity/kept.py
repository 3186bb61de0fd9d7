"""Remember what came out of comparing two texts, so that only what changed is compared again.

One file for each language in a folder the caller names: the hash of everything that decides the result, then the result.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from lotse.check.parity.length import Length
from lotse.check.parity.page import Compared
from lotse.report import Finding, Level


class Kept:
    """The results of one language: those of the last run, and those of this one."""

    def __init__(self, folder: Path | None, tag: str) -> None:
        """Read what was kept; a file nobody can read is as good as none."""
        self._file = folder / f"{tag}.json" if folder else None
        self._old = _read(self._file) if self._file else {}
        self._new: dict[str, object] = {}

    def get(self, key: str) -> Compared | None:
        """Return what was kept under a key, and keep it on."""
        packed = self._old.get(key)
        if not isinstance(packed, list):
            return None
        self._new[key] = packed
        findings, lengths = packed
        return Compared(
            tuple(Finding(one[0], one[1], one[2], one[3], one[4], Level(one[5])) for one in findings),
            tuple(Length(*one) for one in lengths),
        )

    def put(self, key: str, compared: Compared) -> None:
        """Keep a result."""
        findings = [list(one.as_dict().values()) for one in compared.findings]
        lengths = [[one.file, one.line, one.place, one.text, one.ratio, one.lost] for one in compared.lengths]
        self._new[key] = [findings, lengths]

    def write(self) -> None:
        """Write the results of this run, and no others, whole or not at all."""
        if self._file and self._new.keys() != self._old.keys():
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part = self._file.with_name(f"{self._file.name}.{os.getpid()}")
            part.write_text(json.dumps(self._new, ensure_ascii=False), encoding="utf-8")
            part.replace(self._file)


def _read(file: Path) -> dict[str, object]:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def key(*parts: str) -> str:
    """Return the key of texts: their hash, with that of the rules."""
    return hashlib.blake2b("\0".join((rules_fingerprint(), *parts)).encode(), digest_size=16).hexdigest()


@cache
def rules_fingerprint() -> str:
    """Return a hash of the code that finds things: another rule, another result."""
    folder = Path(__file__).parent
    files = [*folder.glob("*.py"), folder.parent / "characters.py", *(folder.parents[1] / "read").glob("*.py")]
    return _hash(file.read_bytes() for file in sorted(files))


def _hash(parts: Iterable[bytes] | Sequence[bytes]) -> str:
    whole = hashlib.blake2b(digest_size=16)
    for part in parts:
        whole.update(part)
    return whole.hexdigest()
