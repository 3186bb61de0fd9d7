"""Run MkDocs' build in this process."""

import os
from pathlib import Path


def build(config_file: Path, site: Path | None = None) -> int:
    """Build with the options of the environment (LOTSE_*); return the exit code, errors said on stdout."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    try:
        mkdocs_build(load_config(str(config_file), strict=True, **({"site_dir": str(site)} if site else {})))
    except MkDocsException as error:
        print(error)
        return 1
    return 0
