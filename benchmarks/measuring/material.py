"""The peer of a page: the same text built by stock Material, as `benchmarks/peers/stock.yml` sets it up."""

from pathlib import Path

from benchmarks.measuring.pages import Corpus, usable
from benchmarks.measuring.process import run
from benchmarks.measuring.stacks import Stock

ROOT = Path(__file__).resolve().parents[2]


def stock_site(work: Path, *, pages: Path = ROOT / "content", source: str = "de", languages: int = 0) -> Path:
    """Build the pages of a folder with MkDocs and Material and return the site; `languages` 0 means all it knows.

    Lotse's references to facts stay in the text as they are written: stock MkDocs knows none. Raises Failed.
    """
    tags = usable(pages, source)
    stack = Stock(Corpus(pages, tags[: languages or len(tags)]), work)
    work.mkdir(parents=True, exist_ok=True)
    stack.prepare()
    run(stack.build())
    return stack.made()[0]
