"""Read pages as the Integreat API v3 answers them, from saved answers or from a server."""

import json
import re
import unicodedata
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from lotse.exchange.integreat_report import ImportFailed

ENDPOINT = "/api/v3/{region}/{language}/pages/"
LOGIN = re.compile(r"/(log-?in|sign-?in|auth|oauth2?|sso|accounts?|wp-login\.php)(/|$|\?)", re.IGNORECASE)
JSON_TYPES = ("application/json", "text/json")
LARGEST_ANSWER = 64 * 1024 * 1024
PATIENCE = 6  # how many timeouts the whole of one answer may take
CHUNK = 64 * 1024


class Refused(ImportFailed):
    """A server answered, but not with what was asked for."""


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page in one language; `slugs` are its path below region and language, `others` the ids of its translations by language."""

    language: str
    id: str
    url: str
    slugs: tuple[str, ...]
    parent: tuple[str, ...]
    title: str
    content: str
    excerpt: str
    updated: date
    order: int
    others: Mapping[str, str]
    thumbnail: str
    extras: tuple[str, ...]


Answers = Mapping[str, Sequence[SourcePage]]


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Asks servers, each wait at most `timeout` seconds; `clock` counts seconds."""

    timeout: float
    clock: Callable[[], float]

    def get(self, address: str, types: Sequence[str], largest: int) -> tuple[bytes, str]:
        """Return the body and content type behind an address.

        Raises Refused for another type, a redirect to another host or a login page, an error status or too many bytes;
        ImportFailed where nothing or nothing in time is answered.
        """
        if urlsplit(address).scheme not in ("http", "https"):
            raise Refused(f"{address}: only http and https addresses are fetched.")
        request = urllib.request.Request(address, headers={"Accept": ", ".join(types), "User-Agent": "Lotse import"})
        try:
            with urllib.request.build_opener(_Redirects()).open(request, timeout=self.timeout) as response:
                kind = response.headers.get_content_type()
                if not any(kind == wanted or (wanted.endswith("/") and kind.startswith(wanted)) for wanted in types):
                    raise Refused(
                        f"{address} answered with {kind}, not {' or '.join(types)}. Is the address right, and open without a login?"
                    )
                return self._body(response, address, largest), kind
        except urllib.error.HTTPError as error:
            raise Refused(f"{address} answered with status {error.code} ({error.reason}).") from error
        except TimeoutError as error:
            raise self._too_slow(address) from error
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            raise (
                self._too_slow(address)
                if isinstance(reason, TimeoutError)
                else ImportFailed(f"{address} cannot be reached: {reason}.")
            ) from error

    def _body(self, response: HTTPResponse, address: str, largest: int) -> bytes:
        read, end = bytearray(), self.clock() + PATIENCE * self.timeout
        while chunk := response.read1(CHUNK):
            read += chunk
            if len(read) > largest:
                raise Refused(f"{address} answered with more than {largest // 1024 // 1024} MB.")
            if self.clock() > end:
                raise self._too_slow(address)
        announced = response.headers.get("Content-Length") or ""
        if announced.isdigit() and len(read) < int(announced):
            raise ImportFailed(f"{address} broke off {int(announced) - len(read)} bytes before the end of its answer.")
        return bytes(read)

    def _too_slow(self, address: str) -> ImportFailed:
        return ImportFailed(
            f"{address} did not answer in time ({self.timeout:g} s). Try again later, or with a longer --timeout."
        )


