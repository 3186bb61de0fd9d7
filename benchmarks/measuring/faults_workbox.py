"""Make the peer: the same pages as HTML files, and the worker Workbox's generateSW writes for them."""

import re
import shutil
import subprocess
from pathlib import Path

from benchmarks.measuring.faults_host import Files
from benchmarks.measuring.faults_sites import TAG, NoSite, Version, main_text

from _tools import node, npm

ROOT = Path(__file__).resolve().parents[2]
PEER = ROOT / "benchmarks" / "peers" / "workbox"
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
POLICY = re.compile(r"<meta http-equiv=\"?Content-Security-Policy\"?[^>]*>", re.IGNORECASE)


def install(work: Path) -> Path:
    """Install workbox-build (benchmarks/peers/workbox/package.json) in a folder, once, and return the folder."""
    work.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "generate.cjs"):
        shutil.copy2(PEER / name, work)
    if not (work / "node_modules" / "workbox-build").is_dir():
        words = ("install", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error")
        if npm(*words, cwd=work).returncode:
            raise NoSite("npm could not install Workbox. Is there a connection to the npm registry?")
    return work


def workbox_version(work: Path, version: Version, folder: Path) -> Version:
    """Return a version of the site as the peer serves it, its worker written by Workbox into `folder`."""
    for path, data in peer_files(version.files).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    done = subprocess.run(
        [node(), work / "generate.cjs", folder.resolve()], cwd=work, capture_output=True, encoding="utf-8"
    )
    if done.returncode:
        raise NoSite(f"Workbox could not make its worker:\n{done.stdout}{done.stderr}")
    files = {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }
    lite = f"{TAG}/lite/"
    texts = {
        path.removeprefix(lite): frozenset([main_text(data.decode("utf-8"))])
        for path, data in files.items()
        if path.startswith(lite)
    }
    return Version(version.name, files, texts)


def peer_files(files: Files) -> dict[str, bytes]:
    """Return the lite pages with the peer's registering script in place of ours."""
    lite = {path: data for path, data in files.items() if path.startswith(f"{TAG}/lite/") and path.endswith(".html")}
    pages = {
        path: with_script(data.decode("utf-8")).encode() for path, data in lite.items() if "saved.html" not in path
    }
    return pages | {"register.js": (PEER / "register.js").read_bytes()}


def with_script(html: str) -> str:
    """Return a page without our script and policy, with the peer's script."""
    bare = POLICY.sub("", SCRIPT.sub("", html))
    return bare.replace("</body>", "").replace("</html>", "") + '<script src="/register.js"></script>'
