"""Check a site as its host serves it: what browsers keep for reading offline must arrive whole. Changes nothing.

    python3 scripts/check_deployed.py https://example.org/ --site site

Run it after every upload. What it finds:
    A101 sw.js is not what browsers need. An empty or cut one switches offline reading off for every reader.
    A102 The manifest of a language pack is missing or damaged.
    A103 A file of a language pack or of the search is missing or has other bytes.
    A104 A header that protects readers is missing (advice: some hosts cannot send any, see docs/hosting).
    A105 The site cannot be reached, has no languages, or is not served over https.
    A106 sw.js or a manifest may lie in caches for long, so that readers get updates late (warning).

Exit code 0: all is well (advice may be listed); 1: findings; 2: the command was not understood.
"""

import argparse
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import _venv

_venv.enter()

from lotse.report import Finding, Level, stops, summary  # noqa: E402

LOCAL = ("localhost", "127.0.0.1", "[::1]")
SCRIPT_TYPES = ("text/javascript", "application/javascript")
WRAPPED = re.compile(rb"\s*(?:/\*.*?\*/\s*)?[(!]\s*(?:function|\(\)).*\}\)?\(\)+;?\s*", re.DOTALL)
LANGUAGE = re.compile(r"""href=["']?(?:\./)?([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)/(?:lite/)?index\.html""")
LONG = re.compile(r"max-age=(\d+)")
LONGEST = 600  # seconds a manifest may lie in a cache
HEADERS = {
    "Content-Security-Policy": "what a page may load",
    "Referrer-Policy": "that other sites do not learn what was read",
    "X-Content-Type-Options": "that files are not taken for something else",
    "Permissions-Policy": "that no page asks for camera or place",
}
DEPLOY = "Upload the site again, whole, and check once more."


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host said; `status` 0 means that it said nothing, then `body` is why."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


Get = Callable[[str], Answer]


class _Stay(HTTPRedirectHandler):
    """Follows no redirect: browsers follow none for a service worker, and pages none for a pack."""

    def redirect_request(self, *_: object) -> None:
        return None


def fetch(address: str) -> Answer:
    """Return what a host answers now, past caches; header names are lower case."""
    request = Request(address, headers={"Cache-Control": "no-cache", "User-Agent": "Lotse check_deployed"})
    try:
        with build_opener(_Stay).open(request, timeout=30) as answer:
            return Answer(answer.status, answer.read(), {name.lower(): value for name, value in answer.headers.items()})
    except HTTPError as error:
        return Answer(error.code, b"", {name.lower(): value for name, value in error.headers.items()})
    except (OSError, HTTPException, ValueError) as error:
        return Answer(0, str(error).encode())


def check(get: Get, base: str, site: Path | None) -> Iterator[Finding]:
    """Find what is wrong with the site at `base` (ending in a slash); `site` is the folder it was uploaded from."""
    home = get(base)
    if home.status != 200:
        yield Finding(
            base, 1, "A105", f"The site does not answer: {said(home)}.", "Is the address right, and the host up?"
        )
        return
    if not base.startswith("https:") and urlsplit(base).hostname not in LOCAL:
        mend = "Serve the site over https: browsers keep nothing otherwise."
        yield Finding(base, 1, "A105", "The site is not served over https.", mend)
    yield from check_headers(base, home)
    yield from check_worker(get, base, site)
    tags = languages(home, site)
    if not tags:
        yield Finding(base, 1, "A105", "The start page leads to no language.", DEPLOY)
    for tag in tags:
        yield from check_pack(get, f"{base}{tag}/", site / tag if site else None)


def languages(home: Answer, site: Path | None) -> list[str]:
    """Return the languages of the local folder, else those the start page leads to."""
    if site:
        return sorted(file.parent.parent.name for file in site.glob("*/pack/manifest.json"))
    return sorted(set(LANGUAGE.findall(home.body.decode("utf-8", "replace"))))


def check_headers(address: str, answer: Answer) -> Iterator[Finding]:
    """Find missing headers of a page."""
    for name, why in HEADERS.items():
        if name.lower() not in answer.headers:
            mend = "docs/hosting has ready files for several hosts."
            yield Finding(address, 1, "A104", f"The header {name} is missing; it says {why}.", mend, Level.ADVICE)


def check_worker(get: Get, base: str, site: Path | None) -> Iterator[Finding]:
    """Find what would make browsers refuse the worker, or take one that does nothing."""
    address = base + "sw.js"
    answer = get(address)
    for what in worker_faults(answer, (site / "sw.js").read_bytes() if site else None):
        yield Finding(address, 1, "A101", what, DEPLOY)
    yield from check_freshness(address, answer)