class _Redirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        here, there = urlsplit(req.full_url), urlsplit(newurl)
        if LOGIN.search(there.path):
            raise Refused(f"{req.full_url} leads to a login page, {newurl}. Use an address that is open to everybody.")
        if (there.hostname, there.scheme) not in ((here.hostname, here.scheme), (here.hostname, "https")):
            raise Refused(f"{req.full_url} leads to another host, {newurl}. Use that address if you trust it.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def read_answers(source: str, region: str, languages: Sequence[str], fetcher: Fetcher) -> dict[str, list[SourcePage]]:
    """Return the pages of each language from a folder of saved answers or an API base address.

    Raises ImportFailed where one answer is missing or broken.
    """
    answers = {}
    for language in languages:
        place, data = (
            _from_server(source, region, language, fetcher)
            if re.match(r"https?://", source)
            else _from_folder(Path(source), language)
        )
        answers[language] = parse_answer(data, place, region, language)
    if not answers[languages[0]]:
        raise ImportFailed(f"The answer for {languages[0]} holds no pages.")
    return answers


def parse_answer(data: bytes, place: str, region: str, language: str) -> list[SourcePage]:
    """Return the pages of one answer; `place` is what error messages call it."""
    try:
        entries = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ImportFailed(f"{place} is not valid JSON: {error}.") from error
    if not isinstance(entries, list):
        raise ImportFailed(f"{place} is not a list of pages.")
    pages = [_page(entry, f"{place}, page {number}", region, language) for number, entry in enumerate(entries, 1)]
    for key in ("id", "slugs"):
        seen = [getattr(page, key) for page in pages]
        twice = next((value for value in seen if seen.count(value) > 1), None) if len(set(seen)) < len(seen) else None
        if twice is not None:
            raise ImportFailed(f"{place} holds two pages with the same {'path' if key == 'slugs' else key}: {twice}.")
    return pages


def _from_folder(folder: Path, language: str) -> tuple[str, bytes]:
    file = folder / language / "pages.json"
    try:
        return str(file), file.read_bytes()
    except OSError as error:
        raise ImportFailed(f"{file} cannot be read: {error.strerror}.") from error


def _from_server(base: str, region: str, language: str, fetcher: Fetcher) -> tuple[str, bytes]:
    address = re.sub(r"(/api(/v3)?)?/*$", "", base) + ENDPOINT.format(region=region, language=language)
    return address, fetcher.get(address, JSON_TYPES, LARGEST_ANSWER)[0]


def _page(entry: object, place: str, region: str, language: str) -> SourcePage:
    if not isinstance(entry, dict):
        raise ImportFailed(f"{place} is not a page.")
    place += f" (id {entry.get('id')})"
    parent, others = (
        _field(entry, "parent", dict | None, place) or {},
        _field(entry, "available_languages", dict | list, place) or {},
    )
    title = " ".join(_unescaped(str(_field(entry, "title", str, place))).split())
    if not title:
        raise ImportFailed(f"{place} has an empty `title`.")
    return SourcePage(
        language=language,
        id=str(_field(entry, "id", int | str, place)),
        url=str(entry.get("url") or ""),
        slugs=_slugs(str(_field(entry, "path", str, place)), place, region, language),
        parent=_slugs(parent["path"], place, region, language) if parent.get("path") else (),
        title=title,
        content=str(_field(entry, "content", str, place)),
        excerpt=str(entry.get("excerpt") or ""),
        updated=_date(entry, place),
        order=int(_field(entry, "order", int, place)),
        others={str(tag): str(other.get("id")) for tag, other in others.items() if isinstance(other, dict)},
        thumbnail=str(entry.get("thumbnail") or ""),
        extras=tuple(
            f"{key}: {json.dumps(entry[key], ensure_ascii=False)}"
            for key in ("organization", "embedded_offers")
            if entry.get(key)
        ),
    )


def _field(entry: dict[str, Any], key: str, kind: Any, place: str) -> Any:
    if key not in entry:
        raise ImportFailed(f"{place} has no `{key}`.")
    if not isinstance(entry[key], kind):
        raise ImportFailed(f"{place}: `{key}` is not what the API promises: {str(entry[key])[:80]!r}.")
    return entry[key]


def _unescaped(text: str) -> str:
    """Return a title as words: machine translation leaves entities in it."""
    from html import unescape

    return unescape(text)


def address_slugs(path: str) -> tuple[str, ...]:
    """Return the parts of an address's path, decoded and in one normal form."""
    return tuple(unicodedata.normalize("NFC", unquote(part)) for part in path.strip("/").split("/") if part)


def _slugs(path: object, place: str, region: str, language: str) -> tuple[str, ...]:
    slugs = address_slugs(str(path))
    if slugs[:2] != (region, language) or len(slugs) < 3:
        raise ImportFailed(
            f"{place}: its path {str(path)[:120]!r} is not below /{region}/{language}/. Are --region and --languages right?"
        )
    return slugs[2:]


def _date(entry: dict[str, Any], place: str) -> date:
    value = str(_field(entry, "last_updated" if "last_updated" in entry else "modified_gmt", str, place))
    try:
        return date.fromisoformat(value[:10])
    except ValueError as error:
        raise ImportFailed(f"{place}: `last_updated` is not a date: {value[:40]!r}.") from error
