"""One run of the build: what to build, where to, and the portal to build it from."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from jinja2 import Environment

from lotse.model import Language, Portal, Register
from lotse.pack.editions import edition_files, keep_editions, write_editions, write_light_pages
from lotse.pack.images import write_pictures
from lotse.pack.place import keep
from lotse.pack.reuse import (
    Record,
    all_as_before,
    language_signature,
    make_record,
    read_record,
    search_signature,
    unchanged,
    write_record,
)
from lotse.pack.whole_site import finish_site, refresh
from lotse.parallel import cores
from lotse.read.languages import FILE as REGISTER
from lotse.render.images import Pictures
from lotse.render.lite import LitePage, LiteSite
from lotse.render.markdown import MarkdownRenderer
from lotse.render.navigation import HOME
from lotse.render.root import RootSite
from lotse.render.site import LanguageSite
from lotse.report import Finding


class Misuse(ValueError):
    """The command or its environment cannot be understood."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to build; scripts/build.py and plain `mkdocs build` hand them over as LOTSE_* environment variables."""

    jobs: int = 1
    languages: tuple[str, ...] = ()
    keep_going: bool = False
    drafts: bool = False
    pseudo: bool = False
    brief: bool = False

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Options":
        """Return the options an environment holds."""
        languages = tuple(filter(None, environment.get("LOTSE_LANGUAGES", "").replace(" ", "").split(",")))
        flags = {
            name: bool(environment.get(f"LOTSE_{name.upper()}")) for name in ("keep_going", "drafts", "pseudo", "brief")
        }
        return cls(jobs=_number(environment, "LOTSE_JOBS") or cores(), languages=languages, **flags)


def today(environment: Mapping[str, str]) -> date:
    """Return the day of the build: SOURCE_DATE_EPOCH's (reproducible-builds.org), else today in UTC."""
    epoch = _number(environment, "SOURCE_DATE_EPOCH")
    return (datetime.fromtimestamp(epoch, UTC) if epoch else datetime.now(UTC)).date()


def _number(environment: Mapping[str, str], name: str) -> int:
    """Return a whole number from the environment, 0 where it is not set; raises Misuse where it is something else."""
    value = environment.get(name) or "0"
    if not value.isdecimal():
        raise Misuse(f"{name} is {value!r}. Set it to a whole number.")
    return int(value)


def asked_for(options: Options, register: Register) -> list[Finding]:
    """Find languages asked for that are not in the register."""
    mend = f"Use {', '.join(register.languages)}."
    return [
        Finding(REGISTER, 1, "L002", f"There is no language `{tag}` to build.", mend)
        for tag in options.languages
        if tag not in register.languages
    ]


def partial(options: Options, site: Path) -> tuple[str, ...]:
    """Return the languages asked for if the site already has them and its root: then nothing else needs to be read."""
    whole = (site / "index.html").is_file() and all((site / tag).is_dir() for tag in options.languages)
    return options.languages if whole and not options.pseudo else ()


