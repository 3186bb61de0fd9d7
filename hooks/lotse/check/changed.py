"""Tell which findings a change is answerable for: those of its files, and of what depends on them."""

from collections.abc import Collection, Iterable

from lotse.model import Portal
from lotse.read.records import record_file
from lotse.report import Finding

SHARED = ("content/facts/", "locales/languages.yml", "mkdocs.yml", "locales/facts.pot", "locales/interface.pot")


def concerned(findings: Iterable[Finding], changed: Collection[str], portal: Portal) -> list[Finding]:
    """Return the findings in changed files and in those that depend on them; `changed` are paths below the project.

    A page has its translations and their records behind it, facts and the register have everything, and a page that changed
    may have taken away what others link to.
    """
    if any(file.startswith(SHARED) for file in changed):
        return list(findings)
    files = {file for name in changed for file in (name, *_depending(name, portal))}
    pages = any(file.startswith("content/") for file in changed)
    return [one for one in findings if one.file in files or (pages and one.code.startswith("K"))]


def _depending(name: str, portal: Portal) -> Iterable[str]:
    """Yield the files whose findings may come from this one: page, translations and records belong together."""
    kind, _, rest = name.partition("/")
    tag, _, path = rest.partition("/")
    source = portal.pages.get(portal.register.source, {})
    for page in source.values():
        others = [other for other in portal.register.languages if other != portal.register.source]
        wanted = others if tag == portal.register.source else [tag]
        if (kind == "content" and path == page.path) or name == record_file(tag, page.id):
            for other in wanted:
                yield f"content/{other}/{page.path}"
                yield record_file(other, page.id)
