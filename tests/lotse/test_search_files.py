"""The scripts of the search: what they say, how they are cut for the pack, and how they come together again."""

import json
import random
import re
import zlib
from pathlib import Path

from portals import portal_of

from copying import Copier
from lotse.pack.chunks import LIMIT
from lotse.pack.search_files import INDEX, TEXTS, search_chunks, search_files, texts
from lotse.render.lite import LitePage

FILES = {
    "content/de/safety/index.md": "---\nid: safety\ntitle: Sicher\nchecked: 2026-11-01\n---\n\nText\n",
    "content/de/safety/fire.md": "---\nid: fire\ntitle: Feuer\nchecked: 2026-11-01\n---\n\nRauch\n",
    "content/en/safety/fire.md": "---\nid: fire\ntitle: Fire\nchecked: 2026-11-01\n---\n\nSmoke\n",
}


def said(script: str, name: str) -> object:
    """Return what a script assigns."""
    match = re.search(rf"self\.{name}=(.*);\n", script)
    assert match
    return json.loads(match[1])


def lite(url: str, main: str) -> LitePage:
    return LitePage(url, url, "", main, "", "ordinary", "")


def index_of(seed: int, letters: int) -> str:
    """Return a text that packs about as well as an index."""
    chance = random.Random(seed)
    return "".join(chance.choice("abcdefghijklmnopqrstuvwxyzאבגד") for _ in range(letters))


def pieces(chunks: list[bytes]) -> list[tuple[str, str]]:
    return [item for chunk in chunks for item in json.loads(chunk)["scripts"].items()]


def test_the_index_comes_with_words_sections_and_languages(tmp_path: Path) -> None:
    site = Copier(portal_of(tmp_path, FILES), "en", ("de", "en")).site
    script = search_files(site, [])[INDEX]
    words = said(script, "lotseSaid")
    assert isinstance(words, dict)
    assert words["names"]["safety"] == "Sicher" and words["languages"]["de"] == "German"
    assert "{number}" in words["found"] and all(words.values())
    assert "self.lotseIndex=" in script


def test_the_text_of_pages_keeps_blocks_on_lines_of_their_own() -> None:
    main = "<h1>Feuer &amp; Rauch</h1><p>Rufen Sie <a href=tel:112>112</a> an.<ul><li>Eins<li><b>Zwei</b> &lt;3</ul>"
    found = said(texts([lite("b.html", "B"), lite("a.html", main)]), "lotseTexts")
    assert found == {"a.html": "Feuer & Rauch\nRufen Sie 112 an.\nEins\nZwei <3", "b.html": "B"}
    assert list(found) == ["a.html", "b.html"]  # type: ignore[call-overload]


def test_texts_may_stand_inside_a_page() -> None:
    assert "</script>" not in texts([lite("a.html", "&lt;/script>")])


def test_two_makings_give_the_same_bytes(tmp_path: Path) -> None:
    site = Copier(portal_of(tmp_path, FILES), "de", ("de", "en")).site
    pages = [lite("a.html", "A"), lite("b.html", "B")]
    assert search_files(site, pages) == search_files(site, pages[::-1])
    assert sorted(search_files(site, pages)) == [INDEX, TEXTS]


def test_the_pieces_in_a_pack_are_small_and_make_the_scripts_again() -> None:
    scripts = {"assets/search.js": "find()", INDEX: index_of(1, 60_000)}
    chunks = search_chunks(scripts)
    together: dict[str, str] = {}
    for path, piece in pieces(chunks):
        together[path] = together.get(path, "") + piece
    assert together == scripts and len(chunks) > 4
    assert all(len(zlib.compress(chunk, 9)) <= LIMIT + 500 for chunk in chunks)


def test_a_change_in_one_place_changes_the_pieces_there_alone() -> None:
    before = index_of(2, 120_000)
    after = before[:30_000] + "anderswo " + before[30_000:]
    old, new = ({piece for _, piece in pieces(search_chunks({INDEX: text}))} for text in (before, after))
    assert len(old) > 8 and len(new - old) <= 3
