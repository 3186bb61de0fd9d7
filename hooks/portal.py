"""Reads and checks the whole portal before MkDocs renders a page: a broken input never becomes half a site."""

import os
from dataclasses import replace
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority

from lotse.check import check
from lotse.check.offer import as_offered
from lotse.check.states import with_states
from lotse.exchange.pseudo import with_pseudo_locales
from lotse.model import Portal
from lotse.pack.place import staging_folder
from lotse.pack.reuse import code_fingerprint
from lotse.read.portal import read_portal
from lotse.render.environment import template_environment
from lotse.report import Finding, Level, stops, summary
from lotse.run import Misuse, Options, Run, asked_for, partial, today


@event_priority(100)
def on_config(config: MkDocsConfig) -> None:
    """Read, check, and hand the portal on in `config.extra`; a language's own build already has it."""
    if "run" in config.extra:
        return
    try:
        options, day = Options.read(os.environ), today(os.environ)
    except Misuse as error:
        raise Abort(str(error)) from None
    root, only = Path(config.config_file_path).parent, partial(options, Path(config.site_dir))
    portal, findings = read_portal(root, day, options.jobs, only)
    findings += asked_for(options, portal.register)
    portal = with_states(portal)
    report(sorted({*findings, *check(portal)}), options, strict=config.strict)
    portal = as_offered(replace(portal, settings=replace(portal.settings, site_url=config.site_url or "")))
    config.extra["run"] = run(config, root, options, with_pseudo_locales(portal) if options.pseudo else portal)


def report(findings: list[Finding], options: Options, *, strict: bool) -> None:
    """List all findings (a brief run only counts advice); stop before anything is written where they forbid it."""
    for finding in findings:
        if finding.level is not Level.ADVICE or not options.brief:
            print(finding)
    if findings:
        print(summary(findings), flush=True)
    if stops(findings, strict=strict) and not options.keep_going:
        raise Abort("Nothing was published: mend the findings above, or build with --keep-going.")


def run(config: MkDocsConfig, root: Path, options: Options, portal: Portal) -> Run:
    """Return the run of this build, with an empty folder to build in."""
    site, theme = Path(config.site_dir), Path(config.theme.custom_dir)
    code = code_fingerprint([theme, root / "hooks"], Path(config.config_file_path))
    templates = template_environment(theme, portal.settings.icons)
    return Run(portal, options, site, theme, staging_folder(site), templates, root / ".cache", code)
