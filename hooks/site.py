"""Writes what no page is, and puts the finished site in place in one rename."""

import shutil
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

from lotse.pack.place import put_in_place


@event_priority(-200)  # after static-i18n has done its last work
def on_post_build(config: MkDocsConfig) -> None:
    """Finish a language, or above the languages the whole site."""
    run, folder = config.extra["run"], Path(config.site_dir)
    if run.tag:
        write(folder, {"a-z.html": run.language_site.listing()})
        return
    root = run.root_site
    write(folder, {"404.html": root.not_found(), "sitemap.xml": root.sitemap(), "robots.txt": root.robots()})
    shutil.copytree(folder, run.staging, dirs_exist_ok=True)
    shutil.rmtree(folder)
    put_in_place(run.staging, run.site)


def on_build_error(config: MkDocsConfig | None = None, **_: object) -> None:
    """Leave nothing behind; the old site is untouched."""
    return None


def write(folder: Path, files: dict[str, str]) -> None:
    """Write text files below a folder."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
