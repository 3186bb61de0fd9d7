"""The command line of translate.py, in the words of whoever runs it."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from _translate_files import FORMATS
from lotse.exchange.acts import person, reason
from lotse.exchange.speech import Speech
from lotse.model import Priority
from lotse.render.cards import N_

Value = TypeVar("Value")
# Where to begin; the words beside the commands are their summaries.
FIRST = (
    ("status", N_("show how far each language is, safety first")),
    ("next ar", N_("show the segments of a language that matter most")),
    ("diff safety-fire ar", N_("show what changed in the source of a page, and its translation beside it")),
    ("sync", N_("bring translations and their records together, and note which segments are stale")),
    ('accept safety-fire ar --by "Ada L."', N_("record that somebody has read a translation and found it right")),
)


class Commands:
    """Adds commands to a parser, with their help in one language."""

    def __init__(self, parser: argparse.ArgumentParser, say: Speech) -> None:
        """Prepare the commands of a parser."""
        self._to, self._say = parser.add_subparsers(required=True, metavar=say("COMMAND"), dest="command"), say

    def add(self, name: str, summary: str, **words: str) -> argparse.ArgumentParser:
        """Add a command that takes these words, each with its help."""
        said = self._say(summary)
        made = self._to.add_parser(name, help=said, description=f"{said[0].upper()}{said[1:]}.")
        for word, help in words.items():
            made.add_argument(word, metavar=word.upper(), help=self._say(help))
        return made

    def read(self, read: Callable[[str], Value], wrong: str) -> Callable[[str], Value]:
        """Return a reader of values that says in words what is wrong with one."""

        def value(text: str) -> Value:
            try:
                return read(text)
            except ValueError as error:
                raise argparse.ArgumentTypeError(self._say(wrong, text=text)) from error

        return value


def parser(say: Speech) -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    wide = max(len(command) for command, _ in FIRST) + 29
    made = argparse.ArgumentParser(
        description="\n".join(
            [
                say("See what translators have to do, and keep pages, records and sources together."),
                "",
                *(f"    {f'python3 scripts/translate.py {command}':<{wide}}  {say(text)}" for command, text in FIRST),
                "",
                say("PAGE is the id of a page, its path or its file; TAG is a language."),
                say("`accept` and `waive` take `all` for every language."),
                "",
                say("Exit code 0: done; 1: findings, or with --check something would change; 2: not understood."),
            ]
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = Commands(made, say)
    for add in (_looking, _settling, _waiving, _beginning, _exchanging):
        add(commands, say)
    return made


def _looking(commands: Commands, say: Speech) -> None:
    summaries = dict(FIRST)
    status = commands.add("status", FIRST[0][1])
    sync = commands.add("sync", summaries["sync"])
    following = commands.add("next", FIRST[1][1], tag=TAG)
    diff = commands.add("diff", FIRST[2][1], page=PAGE, tag=TAG)
    for made in (status, sync):
        made.add_argument("tags", nargs="*", metavar="TAG", help=say("only these languages"))
    for made in (status, sync, following, diff):
        made.add_argument("--json", action="store_true", help=say("for programs"))
    sync.add_argument("--check", action="store_true", help=say("write nothing; exit 1 if something would change"))
    sync.add_argument(
        "--machine", action="store_true", help=say("translations without a record were made by a machine")
    )
    following.add_argument("--number", type=int, default=10, help=say("how many segments (default: 10)"))
    diff.add_argument("--all", action="store_true", help=say("every segment, not only the stale ones"))


TAG = N_("a language, like `ar`")
PAGE = N_("the id of a page, its path or its file")
NO_NAME = N_("`{text}` is no name: write one without colon, brackets and hash")
NO_REASON = N_("say why, in a few words")
NO_DAY = N_("`{text}` is no day: write it like 2027-01-31")


def _settling(commands: Commands, say: Speech) -> None:
    made = commands.add("accept", FIRST[4][1], page=PAGE, tag=TAG)
    _by(made, commands, say("who has read it"))
    made.add_argument(
        "--stale", action="store_true", help=say("the stale segments are right for the changed source too")
    )
    made.add_argument(
        "--minor", action="store_true", help=say("only the change of the source, as one that needs no translation")
    )
    why = commands.read(reason, NO_REASON)
    made.add_argument("-m", "--why", type=why, metavar=say("REASON"), help=say("why the change is minor"))


def _waiving(commands: Commands, say: Speech) -> None:
    summary = N_("record that somebody answers for publishing a page nobody has reviewed, until a day")
    made = commands.add("waive", summary, page=PAGE, tag=TAG)
    day, why = commands.read(date.fromisoformat, NO_DAY), commands.read(reason, NO_REASON)
    _by(made, commands, say("who answers for it"))
    made.add_argument(
        "--until", type=day, required=True, metavar=say("DATE"), help=say("the last day, like 2027-01-31")
    )
    made.add_argument(
        "--reason",
        dest="why",
        type=why,
        required=True,
        metavar=say("REASON"),
        help=say("why it is published unreviewed"),
    )


def _by(made: argparse.ArgumentParser, commands: Commands, help: str) -> None:
    made.add_argument("--by", type=commands.read(person, NO_NAME), required=True, metavar="NAME", help=help)


def _beginning(commands: Commands, say: Speech) -> None:
    summary = N_("begin a language: its entry in the register, its catalogs, an empty record for each page")
    made = commands.add("start", summary, tag=TAG)
    made.add_argument("--autonym", default="", metavar="NAME", help=say("what the language calls itself"))
    made.add_argument("--dir", default="", choices=("ltr", "rtl"), help=say("writing direction"))
    made.add_argument(
        "--fallback", nargs="*", default=[], metavar="TAG", help=say("languages to show instead, best first")
    )
    path = N_("where the page will be, like `services/housing`")
    made = commands.add("new", N_("begin a page in the source language"), path=path)
    made.add_argument("--title", default="", help=say("default: made from the path"))
    made.add_argument("--priority", default="ordinary", choices=list(Priority), help=say("default: ordinary"))


def _exchanging(commands: Commands, say: Speech) -> None:
    page = N_("the id of a page, its path or its file, or `all`")
    made = commands.add("export", N_("write files for translators, with the source as it is now"), page=page, tag=TAG)
    made.add_argument("--format", default="po", choices=FORMATS, help=say("default: po"))
    made.add_argument("--into", type=Path, required=True, metavar=say("FOLDER"), help=say("where to write the files"))
    made.add_argument("--only", choices=("stale",), help=say("only pages with segments to translate"))
    made = commands.add("import", N_("show what files that came back would change, and take it over"), tag=TAG)
    made.add_argument("files", nargs="+", type=Path, metavar=say("FILE"), help=say("PO or XLIFF files that came back"))
    made.add_argument("--write", action="store_true", help=say("take the changes over; without it they are only shown"))
    commands.add(
        "explain", N_("tell what a code like T003 means and how to mend it"), code=N_("a letter and three digits")
    )
