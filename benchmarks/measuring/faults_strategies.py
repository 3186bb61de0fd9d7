"""The two ways to keep a site offline that are held against the same faults: ours, and Workbox's precache."""

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from benchmarks.measuring.faults_browser import Kept
from benchmarks.measuring.faults_judge import Claim
from benchmarks.measuring.faults_sites import TAG, Version
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

RECORD = """async (tag) => {
  const cache = await caches.open("lotse-records"), found = [];
  for (const request of await cache.keys()) {
    const record = await (await cache.match(request)).json().catch(() => null);
    if (record && record.list.language === tag) found.push(record);
  }
  const newest = found.sort((a, b) => b.at - a.at)[0];
  return newest && newest.complete ? newest.version : "";
}"""
PRESS = """() => {
  const save = document.getElementById("save"), { state, runs } = save.dataset;
  const able = save.localName === "button" && state !== "saved" && state !== "saving";
  self.pressedAfter = able ? Number(runs) : -1;
  if (able) save.click();
}"""
RESTS = """() => {
  const save = document.getElementById("save");
  return Boolean(save && self.pressedAfter !== undefined && Number(save.dataset.runs) > self.pressedAfter);
}"""
IDLE = """async () => {
  const look = async () => {
    const found = await navigator.serviceWorker.getRegistration("/");
    return document.readyState === "complete" && !(found && (found.installing || found.waiting));
  };
  if (!(await look())) return false;
  await new Promise((later) => setTimeout(later, 250));
  return look();
}"""
SETTLED = """async () => {
  const found = await navigator.serviceWorker.getRegistration("/");
  return Boolean(found && found.active && found.active.state === "activated" && !found.installing && !found.waiting);
}"""


@dataclass(frozen=True, slots=True)
class Strategy(ABC):
    """A way to keep a site offline, in two versions of that site: `old` is what readers have before an update."""

    old: Version
    new: Version

    name = ""
    tells_commit = False
    opens_all = False

    @property
    def versions(self) -> tuple[Version, Version]:
        """Return both versions."""
        return self.old, self.new

    @abstractmethod
    def address(self, page: str, lite: bool) -> str:
        """Return the address of a page below the site."""

    @abstractmethod
    def save(self, page: Page, patience: float) -> None:
        """Ask for everything to be kept, as a reader does who waits for the button so many seconds."""

    @abstractmethod
    def rests(self, page: Page) -> bool:
        """Tell whether nothing more is going to happen on this visit."""

    @abstractmethod
    def kept(self, page: Page, version: Version) -> bool:
        """Tell whether the browser has a version whole, by its own account."""

    @abstractmethod
    def awaited(self, update: bool) -> frozenset[str]:
        """Return the paths that have to arrive before the new version can be committed."""

    @abstractmethod
    def claim(self, stored: Sequence[Kept], worker: Sequence[str] | None) -> Claim | None:
        """Return what the browser says it keeps."""

    @abstractmethod
    def stored_texts(self, stored: Sequence[Kept]) -> dict[str, str]:
        """Return the texts storage has, by page: for the pages that are not opened one by one."""

    @abstractmethod
    def damaged(self, stored: Sequence[Kept]) -> list[str]:
        """Return what readers would be given from storage with other bytes than its name says."""


class Lotse(Strategy):
    """Our pack, installer and worker."""

    name = "Lotse"
    tells_commit = True

    def address(self, page: str, lite: bool) -> str:
        """Return the rich or the lite address."""
        return f"{TAG}/lite/{page}" if lite else f"{TAG}/{page}"

    def save(self, page: Page, patience: float) -> None:
        """Press the save button, once a first run has brought its words; a page that has saved already needs no press."""
        with suppress(BrowserError):
            page.keyboard.press("Shift")  # a lite page loads its script at the first sign of a reader
            page.wait_for_selector("#save[data-runs]", state="attached", timeout=patience * 1000)
            page.evaluate(PRESS)

    def rests(self, page: Page) -> bool:
        """Tell whether the run that the press began has ended."""
        return bool(page.evaluate(RESTS))

    def kept(self, page: Page, version: Version) -> bool:
        """Tell whether the record of the language names this version and is complete."""
        return bool(page.evaluate(RECORD, TAG) == manifest(version)["version"])

    def awaited(self, update: bool) -> frozenset[str]:
        """Return the chunks the old version does not have."""
        had = chunks(self.old) if update else frozenset()
        return frozenset(f"/{TAG}/pack/{name}.json" for name in chunks(self.new) - had)

    def claim(self, stored: Sequence[Kept], worker: Sequence[str] | None) -> Claim | None:
        """Return what the language's record says."""
        mine = [one for one in records(stored) if one["list"]["language"] == TAG]
        if not mine:
            return None
        record, names = (
            max(mine, key=lambda one: one["at"]),
            {manifest(one)["version"]: one.name for one in self.versions},
        )
        held = set(record["held"])
        pages = frozenset(page for page, chunk, *_ in record["list"]["pages"] if chunk in held and page != "saved.html")
        return Claim(names.get(record["version"], record["version"]), bool(record["complete"]), pages)

    def stored_texts(self, stored: Sequence[Kept]) -> dict[str, str]:
        """Return the texts of the record's version whose chunks are there with the right bytes."""
        mine = [one for one in records(stored) if one["list"]["language"] == TAG]
        there = {one.sha256 for one in stored if one.store == "lotse-store"}
        if not mine:
            return {}
        record = max(mine, key=lambda one: one["at"])
        texts = next((one.texts for one in self.versions if manifest(one)["version"] == record["version"]), {})
        right = {index for index in record["held"] if record["list"]["chunks"][index][0] in there}
        found = [page for page, chunk, *_ in record["list"]["pages"] if chunk in right and page != "saved.html"]
        return {page: next(iter(texts.get(page, ["of no version of ours"]))) for page in found}

    def damaged(self, stored: Sequence[Kept]) -> list[str]:
        """Return the chunks a record holds whose hash is not their name; what no record names, no reader sees."""
        held = {one["list"]["chunks"][index][0] for one in records(stored) for index in one["held"]}
        entries = [one for one in stored if one.store == "lotse-store"]
        named = {urlsplit(one.address).path.rsplit("/", 1)[-1].partition(".")[0]: one.sha256 for one in entries}
        return sorted(name for name in held & named.keys() if named[name] != name)


