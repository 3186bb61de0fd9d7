"""A small site with language packs, in editions, and a host for it that can be stopped, fails as told and notes what was asked."""

import hashlib
import json
import shutil
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lotse.model import Language
from lotse.pack.language_pack import language_pack
from lotse.pack.manifest import About
from lotse.pack.search_files import search_chunks
from lotse.render.lite import Frame, LitePage, assemble
from lotse.render.minify import published
from lotse.render.offline_words import offline_words
from scenario import ROOT

TYPES = {"html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8", "json": "application/json"}
LANGUAGES = {"de": ("Deutsch", "ltr"), "ar": ("العربية", "rtl"), "ckb": ("کوردیی ناوەندی", "rtl")}
SAFETY = ("safety/index.html", "safety/fire.html", "safety/violence.html")
ORDINARY = tuple(
    f"{section}/{name}.html" for section in ("health", "work", "home") for name in ("index", "a", "b", "c")
)
PAGES = ("index.html", *SAFETY, *ORDINARY, "a-z.html", "saved.html")
SCRIPTS = ("assets/offline.js", "assets/saving.js")
LOADER = (
    "if(navigator.serviceWorker){var s=document.createElement('script');"
    "s.src=document.getElementById('save').href+'/../../assets/offline.js';document.body.appendChild(s)}"
)
LITE = (
    "<!doctype html><html lang=%(tag)s dir=%(dir)s><meta charset=utf-8><title{tongue}>{title} – Lotse</title>"
    "<link rel=icon href=data:,><header><a href=tel:112>112</a> <a href={up}lite/index.html>Lotse</a></header>"
    "<main>{note}{main}</main><footer><a href={up}{url}#full>Full version</a> "
    "<a id=save href={up}lite/saved.html>Save for offline</a> {switch}</footer><script>%(loader)s</script>"
)
RICH = (
    '<!doctype html><html lang="{tag}" dir="{dir}"><meta charset="utf-8"><title>{title}</title><link rel="icon" href="data:,">'
    '<script src="{up}assets/offline.js" defer></script><main>{main}</main>'
    '<p class="save" id="save-place"><a id="save" href="{up}lite/saved.html">Save for offline</a></p>'
)


class Plain:
    """Words that stay English."""

    def plain(self, text: str) -> str:
        return text


WORDS = offline_words(Plain())  # type: ignore[arg-type]


@dataclass(frozen=True)
class Edition:
    """What a small site says: `changed` pages carry its name, the others stay as they are; `search`: scripts of a search."""

    name: str = "A"
    date: str = "2026-11-20"
    changed: tuple[str, ...] = ()
    search: tuple[tuple[str, str], ...] = ()

    def text(self, tag: str, url: str) -> str:
        """Return the sentence a page must show."""
        return f"Text of {tag} {url}, edition {self.name if url in self.changed else 'A'}."


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def page_of(edition: Edition, tag: str, url: str) -> LitePage:
    """Return a page with much text that packs badly, so that a few pages fill a chunk."""
    filler = " ".join(sha256(f"{tag}{url}{number}".encode()) for number in range(60))
    main = f"<h1>Page {url}</h1><p>{edition.text(tag, url)}</p><p>{filler}</p><p><a href={{up}}lite/index.html>Home</a></p>"
    if url == "saved.html":
        main = "<h1>What is saved here</h1><div id=saved><p>This needs JavaScript.</p></div>"
    section = url.rpartition("/")[0]
    return LitePage(url, f"Page {url}", "", main, "", "safety" if section == "safety" else "ordinary", section)


def write_site(site: Path, edition: Edition | None = None) -> Path:
    """Write three languages of the small site, as the contract has it; returns the folder."""
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True)
    shutil.copy(ROOT / "theme" / "sw.js", site)
    for tag in LANGUAGES:
        write_language(site / tag, tag, edition or Edition())
    links = "".join(f'<a href="{tag}/index.html">{tag}</a>' for tag in LANGUAGES)
    (site / "index.html").write_text(f"<!doctype html><title>Chooser</title>{links}", encoding="utf-8")
    (site / "404.html").write_text("<!doctype html><title>404</title><h1>Not found</h1>", encoding="utf-8")
    return site


def write_language(folder: Path, tag: str, edition: Edition) -> None:
    autonym, direction = LANGUAGES[tag]
    (folder / "assets").mkdir(parents=True)
    for script in SCRIPTS:
        write(folder / script, published(ROOT / "theme", script).encode())
    frame = Frame(
        LITE % {"tag": tag, "dir": direction, "loader": LOADER}, f"<a href={{up}}../{tag}/lite/{{url}}>{autonym}</a>"
    )
    pages = [page_of(edition, tag, url) for url in PAGES]
    for page in pages:
        up = "../" * page.url.count("/")
        text = RICH.format(tag=tag, dir=direction, title=page.url, up=up, main=page.main.replace("{up}", up))
        write(folder / page.url, text.encode())
        write(folder / "lite" / page.url, assemble(frame, page, "../" + up).encode())
    assets = {path: (folder / path).read_bytes() for path in SCRIPTS}
    about = About(
        Language(tag, autonym, direction, (), tag, tag, "published"), "Lotse", date.fromisoformat(edition.date)
    )
    for path, script in edition.search:
        write(folder / path, script.encode())
    search = search_chunks(dict(edition.search))
    for name, data in language_pack(about, frame, WORDS, pages, assets, search).items():
        write(folder / "pack" / name, data)


