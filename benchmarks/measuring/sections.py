"""Write what a script measured between its marks in a Markdown file, and leave everything else there alone."""

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
