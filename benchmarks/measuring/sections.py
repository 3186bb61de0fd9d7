"""Write what a script measured between its marks in a Markdown file, and leave everything else there alone."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

END = "<!-- measured: end -->"  # the first one after a script's own mark closes its section


def write_section(file: Path, script: str, text: str) -> None:
    """Put the section of a script of benchmarks/ between its marks, or at the end of a file without them."""
    begin = f"<!-- measured by benchmarks/{script}: begin -->"
    old = file.read_text(encoding="utf-8") if file.is_file() else ""
    before, found, rest = old.partition(begin)
    after = rest.partition(END)[2] if found else ""
    parts = [before.rstrip(), begin, text.strip(), END, after.strip()]
    file.write_text("\n\n".join(part for part in parts if part) + "\n", encoding="utf-8")


def table(head: str, rows: list[str]) -> list[str]:
    """Return the lines of a Markdown table whose first column is text and whose others are numbers."""
    return [head, "|---|" + "---:|" * (head.count("|") - 2), *rows]


def add_reports(parser: ArgumentParser, figures: str) -> None:
    """Add the options --json and --markdown; `figures` says what stands in the JSON."""
    parser.add_argument("--json", type=Path, metavar="OUT", help=f"write {figures} as JSON")
    parser.add_argument(
        "--markdown", type=Path, metavar="OUT", help="write the section between the marks of a Markdown file"
    )


def check_reports(parser: ArgumentParser, options: Namespace) -> None:
    """End with a word of help before a long measurement, not after it, where a report cannot be written."""
    for file in filter(None, (options.json, getattr(options, "markdown", None))):
        if not file.resolve().parent.is_dir():
            parser.error(f"There is no folder {file.parent} to write {file.name} into.")


def words(text: str) -> list[str]:
    """Read words between commas, for argparse."""
    return [part.strip() for part in text.split(",") if part.strip()]
