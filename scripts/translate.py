"""See what translators have to do, and keep pages, records and sources together.

    python3 scripts/translate.py status                     what is missing, stale or unread, safety first
    python3 scripts/translate.py next ar                    the ten segments that matter most
    python3 scripts/translate.py diff safety-fire ar        what changed in the source, word by word
    python3 scripts/translate.py sync                       carry edits between pages and records, note what is stale
    python3 scripts/translate.py accept safety-fire ar --by "Ada L."     somebody has read the page and found it right

PAGE is the id of a page, its path or its file; TAG is a language. `accept` and `waive` take `all` for every language.

Exit code 0: done, nothing to decide; 1: findings, or with --check something would change; 2: the command was not understood.
"""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import _venv

_venv.enter()

import _translate_files as exchange  # noqa: E402
from _translating import Project, Wrong, coloured, painted, tell  # noqa: E402
from lotse.exchange.acts import Refused, accepted, accepted_as_minor, is_stale, person, reason, waived  # noqa: E402
from lotse.exchange.comparing import comparisons, told  # noqa: E402
from lotse.exchange.starting import Unknown, language_entry, new_language, new_page  # noqa: E402
from lotse.exchange.sync_portal import Files, Pair, sync_portal  # noqa: E402
from lotse.exchange.worklist import as_dict, status_lines, tasks  # noqa: E402
from lotse.model import Priority  # noqa: E402
from lotse.read.segments import document  # noqa: E402
from lotse.render.word_diff import safe  # noqa: E402
from lotse.report import Level  # noqa: E402
from lotse.run import Misuse  # noqa: E402
from lotse.translation import PageRecord  # noqa: E402

ALL = "all"


def main() -> int:
    """Do what the command line asks for."""
    parser = arguments()
    options = parser.parse_args()
    project = Project(_venv.ROOT)
    try:
        return int(options.run(project, options))
    except (Misuse, Wrong, Unknown) as error:
        print(error, file=sys.stderr)
        return 2
    except Refused as error:
        tell(error.findings)
        return 1


def status(project: Project, options: argparse.Namespace) -> int:
    """Show how far each language is, safety first."""
    tags = project.tags(options.tags)
    states = [one for one in project.states if one.language in tags]
    if options.json:
        print(json.dumps(as_dict(project.portal, states), ensure_ascii=False, indent=1))
    else:
        print("\n".join(map(painted, status_lines(project.portal, states))))
    return 0


def next_segments(project: Project, options: argparse.Namespace) -> int:
    """Show the segments of a language that matter most."""
    project.tags([options.tag])
    chosen = tasks(project.portal, [one for one in project.states if one.language == options.tag], options.number)
    if options.json:
        print(json.dumps([task.as_dict() for task in chosen], ensure_ascii=False, indent=1))
        return 0
    for task in chosen:
        since = f" since {task.state.since}" if task.state.since else ""
        print(
            f"{task.source}:{task.segment.line}: {task.state.priority}, {task.state.state}{since}, {task.segment.kind}"
        )
        print(f"    {safe(task.segment.text)}".replace("\n", "\n    "))
        print(
            f"    edit {task.file}:{task.line}"
            + (f"   see `diff {task.state.page} {options.tag}`" if task.before else "")
        )
    if not chosen:
        print("Nothing waits for a translation.")
    return 0


def diff(project: Project, options: argparse.Namespace) -> int:
    """Show what changed in the source of a page, and its translation beside it."""
    pair = project.pair(options.page, options.tag)
    done = project.merged(pair)
    if any(one.code in ("S011", "S013") for one in done.findings):  # which segment is which is not known
        raise Refused(*done.findings)
    page = document(done.text) if done.text is not None else None
    found = list(comparisons(document(pair.source.text), page, done.record, every=options.all))
    if options.json:
        print(json.dumps([one.as_dict() for one in found], ensure_ascii=False, indent=1))
    else:
        for one in found:
            print("\n".join(told(one, pair.source.file, pair.file, coloured=coloured())), end="\n\n")
        tell(done.findings)
        if not found and not done.findings:
            print("The translation has followed its source.")
    return int(bool(done.findings))


