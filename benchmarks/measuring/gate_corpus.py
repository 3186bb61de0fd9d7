"""Pages from the corpus of questions: the text of each page in five languages, line by line, as folders of Markdown.

`questions/<tag>.jsonl` holds, for each question, the text of its page (`context`): the first line is the title, every
other line a paragraph. The German texts are the portal's own, the others machine translations of them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lotse.exchange.markdown_text import BREAK, escaped, paragraphs

LONGEST = 4  # lines; a bracket open for longer was never closed
Pages = Mapping[int, tuple[str, ...]]  # the lines of each page


def write_pages(questions: Path, into: Path) -> list[str]:
    """Write `<tag>/<page>.md` for every language of a folder of questions; return the languages.

    Raises FileNotFoundError where there is no `de.jsonl`, ValueError where a file is no JSON of this form.
    """
    german = _pages(questions / "de.jsonl")
    whole = {page: together(lines) for page, lines in german.items()}
    for file in sorted(questions.glob("*.jsonl")):
        folder = into / file.stem
        folder.mkdir(parents=True)
        for page, lines in _pages(file).items():
            if len(lines) == len(german.get(page, ())):
                joined = [" ".join(lines[at] for at in part) for part in whole[page]]
                (folder / f"{page}.md").write_text(markdown(page, joined), encoding="utf-8")
    return sorted(file.stem for file in questions.glob("*.jsonl"))


def _pages(file: Path) -> Pages:
    """Return the text of each page as its first question has it."""
    found: dict[int, tuple[str, ...]] = {}
    for row in sorted(_rows(file), key=lambda one: one[0]):
        found.setdefault(row[1], row[2])
    return found


def _rows(file: Path) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line:
            row = json.loads(line)
            yield int(row["id"]), int(row["pageId"]), tuple(str(row["context"]).split("\n"))


def together(lines: Sequence[str]) -> list[list[int]]:
    """Return which lines are one paragraph: the corpus cuts sentences inside brackets, "(Staatl." | "anerkannt)"."""
    parts: list[list[int]] = []
    depth = 0
    for number, line in enumerate(lines):
        if depth > 0 and len(parts[-1]) < LONGEST:
            parts[-1].append(number)
        else:
            parts.append([number])
            depth = 0
        depth += line.count("(") - line.count(")")
    return parts


def markdown(page: int, lines: Sequence[str]) -> str:
    """Return a page: its first line the title, the others paragraphs of what they say."""
    body = [part for line in lines[1:] for part in paragraphs(escaped(line.replace(BREAK, "")))]
    return "\n\n".join([f"---\nid: page-{page}\ntitle: {json.dumps(lines[0], ensure_ascii=False)}\n---", *body]) + "\n"
