"""Write the manifest of a language pack: what there is, where, how large, and in which version."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lotse.model import Language
from lotse.pack.chunks import Chunk, compact


@dataclass(frozen=True, slots=True)
class About:
    """What a manifest says of the whole pack: its language, the name of the portal in it, the day of the build."""

    language: Language
    title: str
    day: date


@dataclass(frozen=True, slots=True)
class Contents:
    """What lies in a pack: the frame's chunk, chunks of pages that every visitor keeps, the other pages, the search.

    `pages` holds address, chunk and title of every page, in the order of the records; `files` are assets beside the pack.
    """

    frame: Chunk
    first: Sequence[Chunk]
    others: Sequence[Chunk]
    search: Sequence[Chunk]
    pages: Sequence[tuple[str, int, str]]
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def chunks(self) -> Sequence[Chunk]:
        """Return all chunks in the order of their numbers."""
        return [self.frame, *self.first, *self.others, *self.search]


def manifest(about: About, contents: Contents) -> bytes:
    """Return the manifest's JSON; its version is the SHA-256 of its list, as JSON.stringify writes that in a browser."""
    chunks = contents.chunks
    searched = len(chunks) - len(contents.search)
    files = sorted(contents.files.items())
    listed: dict[str, object] = {
        "language": about.language.tag,
        "dir": about.language.dir,
        "autonym": about.language.autonym,
        "title": about.title,
        "date": about.day.isoformat(),
        "size": sum(len(chunk.data) for chunk in chunks),
        "transfer": sum(chunk.gzipped for chunk in chunks),
        "chunks": [[chunk.hash, len(chunk.data), chunk.gzipped] for chunk in chunks],
        "frame": 0,
        "first": list(range(len(contents.first) + 1)),
        "pages": contents.pages,
        "search": list(range(searched, len(chunks))),
        "files": [[name, hashlib.sha256(data).hexdigest(), len(data)] for name, data in files],
    }
    return compact({"version": hashlib.sha256(compact(listed)).hexdigest(), "list": listed})
