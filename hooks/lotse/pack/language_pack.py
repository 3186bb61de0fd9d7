"""Make the language pack: all light pages of a language in a few files whose names are the hashes of their bytes."""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence

from lotse.pack.chunks import LIMIT, Chunk, compact, groups, in_order
from lotse.pack.manifest import About, Contents, manifest
from lotse.pack.shorthand import CODES, Shorthand, title_html
from lotse.render.lite import Frame, LitePage
from lotse.render.site import LanguageSite

MANIFEST = "manifest.json"
BROTLI = 0.95  # of zlib 9: what Brotli 11 makes of a chunk at most; measured in eight languages: 0.932
HOPELESS = 10 * LIMIT  # no text gets ten times smaller: not tried


def about(site: LanguageSite) -> About:
    """Return what the pack of a language says of itself."""
    return About(site.language, str(site.shared["plain_name"]), site.portal.settings.today)


def language_pack(
    about: About,
    frame: Frame,
    words: Mapping[str, str],
    pages: Sequence[LitePage],
    assets: Mapping[str, bytes],
    search: Sequence[bytes] = (),
) -> dict[str, bytes]:
    """Return the files of <tag>/pack/ by name.

    `words` are those of the offline scripts, `assets` the files beside the pack that it needs (by path below <tag>/),
    `search` finished chunks of the search index.
    """
    records = Records(pages)
    first, others = groups(pages, records.large)
    numbers = {url: number for number, urls in enumerate([*first, *others], 1) for url in urls}
    contents = Contents(
        frame=Chunk(compact({"frame": frame.html, "switch": frame.switch, "words": words, "codes": CODES})),
        first=[records.chunk(urls) for urls in first],
        others=[records.chunk(urls) for urls in others],
        search=[Chunk(data) for data in search],
        pages=[(url, numbers[url], title) for url, title in records.titles.items()],
        files=assets,
    )
    chunks = {f"{chunk.hash}.json": chunk.data for chunk in contents.chunks}
    return {MANIFEST: manifest(about, contents)} | chunks


class Records:
    """The records of all pages: short HTML, then tongue and switch where a page has its own."""

    def __init__(self, pages: Iterable[LitePage]) -> None:
        """Shorten the pages; they are listed folder by folder, whatever the order given."""
        by_url = {page.url: page for page in pages}
        self.titles = {url: title_html(by_url[url]) for url in in_order(by_url)}
        shorthand = Shorthand(self.titles)
        self._records = {
            url: _trimmed([shorthand.short(page), page.tongue, page.switch]) for url, page in by_url.items()
        }

    def chunk(self, urls: Iterable[str]) -> Chunk:
        """Return the chunk of some pages."""
        return Chunk(compact({"pages": [self._records[url] for url in urls]}))

    def large(self, urls: Sequence[str]) -> bool:
        """Tell whether a chunk of these pages would pass the limit; Brotli 11 itself is too slow for every build."""
        data = self.chunk(urls).data
        return len(data) > HOPELESS or len(zlib.compress(data, 9)) * BROTLI > LIMIT


def _trimmed(record: Sequence[str]) -> list[str]:
    """Return a record without the empty strings at its end."""
    length = max((number for number, part in enumerate(record, 1) if part), default=0)
    return list(record[:length])


def read_pack(files: Mapping[str, bytes]) -> tuple[Frame, list[LitePage]]:
    """Return the frame and the pages of a pack as a browser would read them, without priority and section."""
    listed = json.loads(files[MANIFEST])["list"]
    chunks = [json.loads(files[f"{name}.json"]) for name, *_ in listed["chunks"]]
    shared = chunks[listed["frame"]]
    titles = {url: title for url, _, title in listed["pages"]}
    shorthand, places = Shorthand(titles), [iter(chunk.get("pages", ())) for chunk in chunks]
    pages = []
    for url, number, title in listed["pages"]:
        short, tongue, switch = [*next(places[number]), "", "", ""][:3]
        pages.append(LitePage(url, title, tongue, shorthand.long(short, url), switch, "", ""))
    return Frame(shared["frame"], shared["switch"]), pages
