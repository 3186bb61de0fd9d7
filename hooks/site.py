"""Writes what no page is, and puts the finished site in place in one rename."""

import shutil
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

from lotse.pack.editions import write
from lotse.pack.place import discard, put_in_place, put_part_in_place
from lotse.render.languages import A_TO_Z

STAGED: list[Path] = []  # what to clear away if the build above the languages fails


@event_priority(75)
def on_config(config: MkDocsConfig) -> None:
    """Remember what to clear away; a language's own build leaves that to the build above it."""
    run = config.extra["run"]
    STAGED[:] = [] if run.tag else [run.staging]


@event_priority(-200)  # after static-i18n has done its last work
def on_post_build(config: MkDocsConfig) -> None:
    """Finish a language, or above the languages the whole site."""
    run, folder = config.extra["run"], Path(config.site_dir)
    config.docs_dir = str(run.portal.root / "content")  # what `mkdocs serve` watches
    if run.tag:
        write(folder / A_TO_Z, run.language_site.listing())
        run.finish_language()
    elif run.partial:
        put_part_in_place(run.staging, run.site)
        run.refresh_site()
        discard(run.staging)
    else:
        shutil.copytree(folder, run.staging, dirs_exist_ok=True)
        run.finish_site(run.staging)
        put_in_place(run.staging, run.site)
        discard(run.staging)


def on_build_error(**_: object) -> None:
    """Leave nothing behind; the old site is untouched."""
    for staging in STAGED:
        discard(staging)