def sync(project: Project, options: argparse.Namespace) -> int:
    """Bring translations and their records together, and note which segments are stale."""
    outcome = sync_portal(project.portal, project.tags(options.tags), "machine" if options.machine else "")
    findings = sorted({*outcome.findings, *project.unread})
    if options.json:
        listed = {"files": sorted(outcome.files), "findings": [one.as_dict() for one in findings]}
        print(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        print(
            "".join(f"{name}{' (removed)' if data is None else ''}\n" for name, data in sorted(outcome.files.items())),
            end="",
        )
        tell(findings)
    if not options.check:
        project.write(outcome.files)
    return int(any(one.level is not Level.ADVICE for one in findings) or (options.check and bool(outcome.files)))


def accept(project: Project, options: argparse.Namespace) -> int:
    """Record that a person has read a translation, or that a change of the source is minor."""
    name, _, number = options.page.partition("#")
    if options.minor and not options.why:
        raise Wrong("Say why the change is minor: -m REASON.")
    if number and not (options.minor and number.isdecimal()):
        raise Wrong("Name one segment as PAGE#NUMBER, with --minor.")
    if not options.minor:
        return record_act(
            project, name, options.tag, lambda _, one: accepted(one, options.by, project.today, stale=options.stale)
        )

    def minor(pair: Pair, record: PageRecord) -> PageRecord:
        if options.tag == ALL and not any(map(is_stale, record.units)):
            return record
        only, source = int(number) if number else None, project.portal.register.source
        return accepted_as_minor(record, options.by, options.why, project.today, source, pair.source.priority, only)

    return record_act(project, name, options.tag, minor)


def waive(project: Project, options: argparse.Namespace) -> int:
    """Record that somebody answers for publishing a page nobody has reviewed, until a day."""
    if options.until < project.today:
        raise Wrong(f"{options.until} is over. Name a day to come.")
    return record_act(
        project, options.page, options.tag, lambda _, one: waived(one, options.until, options.by, options.why)
    )


def record_act(project: Project, name: str, tag: str, act: Callable[[Pair, PageRecord], PageRecord]) -> int:
    """Put an act on a page's record in one language or in all that have the page; nothing is written if one is refused."""
    files: Files = {}
    waits: list[str] = []
    for pair in [project.pair(name, one) for one in project.tags([] if tag == ALL else [tag])]:
        if tag == ALL and pair.page is None:
            continue
        done = project.in_step(pair)
        if done.text is None:
            raise Wrong(f"{pair.file} is not there. Translate the page first.")
        record = act(pair, done.record)
        files |= project.files_with(pair, done, record)
        waits += [record.file] if any(unit.fuzzy and unit.minor for unit in record.units) else []
    project.write(files)
    print("".join(f"{file}\n" for file in sorted(files)), end="")
    print("".join(f"{file}: a second person has to accept this too, it is a safety page\n" for file in waits), end="")
    return 0


def start(project: Project, options: argparse.Namespace) -> int:
    """Begin a language: its entry in the register, its catalogs, an empty record for each page."""
    entry = language_entry(project.portal, options.tag, options.autonym, options.dir, tuple(options.fallback))
    files = new_language(project.portal, options.tag, entry)
    project.write(files)
    print("\n".join(sorted(files)))
    safety = [
        page
        for page in project.portal.pages[project.portal.register.source].values()
        if page.priority is Priority.SAFETY
    ]
    print(f"\nThe language is a draft. Translate its {len(safety)} safety pages first:")
    print("\n".join(f"    {page.title}  content/{options.tag}/{page.path}" for page in safety))
    return 0


def new(project: Project, options: argparse.Namespace) -> int:
    """Begin a page in the source language."""
    files = new_page(project.portal, options.path, options.title, options.priority, project.today)
    project.write(files)
    print("\n".join(files))
    return 0


def explain(project: Project, options: argparse.Namespace) -> int:
    """Print what docs/checks.md says of a code."""
    lines = (project.root / "docs" / "checks.md").read_text(encoding="utf-8").split("\n")
    starts = [at for at, line in enumerate(lines) if line.startswith(f"### {options.code.upper()} ")]
    if not starts:
        raise Wrong(f"There is no code `{options.code}`. Codes are a letter and three digits, like T003.")
    ends = (at for at in range(starts[0] + 1, len(lines)) if lines[at].startswith(("## ", "### ")))
    print("\n".join(lines[starts[0] : next(ends, len(lines))]).lstrip("# ").rstrip())
    return 0


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, *words: str) -> argparse.ArgumentParser:
        said = (run.__doc__ or "").strip()
        made = commands.add_parser(name, help=said[0].lower() + said[1:].rstrip("."), description=said)
        made.set_defaults(run=run)
        for word in words:
            made.add_argument(word, metavar=word.upper())
        return made

    for name, run in (("status", status), ("sync", sync)):
        made = command(name, run)
        made.add_argument("tags", nargs="*", metavar="TAG", help="only these languages")
        made.add_argument("--json", action="store_true", help="for programs")
    made.add_argument("--check", action="store_true", help="write nothing; exit 1 if something would change")
    made.add_argument("--machine", action="store_true", help="translations without a record were made by a machine")
    made = command("next", next_segments, "tag")
    made.add_argument("--number", type=int, default=10, help="how many segments (default: 10)")
    made.add_argument("--json", action="store_true", help="for programs")
    made = command("diff", diff, "page", "tag")
    made.add_argument("--all", action="store_true", help="every segment, not only the stale ones")
    made.add_argument("--json", action="store_true", help="for programs")
    made = command("accept", accept, "page", "tag")
    made.add_argument("--by", type=person, required=True, metavar="NAME", help="who has read it")
    made.add_argument("--stale", action="store_true", help="the stale segments are right for the changed source too")
    made.add_argument(
        "--minor", action="store_true", help="only the change of the source, as one that needs no translation"
    )
    made.add_argument("-m", "--why", type=reason, metavar="REASON", help="why the change is minor")
    made = command("waive", waive, "page", "tag")
    made.add_argument(
        "--until", type=date.fromisoformat, required=True, metavar="DATE", help="the last day, like 2027-01-31"
    )
    made.add_argument("--by", type=person, required=True, metavar="NAME", help="who answers for it")
    made.add_argument("--reason", dest="why", type=reason, required=True, help="why it is published unreviewed")
    made = command("start", start, "tag")
    made.add_argument("--autonym", default="", help="what the language calls itself")
    made.add_argument("--dir", default="", choices=("ltr", "rtl"), help="writing direction")
    made.add_argument("--fallback", nargs="*", default=[], metavar="TAG", help="languages to show instead, best first")
    made = command("new", new, "path")
    made.add_argument("--title", default="", help="default: made from the path")
    made.add_argument("--priority", default="ordinary", choices=list(Priority), help="default: ordinary")
    made = command("export", exchange.export, "page", "tag")
    made.add_argument("--format", default="po", choices=exchange.FORMATS, help="default: po")
    made.add_argument("--into", type=Path, required=True, metavar="FOLDER", help="where to write the files")
    made.add_argument("--only", choices=("stale",), help="only pages with segments to translate")
    made = command("import", exchange.take_in, "tag")
    made.add_argument("files", nargs="+", type=Path, metavar="FILE", help="PO or XLIFF files that came back")
    made.add_argument("--write", action="store_true", help="take the changes over; without it they are only shown")
    command("explain", explain, "code")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
