"""Make every script run inside the project's own `.venv`, made from the hashed lock. Needs only Python 3.11 and git."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"": "requirements.lock", "test": "requirements-test.lock"}


def enter(kind: str = "") -> None:
    """Go on inside `.venv`, making or updating it first; `kind` "test" adds the tools of the test command.

    Exits with 2 and says what to install where Python is too old or lacks its `venv` module.
    """
    if sys.version_info < (3, 11):
        _stop(f"Lotse needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    python = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = ROOT / ".venv" / "lotse.stamp"
    wanted = _fingerprint(kind)
    if not python.exists() or wanted not in (stamp.read_text(encoding="utf-8") if stamp.exists() else ""):
        _make(python, kind)
        stamp.write_text(f"{wanted}\n{_fingerprint('')}\n", encoding="utf-8")
    if Path(sys.prefix).resolve() != (ROOT / ".venv").resolve():
        sys.stdout.flush()
        os.execv(python, [str(python), *sys.argv])


def _fingerprint(kind: str) -> str:
    locks = b"".join((ROOT / name).read_bytes() for key, name in LOCKS.items() if key in ("", kind))
    return hashlib.sha256(locks + sys.version.encode()).hexdigest()


def _make(python: Path, kind: str) -> None:
    try:
        import ensurepip
        import venv  # noqa: F401
    except ImportError:
        _stop(
            "Python's venv module is missing. Install it first: `sudo apt install python3-venv` (Debian, Ubuntu), then run this again."
        )
    del ensurepip
    print("Preparing .venv from the lock (once, about a minute) …", file=sys.stderr, flush=True)
    if not python.exists():
        _run(sys.executable, "-m", "venv", str(ROOT / ".venv"))
    lock = ROOT / LOCKS[kind]
    _run(
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--require-hashes",
        "-r",
        str(lock),
    )
    packages = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    )
    (Path(packages.stdout.strip()) / "lotse.pth").write_text(f"{ROOT / 'hooks'}\n", encoding="utf-8")


def _run(*command: str) -> None:
    done = subprocess.run(command)
    if done.returncode:
        _stop(
            f"This failed: {' '.join(command)}\nIs there a connection to the package index? Run the script again when there is."
        )


def _stop(reason: str) -> None:
    print(reason, file=sys.stderr)
    raise SystemExit(2)