def write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def contents_of(site: Path, tag: str = "de") -> dict[str, Any]:
    """Return the manifest of a language, its list with the version."""
    manifest = json.loads((site / tag / "pack" / "manifest.json").read_text(encoding="utf-8"))
    return dict(manifest["list"], version=manifest["version"])


def chunk_of(site: Path, url: str, tag: str = "de") -> str:
    """Return the path of the chunk that holds a page."""
    contents = contents_of(site, tag)
    number = next(page[1] for page in contents["pages"] if page[0] == url)
    return f"/{tag}/pack/{contents['chunks'][number][0]}.json"


Fault = Callable[[BaseHTTPRequestHandler, bytes], None]


def status(code: int) -> Fault:
    """Answer with an error."""
    return lambda answer, body: send(answer, code, b"error", "text/plain")


def captive(answer: BaseHTTPRequestHandler, body: bytes) -> None:
    """Answer like a captive portal: another page, and all is well."""
    send(answer, 200, b"<!doctype html><title>Free WiFi</title>", TYPES["html"])


def redirected(answer: BaseHTTPRequestHandler, body: bytes) -> None:
    """Send to a login page."""
    answer.send_response(302)
    answer.send_header("Location", "/404.html")
    answer.send_header("Content-Length", "0")
    answer.end_headers()


def cut(answer: BaseHTTPRequestHandler, body: bytes) -> None:
    """Break off after half of the promised bytes."""
    send(answer, 200, body[: len(body) // 2], kind_of(answer), length=len(body))
    answer.close_connection = True


def cut_open(answer: BaseHTTPRequestHandler, body: bytes) -> None:
    """Break off after half of the bytes; nobody said how many there are."""
    answer.close_connection = True
    send(answer, 200, body[: len(body) // 2], kind_of(answer), length=-1)


def flipped(answer: BaseHTTPRequestHandler, body: bytes) -> None:
    """Change one bit."""
    send(answer, 200, bytes([*body[:-9], body[-9] ^ 1, *body[-8:]]), kind_of(answer))


def empty(answer: BaseHTTPRequestHandler, body: bytes) -> None:
    """Answer with nothing, and all is well."""
    send(answer, 200, b"", kind_of(answer))


def kind_of(answer: BaseHTTPRequestHandler) -> str:
    return TYPES.get(answer.path.rsplit(".", 1)[-1], "application/octet-stream")


def send(answer: BaseHTTPRequestHandler, code: int, body: bytes, kind: str, length: int | None = None) -> None:
    answer.send_response(code)
    answer.send_header("Content-Type", kind)
    answer.send_header("Cache-Control", "no-cache")
    if length is None or length >= 0:
        answer.send_header("Content-Length", str(len(body) if length is None else length))
    answer.end_headers()
    answer.wfile.write(body)


class Host:
    """Serves a folder; `faults` are by the end of the path ("" for all), `log` has the path of every whole right answer."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.faults: dict[str, Fault] = {}
        self.log: list[str] = []
        self.delay = ""  # what begins like this waits until `held` is set
        self.held = threading.Event()
        self.held.set()
        self._server: ThreadingHTTPServer | None = None
        self._port = 0
        self.start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._port}/"

    def start(self) -> None:
        """Answer again, at the same address."""
        host = self

        class Bound(Answers):
            def answer(self, path: str) -> None:
                host.answer(self, path)

        self._server = Server(("127.0.0.1", self._port), Bound)
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Refuse every connection from now on and cut those there are."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server.cut()
            self._server = None

    def answer(self, answer: "Answers", path: str) -> None:
        if self.delay and path.startswith(self.delay):
            self.held.wait(20)
        file = self.site / unquote(path).lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        fault = next((fault for end, fault in self.faults.items() if path.endswith(end)), None)
        if not file.is_file():
            return send(answer, 404, (self.site / "404.html").read_bytes(), TYPES["html"])
        if fault:
            return fault(answer, file.read_bytes())
        send(answer, 200, file.read_bytes(), TYPES.get(file.suffix[1:], "application/octet-stream"))
        self.log.append(path)
        return None

    def fetched(self, start: str = "/") -> list[str]:
        """Return the paths of the chunks and files that were fetched whole since the log was cleared."""
        return [path for path in self.log if path.startswith(start) and "/pack/" in path and "manifest" not in path]


class Server(ThreadingHTTPServer):
    """Keeps quiet when a closed tab hangs up, and can cut every connection."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, *words: Any) -> None:
        self.sockets: set[Any] = set()
        super().__init__(*words)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.sockets.add(request)
        super().process_request(request, client_address)

    def cut(self) -> None:
        for one in list(self.sockets):
            with suppress(OSError):
                one.shutdown(2)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


class Answers(BaseHTTPRequestHandler, ABC):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.answer(urlsplit(self.path).path)

    @abstractmethod
    def answer(self, path: str) -> None:
        """Answer a request for a path."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""
