"""Gives MkDocs the pages of one language: read and rendered by lotse, carried through MkDocs' events."""

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from lotse.render.minify import MINIFIED, published


class PortalPage(Page):
    """A page whose words and HTML come from lotse."""

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the text lotse has read; the chooser above the languages has none."""
        run, path = config.extra["run"], self.file.src_uri
        self.markdown = run.language_site.pages[path].body if run.tag else ""
        self.meta = {"title": run.language_site.pages[path].title} if run.tag else {}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Render the text with lotse: one Markdown instance for all pages, links and facts resolved."""
        run = config.extra["run"]
        self.content = run.language_site.body(run.language_site.pages[self.file.src_uri]) if run.tag else ""
        self.toc = get_toc([])


@event_priority(-200)  # after static-i18n (-100), which knows neither fallback chains nor three-letter tags
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Return the pages a reader of this language sees, the files they show, and our own assets."""
    run, theme, content = config.extra["run"], config.theme.custom_dir, config.extra["run"].portal.root / "content"
    ours = [asset(file, config) for file in files if file.src_uri.startswith("assets/") and theme in file.abs_src_path]
    for path, tag in (run.portal.files(run.tag) if run.tag else {}).items():
        ours.append(File(path, str(content / tag), config.site_dir, False, inclusion=InclusionLevel.NOT_IN_NAV))
    return Files([*ours, *(page_file(path, config) for path in run.to_make)])


def asset(file: File, config: MkDocsConfig) -> File:
    """Return an asset as it is published."""
    if not file.src_uri.endswith(MINIFIED):
        return file
    text = published(Path(config.theme.custom_dir), file.src_uri)
    return File.generated(config, file.src_uri, content=text, inclusion=InclusionLevel.NOT_IN_NAV)


def page_file(path: str, config: MkDocsConfig) -> File:
    """Return MkDocs' file of a page; only the home page is in MkDocs' navigation, ours is lotse's."""
    level = InclusionLevel.INCLUDED if path == "index.md" else InclusionLevel.NOT_IN_NAV
    address = path.removesuffix(".md") + ".html"  # MkDocs would write README.md as index.html
    file = File(path, config.docs_dir, config.site_dir, False, dest_uri=address, inclusion=level)
    return PortalPage(None, file, config).file


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, **_: Any) -> dict[str, Any]:
    """Hand the finished document to theme/main.html."""
    context["document"] = config.extra["run"].document(page.file.src_uri, page.content)
    return context