class Workbox(Strategy):
    """Workbox 7, generateSW with its usual configuration, precaching the same pages as HTML files."""

    name = "Workbox"
    opens_all = True  # its storage holds files of workers that are not active: only what opens tells

    def address(self, page: str, lite: bool) -> str:
        """Return the one address a page has: the precache knows each file by its own."""
        return f"{TAG}/lite/{page}"

    def save(self, page: Page, patience: float) -> None:
        """Do nothing: the page registers the worker, and the worker keeps everything."""

    def rests(self, page: Page) -> bool:
        """Tell whether no worker is on its way, neither on first nor on second look."""
        return bool(page.evaluate(IDLE))

    def kept(self, page: Page, version: Version) -> bool:
        """Tell whether one worker is active and no other on its way, and the precache is of this version."""
        return bool(page.evaluate(SETTLED)) and self._precached(page, version)

    def _precached(self, page: Page, version: Version) -> bool:
        names = page.evaluate(
            "async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((one) => one.url)))).flat()"
        )
        return set(revisions(version)) <= {unquoted(name) for name in names}

    def awaited(self, update: bool) -> frozenset[str]:
        """Return the files whose bytes differ."""
        had = dict(self.old.files) if update else {}
        return frozenset(
            f"/{path}" for path, data in self.new.files.items() if precached(path) and had.get(path) != data
        )

    def claim(self, stored: Sequence[Kept], worker: Sequence[str] | None) -> Claim | None:
        """Take an active worker for the claim: it activates only after its precache is complete, of whatever version."""
        return Claim("", True) if worker and worker[2] == "activated" else None

    def stored_texts(self, stored: Sequence[Kept]) -> dict[str, str]:
        """Return nothing: every page is opened."""
        return {}

    def damaged(self, stored: Sequence[Kept]) -> list[str]:
        """Return nothing: every page is opened."""
        return []


def records(stored: Sequence[Kept]) -> list[dict[str, Any]]:
    """Return our records; one cut off by a kill does not parse and does not count."""
    found = []
    for one in stored:
        if one.store == "lotse-records":
            with suppress(ValueError):
                found.append(json.loads(one.text))
    return found


def manifest(version: Version) -> dict[str, object]:
    """Return a version's pack manifest."""
    found: dict[str, object] = json.loads(version.files[f"{TAG}/pack/manifest.json"])
    return found


def chunks(version: Version) -> frozenset[str]:
    """Return the names of a version's chunks."""
    listed = manifest(version)["list"]
    assert isinstance(listed, dict)
    return frozenset(chunk[0] for chunk in listed["chunks"])


def precached(path: str) -> bool:
    """Tell whether Workbox precaches a file of the peer's site (globPatterns of benchmarks/peers/workbox)."""
    return path.rsplit(".", 1)[-1] in ("html", "css", "js") and not path.startswith(("sw.js", "workbox-"))


def revisions(version: Version) -> list[str]:
    """Return the addresses under which the precache keeps this version: path and MD5 revision."""
    return [
        f"/{path}?__WB_REVISION__={hashlib.md5(data, usedforsecurity=False).hexdigest()}"
        for path, data in version.files.items()
        if precached(path)
    ]


def unquoted(address: str) -> str:
    """Return the path and query of an address."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"