def worker_faults(answer: Answer, local: bytes | None) -> Iterator[str]:
    """Say what is wrong with the worker."""
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if answer.status != 200:
        yield f"The service worker does not arrive: {said(answer)}."
    elif not answer.body.strip():
        yield "The service worker is empty: readers lose what they saved."
    elif not WRAPPED.fullmatch(answer.body):
        yield "The service worker is cut off, or not one wrapped function."
    elif local is not None and answer.body != local:
        yield f"The service worker is not the one of the folder: {len(answer.body)} bytes there, {len(local)} here."
    if answer.status == 200 and kind not in SCRIPT_TYPES:
        yield f"The service worker comes as {kind or 'no type'}; browsers take text/javascript only."


def check_freshness(address: str, answer: Answer) -> Iterator[Finding]:
    """Find caching that keeps updates from readers."""
    age = LONG.search(answer.headers.get("cache-control", ""))
    if age and int(age[1]) > LONGEST:
        what = f"This may lie in caches for {int(age[1])} seconds."
        yield Finding(address, 1, "A106", what, "Send `Cache-Control: no-cache` for it.", Level.WARNING)


def check_pack(get: Get, base: str, folder: Path | None) -> Iterator[Finding]:
    """Find what is wrong with the pack of a language."""
    address = base + "pack/manifest.json"
    answer = get(address)
    try:
        files = expected(answer.body) if answer.status == 200 else []
    except (ValueError, KeyError, TypeError) as error:
        yield Finding(address, 1, "A102", f"The manifest is damaged: {error}.", DEPLOY)
        return
    if not files:
        yield Finding(address, 1, "A102", f"The manifest does not arrive: {said(answer)}.", DEPLOY)
        return
    if folder and answer.body != (folder / "pack" / "manifest.json").read_bytes():
        yield Finding(address, 1, "A102", "The manifest is not the one of the folder.", DEPLOY)
    yield from check_freshness(address, answer)
    with ThreadPoolExecutor(8) as pool:
        for (path, digest), got in zip(files, pool.map(lambda file: get(base + quote(file[0])), files), strict=True):
            if got.status != 200 or hashlib.sha256(got.body).hexdigest() != digest:
                how = said(got) if got.status != 200 else "other bytes than the manifest says"
                yield Finding(base + path, 1, "A103", f"A file of the pack does not arrive: {how}.", DEPLOY)
    yield from check_search(get, base, answer.body)


def check_search(get: Get, base: str, manifest: bytes) -> Iterator[Finding]:
    """Find scripts of the search that are not those the pack carries in pieces."""
    contents = json.loads(manifest)["list"]
    scripts: dict[str, str] = {}
    for number in contents.get("search", ()):
        answer = get(f"{base}pack/{contents['chunks'][number][0]}.json")
        if answer.status != 200 or hashlib.sha256(answer.body).hexdigest() != contents["chunks"][number][0]:
            return  # said already
        for path, piece in json.loads(answer.body)["scripts"].items():
            scripts[path] = scripts.get(path, "") + piece
    for path, script in scripts.items():
        got = get(base + path)
        if got.body != script.encode():
            how = said(got) if got.status != 200 else "other bytes than the pack has"
            yield Finding(base + path, 1, "A103", f"A script of the search does not arrive: {how}.", DEPLOY)


def expected(manifest: bytes) -> list[tuple[str, str]]:
    """Return (path below the language folder, SHA-256) of all a pack is made of; raises ValueError where damaged."""
    value = json.loads(manifest)
    contents = value["list"]
    text = json.dumps(contents, ensure_ascii=False, separators=(",", ":"))
    if hashlib.sha256(text.encode()).hexdigest() != value["version"]:
        raise ValueError("its version is not the SHA-256 of its list")
    chunks = [(f"pack/{chunk[0]}.json", str(chunk[0])) for chunk in contents["chunks"]]
    return chunks + [(str(path), str(digest)) for path, digest, *_ in contents["files"]]


def said(answer: Answer) -> str:
    """Return an answer in a few words."""
    if not answer.status:
        return answer.body.decode("utf-8", "replace")
    where = answer.headers.get("location", "")
    return f"status {answer.status}" + (f", redirected to {where}" if where else "")


def main(words: Sequence[str] | None = None) -> int:
    """Print the findings as the command line asks for them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="the address of the site, as in https://example.org/portal/")
    parser.add_argument("--site", type=Path, metavar="FOLDER", help="the folder that was uploaded: compare with it")
    parser.add_argument("--json", action="store_true", help="one JSON list, for programs")
    options = parser.parse_args(words)
    if urlsplit(options.url).scheme not in ("http", "https"):
        parser.error("the address begins with https:// or http://")
    if options.site and not (options.site / "sw.js").is_file():
        parser.error(f"{options.site} is no built site: there is no sw.js")
    findings = sorted(check(fetch, urljoin(options.url, "./"), options.site))
    print(
        json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=1)
        if options.json
        else "\n".join([*map(str, findings), summary(findings)])
    )
    return int(stops(findings, strict=True))


if __name__ == "__main__":
    raise SystemExit(main())
