"""The preview: a build in a process of its own for each change, and a server that tells pages to reload."""

import contextlib
import functools
import http.server
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from watchfiles import watch

import _build
from lotse.parallel import cores, in_processes

WATCHED = ("content", "locales", "theme", "hooks", "mkdocs.yml")
RELOAD = "/_reload"
WAIT = 20  # seconds a page's question may stay open before it asks again
SCRIPT_FILE = "/_reload.js"  # a file: the pages' policy forbids inline scripts it does not know
SCRIPT = b"(function ask(v){fetch('/_reload?'+v).then(function(r){return r.text()}).then(function(n){if(v&&n!==v)location.reload();else ask(n)}).catch(function(){setTimeout(ask,2000,v)})})('')"
TAG = b'<script src="/_reload.js"></script>'


class Preview:
    """Builds into a folder of its own, and counts the builds so that pages know when to reload."""

    def __init__(self, root: Path, *, keep_going: bool) -> None:
        """Prepare a preview of the project at `root`."""
        self.root, self.site, self._keep_going = root, root / ".cache" / "preview", keep_going
        self.number, self.changed = 0, threading.Condition()

    def build(self) -> bool:
        """Build in a fresh process (hooks and templates may have changed); pages that stay the same are not made again."""
        start = time.monotonic()

        def work(site: Path) -> int:
            os.environ.update(
                LOTSE_DRAFTS="1",
                LOTSE_BRIEF="1",
                LOTSE_KEEP_GOING="1" if self._keep_going else "",
                LOTSE_JOBS=str(cores()),
            )
            return _build.build(self.root / "mkdocs.yml", site)

        for _, result in in_processes(work, [self.site], 1):
            good = result == 0
            if isinstance(result, Exception):
                print(result, file=sys.stderr)
        print(
            f"{'Built' if good else 'Not built: the last good pages stay'} ({time.monotonic() - start:.1f} s)",
            file=sys.stderr,
            flush=True,
        )
        with self.changed:
            self.number += good
            self.changed.notify_all()
        return good

    def follow(self) -> None:
        """Build again whenever a watched file is saved."""
        for _ in watch(*(self.root / name for name in WATCHED), step=100, debounce=400):
            self.build()


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the preview; pages get a line of script that waits for the next build."""

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        """Serve one request."""
        self._preview = preview
        super().__init__(*args, directory=str(preview.site), **kwargs)

    def do_GET(self) -> None:
        """Answer a page, a file, or the question whether something changed."""
        path, _, known = self.path.partition("?")
        if path == RELOAD:
            self._answer_reload(known)
            return
        if path == SCRIPT_FILE:
            self._answer(200, "text/javascript", SCRIPT)
            return
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if file.suffix == ".html" or not file.exists():
            self._answer_page(file)
        else:
            super().do_GET()

    def end_headers(self) -> None:
        """Forbid keeping: the next build must show at once."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of each request."""

    def _answer_page(self, file: Path) -> None:
        found = file.is_file()
        page = (file if found else self._preview.site / "404.html").read_bytes()
        self._answer(200 if found else 404, "text/html; charset=utf-8", _with_reload(page))

    def _answer_reload(self, known: str) -> None:
        with self._preview.changed:
            self._preview.changed.wait_for(lambda: str(self._preview.number) != known, WAIT)
        self._answer(200, "text/plain", str(self._preview.number).encode())

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        with contextlib.suppress(ConnectionError):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)


def _with_reload(page: bytes) -> bytes:
    """Return a page that also asks for the reload script; light pages leave out `</body>`."""
    return page.replace(b"</body>", TAG + b"</body>") if b"</body>" in page else page + TAG


def serve(preview: Preview, port: int) -> int:
    """Build, serve on 127.0.0.1 and follow changes until Ctrl+C; return the exit code."""
    with contextlib.suppress(KeyboardInterrupt):
        preview.build()
    if not preview.site.exists():
        return 1
    server = _listen(functools.partial(Handler, preview=preview), port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}/", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        preview.follow()
    return 0


def _listen(handler: Any, port: int) -> http.server.ThreadingHTTPServer:
    for number in [port, *range(port + 1, port + 20), 0] if port else [0]:
        with contextlib.suppress(OSError):
            return http.server.ThreadingHTTPServer(("127.0.0.1", number), handler)
    raise SystemExit("No port is free on 127.0.0.1.")
