"""Search as a browser does it: the engine and an index, in Node."""

import json
import subprocess
from collections.abc import Sequence
from typing import Any

from _tools import node
from lotse.search.model import Index
from lotse.search.packed import script
from scenario import ROOT

ENGINE = ROOT / "theme" / "assets" / "search.js"
ASK = """
const vm = require("vm");
const { scripts, queries } = JSON.parse(require("fs").readFileSync(0, "utf8"));
globalThis.self = globalThis;
scripts.forEach((text) => vm.runInThisContext(text));
const index = self.lotseSearch.open(self.lotseIndex);
process.stdout.write(JSON.stringify(queries.map((query) => self.lotseSearch.find(index, query, { limit: 10 }))));
"""


def ask(index: Index, queries: Sequence[str]) -> list[Any]:
    """Return what the engine finds for each query, as `lotseSearch.find` says it."""
    task = json.dumps({"scripts": [ENGINE.read_text(encoding="utf-8"), script(index)], "queries": list(queries)})
    done = subprocess.run([node(), "-e", ASK], input=task, capture_output=True, encoding="utf-8", check=True)
    answers: list[Any] = json.loads(done.stdout)
    return answers
