"""Builds every language with MkDocs and static-i18n in a process of its own, as many at once as there are cores."""

import logging
import sys
import time

from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority

from lotse.pack.place import keep
from lotse.parallel import in_processes


@event_priority(50)
def on_config(config: MkDocsConfig) -> None:
    """Above the languages: build them all. In a language: tell static-i18n and MkDocs what to build."""
    run = config.extra["run"]
    config.docs_dir = f"{run.staging}.empty"  # lotse has read the pages: MkDocs need not look for them
    config.theme.static_templates = set()
    config.theme.dirs = [
        config.theme.custom_dir
    ]  # MkDocs lists every file of a theme: Material's icons cost 0.1 s a language
    if run.tag:
        config.site_dir = str(run.staging / run.tag)
        only(config, run.portal.register.languages[run.tag])
        return
    build_all(config)
    config.site_dir = f"{run.staging}.root"
    only(config, run.portal.register.languages[run.portal.register.source])


def build_all(config: MkDocsConfig) -> None:
    """Build the wanted languages and take over the kept ones."""
    run, start = config.extra["run"], time.monotonic()

    def build_one(tag: str) -> float:
        logging.getLogger("mkdocs").setLevel(logging.WARNING)
        config.extra["run"] = run.of(tag)
        build(config)
        return time.monotonic() - start

    for number, (tag, result) in enumerate(in_processes(build_one, run.wanted, run.options.jobs), 1):
        if isinstance(result, Exception):
            raise Abort(f"The build of {tag} failed; the old site stays.\n{result}")
        if sys.stderr.isatty():
            print(f"{tag:8} {result:6.1f} s  {number}/{len(run.wanted)}", file=sys.stderr)
    for tag in () if run.partial else run.kept:
        keep(run.site / tag, run.staging / tag)


def only(config: MkDocsConfig, language: object) -> None:
    """Configure static-i18n for one language; it knows languages by their MkDocs locale (docs/decisions/0003)."""
    entry = {"locale": language.mkdocs, "name": language.autonym, "default": True}
    options = {"docs_structure": "folder", "build_only_locale": language.mkdocs, "languages": [entry]}
    config.plugins["i18n"].load_config(options | {"reconfigure_material": False, "reconfigure_search": False})
