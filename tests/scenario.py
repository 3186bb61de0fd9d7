"""Small portals for tests: written file by file, built by the real MkDocs in a process of its own."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EPOCH = "1795392000"  # 2026-11-23
PNG = (  # two by two pixels, black
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x02\x01\x00\x00\x00\x00Z\xcd0\x89"
    b"\x00\x00\x00\x0cIDATx\xdac```\x00\x00\x00\x04\x00\x01\xc8\xea\xeb\xf9\x00\x00\x00\x00IEND\xaeB`\x82"
)
LANGUAGES = """\
source: de
languages:
  de: {autonym: Deutsch, dir: ltr, fallback: [], mkdocs: de, status: published}
  en: {autonym: English, dir: ltr, fallback: [], mkdocs: en, cldr: en_GB, status: published}
  ar: {autonym: العربية, dir: rtl, fallback: [en], mkdocs: ar, status: published}
"""
PAGE = "---\nid: {id}\ntitle: {title}\nchecked: 2026-11-01\n---\n\n{body}\n"


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


@dataclass(frozen=True)
class Built:
    """What a build printed and left behind."""

    code: int
    output: str
    site: Path

    @property
    def findings(self) -> list[tuple[str, int, str]]:
        """Return (file, line, code) of every error and warning listed."""
        found = re.findall(r"^(\S+?):(\d+): ([A-Z]\d{3})(?: \(warning\))? (?!\(advice\))", self.output, re.MULTILINE)
        return [(file, int(line), code) for file, line, code in found]

    def page(self, path: str) -> str:
        """Return a built file's text."""
        return (self.site / path).read_text(encoding="utf-8")


class Project:
    """A project folder with this checkout's code and a content of its own."""

    def __init__(self, folder: Path, files: Mapping[str, str | bytes] | None = None) -> None:
        """Make the project; `files` replace or add to a minimal portal of three languages."""
        self.folder = folder
        for name in ("hooks", "theme", "scripts"):
            (folder / name).symlink_to(ROOT / name)
        shutil.copy(ROOT / "mkdocs.yml", folder)
        shutil.copytree(ROOT / "content" / "facts", folder / "content" / "facts")
        (folder / "locales").mkdir()
        shutil.copy(ROOT / "locales" / "interface.pot", folder / "locales")
        for tag in ("de", "en", "ar", "ckb", "ti"):
            shutil.copytree(ROOT / "locales" / tag / "LC_MESSAGES", folder / "locales" / tag / "LC_MESSAGES")
        self.write("locales/languages.yml", LANGUAGES)
        self.write("content/de/index.md", PAGE.format(id="home", title="Start", body="Willkommen."))
        for name, text in (files or {}).items():
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> Path:
        """Write one file of the project."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return file

    def own_theme(self) -> Path:
        """Replace the link to this checkout's theme by a copy a test may break."""
        theme = self.folder / "theme"
        theme.unlink()
        shutil.copytree(ROOT / "theme", theme)
        return theme

    @property
    def beside(self) -> list[str]:
        """Return what builds have left beside the site: nothing is what it should be."""
        return sorted(path.name for path in self.folder.glob(".site*"))

    def build(self, *words: str, strict: bool = True, **environment: str) -> Built:
        """Build with plain `mkdocs build`."""
        command = [sys.executable, "-m", "mkdocs", "build", *(["--strict"] if strict else []), *words]
        settings = (
            os.environ | {"SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1", "LOTSE_JOBS": "2"} | environment
        )
        done = subprocess.run(command, cwd=self.folder, env=settings, capture_output=True, text=True, timeout=300)
        return Built(done.returncode, done.stdout + done.stderr, self.folder / "site")
