"""The search script as it is published, in one Node process that answers line by line."""

import json
import subprocess
from pathlib import Path
from typing import Any

from _tools import node
from lotse.render.minify import published
from lotse.search.model import Index
from lotse.search.packed import packed
from scenario import ROOT

LOOP = """
globalThis.self = globalThis;
const lines = require("readline").createInterface({ input: process.stdin });
let index = null;
lines.on("line", (line) => {
  const task = JSON.parse(line);
  if ("script" in task) require("vm").runInThisContext(task.script);
  if ("open" in task) index = self.lotseSearch.open(task.open);
  let answer = "open" in task ? index !== null : null;
  if ("tokens" in task) answer = task.tokens.map(([tag, text]) => self.lotseSearch.tokens(text, tag));
  if ("find" in task) answer = self.lotseSearch.find(index, task.find, task.options);
  if ("marks" in task) answer = self.lotseSearch.marks(...task.marks);
  process.stdout.write(JSON.stringify(answer) + "\\n");
});
"""


def engine(theme: Path = ROOT / "theme") -> str:
    """Return the engine as it is published."""
    return published(theme, "assets/search.js")


class Browser:
    """What a browser would answer."""

    def __init__(self) -> None:
        command = [str(node()), "-e", LOOP]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        self.ask(script=engine())

    def ask(self, **task: object) -> Any:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def tokens(self, pairs: list[tuple[str, str]]) -> list[list[str]]:
        return self.ask(tokens=pairs)

    def open(self, index: Index) -> "Browser":
        assert self.ask(open=packed(index))
        return self

    def find(self, query: str, **options: object) -> Any:
        return self.ask(find=query, options=options)

    def titles(self, query: str, **options: object) -> list[str]:
        return [hit["title"] for hit in self.find(query, **options)["hits"]]

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()