@dataclass(frozen=True)
class Run:
    """A portal on its way to a site; `tag` is the language of this process, or empty above the languages."""

    portal: Portal
    options: Options
    site: Path
    theme: Path
    staging: Path
    templates: Environment
    cache: Path
    code: str
    tag: str = ""
    light: dict[str, LitePage] = field(default_factory=dict)  # the pages made so far

    def of(self, tag: str) -> "Run":
        """Return the run of one language."""
        return replace(self, tag=tag, light={})

    @property
    def partial(self) -> bool:
        """Tell whether some languages and the files above them stay as they are."""
        return bool(self.portal.listed)

    @property
    def wanted(self) -> list[str]:
        """Return the languages to build now."""
        languages = self.portal.register.languages.values()
        asked = self.options.languages
        if asked:
            return [language.tag for language in languages if language.tag in asked]
        return [language.tag for language in languages if self._now(language)]

    def _now(self, language: Language) -> bool:
        return language.published or language.pseudo or not language.listed or self.options.drafts

    @property
    def kept(self) -> list[str]:
        """Return the languages to take over from the site as it is, because others were asked for."""
        others = self.portal.register.languages if self.options.languages else ()
        return [tag for tag in others if tag not in self.wanted and (self.site / tag).is_dir()]

    @property
    def built(self) -> frozenset[str]:
        """Return the languages the site will have."""
        return frozenset((*self.wanted, *self.kept))

    @property
    def folder(self) -> Path:
        """Return where this run's language is being written."""
        return self.staging / self.tag

    @cached_property
    def reused(self) -> frozenset[str]:
        """Return the pages of this language that would come out as they are; the home page is always made."""
        if not (self.site / self.tag).is_dir():
            return frozenset()
        return unchanged(self._record, self._signature, self.portal.shown(self.tag), self.site / self.tag) - {HOME}

    @property
    def to_make(self) -> list[str]:
        """Return the pages this process has to make: those of its language, or the chooser above the languages."""
        return [path for path in self.portal.shown(self.tag) if path not in self.reused] if self.tag else [HOME]

    def document(self, path: str, body: str) -> str:
        """Return the finished document of a page; the chooser of a partial build is empty, so that it is not written."""
        if self.tag:
            self.light[path] = self.lite_site.page(path, body)
            return self.language_site.document(path, body)
        return "" if self.partial else self.root_site.chooser()

    def finish_language(self) -> None:
        """Take over what did not change, write what is made from all pages, and remember what was written."""
        old, shown = self.site / self.tag, self.portal.shown(self.tag)
        write_pictures(self.portal, self.tag, self.folder, self.pictures)
        for path in sorted(self.reused):
            keep(old / shown[path].url, self.folder / shown[path].url)
            keep(old / "lite" / shown[path].url, self.folder / "lite" / shown[path].url)
        light = {path: self.light.get(path) or self._record.light_page(path) for path in shown}
        pages = {path: page for path, page in light.items() if page}
        write_light_pages(self.folder, self.lite_site, self.light.values())
        if all_as_before(self._record, self._signature, pages, old, self._searched):
            keep_editions(old, self.folder, self.lite_site)
        else:
            write_editions(self.folder, self.language_site, self.lite_site, pages, self.templates)
        files = edition_files(self.folder)
        record = make_record(self._signature, shown, pages, files, self.folder)
        write_record(self._record_file, replace(record, searched=self._searched))

    @cached_property
    def language_site(self) -> LanguageSite:
        """Return the pages of this run's language."""
        markdown = MarkdownRenderer(cache=self.cache / "markdown")
        return LanguageSite(self.portal, self.tag, self.built, self.templates, markdown, self.pictures)

    @cached_property
    def pictures(self) -> Pictures:
        """Return the pictures of the portal in their smaller forms."""
        return Pictures(self.cache / "images")

    @cached_property
    def lite_site(self) -> LiteSite:
        """Return the light pages of this run's language."""
        return LiteSite(self.portal, self.tag, self.built, self.templates, self.language_site)

    @cached_property
    def root_site(self) -> RootSite:
        """Return the files above the languages."""
        return RootSite(self.portal, self.built, self.templates)

    @cached_property
    def _signature(self) -> str:
        return language_signature(self.portal, self.tag, self.built, self.code, self.lite_site.anchors)

    @cached_property
    def _searched(self) -> str:
        return search_signature(self.portal, self.tag)

    @cached_property
    def _record(self) -> Record:
        return read_record(self._record_file)

    def finish_site(self, folder: Path) -> None:
        """Write what stands above the languages into a folder that has all of them."""
        finish_site(folder, self.theme, self.portal, self.built, self.templates)

    def refresh_site(self) -> None:
        """Bring what stands above the languages up to date in a site of which only some were built."""
        refresh(self.site, self.theme, self.portal, self.built, self.templates, self.wanted)

    @property
    def _record_file(self) -> Path:
        place = hashlib.blake2b(str(self.site).encode(), digest_size=8).hexdigest()
        return self.cache / "built" / f"{self.tag}-{place}.json"
