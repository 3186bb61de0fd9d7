"""Reads and checks the whole portal before MkDocs renders a page: a broken input never becomes half a site."""

import os
from pathlib import Path

import material
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority

from lotse.check import check
from lotse.model import Settings
from lotse.pack.place import staging_folder
from lotse.read.portal import read_portal
from lotse.report import stops, summary
from lotse.run import Options, Run, today
from lotse.check.configuration import check_configuration

ICONS = Path(material.__file__).parent / "templates" / ".icons"


@event_priority(100)
def on_config(config: MkDocsConfig) -> None:
    """Read, check, and hand the portal on in `config.extra`; a language's own build already has it."""
    if "run" in config.extra:
        return
    root = Path(config.config_file_path).parent
    options = Options.read(os.environ)
    portal, findings = read_portal(root, settings(config), options.jobs, pseudo=options.pseudo)
    findings += check_configuration(root, config.plugins["i18n"].config.languages, portal.register, options.languages)
    findings = sorted({*findings, *check(portal)})
    for finding in findings:
        print(finding)
    if findings:
        print(summary(findings))
    if stops(findings, strict=config.strict) and not options.keep_going:
        raise Abort("Nothing was published: mend the findings above, or build with --keep-going.")
    site = Path(config.site_dir)
    config.extra["run"] = Run(portal, options, site, staging_folder(site), Path(config.theme.custom_dir), root / ".cache")


def settings(config: MkDocsConfig) -> Settings:
    """Return what the operator decided in mkdocs.yml."""
    chosen = config.extra.get("lotse", {})
    return Settings(
        today=today(os.environ),
        site_url=config.site_url or "",
        recheck_days=chosen.get("recheck_after_days", 730),
        country=chosen.get("country", "DE"),
        time_zone=chosen.get("time_zone", "Europe/Berlin"),
        edit_url=chosen.get("edit_url", ""),
        icons=ICONS,
    )
