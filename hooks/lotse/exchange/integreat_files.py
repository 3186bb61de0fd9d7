"""Write an import's files: nothing that was edited here is overwritten, and nothing is written by halves."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lotse.exchange.integreat_page import Draft
from lotse.exchange.integreat_report import ImportFailed, Kind, Report
from lotse.exchange.integreat_source import Fetcher, Refused
from lotse.exchange.integreat_stamp import Stamp, fingerprint, read_stamp

PICTURES = {
    "image/avif": "avif",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
}  # no SVG: it may hold scripts
LARGEST_PICTURE = 20 * 1024 * 1024
HOME_PAGE = "home"  # stands for the id and address of a home page we made ourselves


@dataclass(slots=True)
class Pictures:
    """Fetches pictures once each and names them by what they hold; `folder` is where they are to stand."""

    fetcher: Fetcher
    folder: str
    files: dict[str, bytes] = field(default_factory=dict)
    _known: dict[str, tuple[str, str]] = field(default_factory=dict)

    def fetch(self, address: str, note: Callable[[Kind, str], None]) -> str:
        """Return the path a picture will have, or "" and a note where the server refuses it.

        Raises ImportFailed where the server cannot be reached: a page must not change because a line was down.
        """
        if address not in self._known:
            self._known[address] = self._fetched(address)
        path, refusal = self._known[address]
        if refusal:
            note(Kind.BROKEN_PICTURE, refusal)
        return path

    def _fetched(self, address: str) -> tuple[str, str]:
        try:
            data, kind = self.fetcher.get(address, list(PICTURES), LARGEST_PICTURE)
        except Refused as error:
            return "", str(error)
        path = f"{self.folder}/{hashlib.sha256(data).hexdigest()[:16]}.{PICTURES[kind]}"
        self.files[path] = data
        return path, ""


def choose(drafts: Iterable[Draft], into: Path, report: Report) -> dict[str, bytes]:
    """Return the files to write by their path below `into`, leaving out what is as it was and what was edited here."""
    chosen = {}
    for draft in drafts:
        inner = f"{draft.language}/{draft.path}"
        kept = _kept(draft, into / inner, f"content/{inner}", report)
        if not kept:
            chosen[inner] = draft.text.encode()
    return chosen


def _kept(draft: Draft, file: Path, name: str, report: Report) -> bool:
    """Tell whether the file that is there stays, and take down why or what happens to it."""
    if not file.is_file():
        report.written.append(name)
        return False
    stamp, new = _stamp_of(file), fingerprint(draft.text)
    if stamp is None or not stamp.belongs_to(draft.upstream, draft.address):
        if draft.upstream != HOME_PAGE:
            report.note(Kind.FOREIGN, name, "delete or rename it if the imported page should stand there")
        return True
    if stamp.fingerprint == new:
        (report.edited if stamp.edited else report.unchanged).append(name)
        return True
    if stamp.edited:
        merged = Stamp(draft.upstream, new, draft.address)
        report.note(
            Kind.CONFLICT,
            name,
            f"once you have brought in what is new upstream, write `imported: {merged}` into its front matter; to take the page from upstream, delete the file",
        )
        return True
    report.changed.append(name)
    return False


def _stamp_of(file: Path) -> Stamp | None:
    try:
        return read_stamp(file.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None


def note_gone(here: Mapping[str, Mapping[str, Stamp]], drafts: Collection[Draft], report: Report) -> None:
    """Take down the imported files no page upstream belongs to any more."""
    current = {(draft.language, draft.path) for draft in drafts}
    for tag, stamps in here.items():
        for path, stamp in stamps.items():
            if (tag, path) not in current and stamp.upstream != HOME_PAGE:
                report.note(
                    Kind.GONE,
                    f"content/{tag}/{path}",
                    "delete it, or take out its line `imported` to keep it as your own",
                )


def write_files(files: Mapping[str, bytes], into: Path) -> None:
    """Write all files or none: first beside `into`, then each moved into place.

    Raises ImportFailed where a file cannot be written.
    """
    if not files:
        return
    _check_room(files, into)
    try:
        into.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=f".{into.name}-import-", dir=into.parent))
    except OSError as error:
        raise ImportFailed(f"{into} cannot be written: {error.strerror}.") from error
    try:
        for path, data in files.items():
            (stage / path).parent.mkdir(parents=True, exist_ok=True)
            (stage / path).write_bytes(data)
        for path in files:
            (into / path).parent.mkdir(parents=True, exist_ok=True)
            (stage / path).replace(into / path)
    except OSError as error:
        raise ImportFailed(f"{error.filename} cannot be written: {error.strerror}.") from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _check_room(files: Mapping[str, bytes], into: Path) -> None:
    """Find what would stop the moving half-way: a folder where a file must stand, or a file where a folder must."""
    for path in files:
        if (into / path).is_dir():
            raise ImportFailed(f"{into / path} is a folder; a page must stand there. Move it away first.")
        above = next(parent for parent in (into / path).parents if parent.exists())
        if not above.is_dir() or not os.access(above, os.W_OK):
            raise ImportFailed(f"{above} is not a folder that can be written to.")
