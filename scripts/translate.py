"""See what translators have to do, and keep pages, records and sources together: `translate.py --help` tells how."""

import argparse
import json
import sys
from collections.abc import Callable

import _venv

_venv.enter()

import _translate_files as exchange  # noqa: E402
from _translate_words import parser  # noqa: E402
from _translating import ALL, Project, Wrong, coloured, painted, tell  # noqa: E402
from lotse.exchange.acts import Refused, accepted, accepted_as_minor, is_stale, waived  # noqa: E402
from lotse.exchange.comparing import comparisons, told  # noqa: E402
from lotse.exchange.speech import Untold  # noqa: E402
from lotse.exchange.starting import language_entry, new_language, new_page  # noqa: E402
from lotse.exchange.sync_portal import Files, Pair, sync_portal  # noqa: E402
from lotse.exchange.worklist import as_dict, as_told, status_lines, tasks, to_read  # noqa: E402
from lotse.model import Priority  # noqa: E402
from lotse.read.segments import document  # noqa: E402
from lotse.report import Level  # noqa: E402
from lotse.run import Misuse  # noqa: E402
from lotse.translation import PageRecord  # noqa: E402


def main() -> int:
    """Do what the command line asks for."""
    project = Project(_venv.ROOT)
    options = parser(project.say).parse_args()
    try:
        return COMMANDS[options.command](project, options)
    except Misuse as error:
        print(error, file=sys.stderr)
        return 2
    except Untold as error:
        print(error.said(project.say), file=sys.stderr)
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
        print("\n".join(map(painted, status_lines(project.portal, states, project.say))))
    return 0


def next_segments(project: Project, options: argparse.Namespace) -> int:
    """Show the segments of a language that matter most."""
    project.tags([options.tag])
    chosen = tasks(project.portal, [one for one in project.states if one.language == options.tag], options.number)
    if options.json:
        print(json.dumps([task.as_dict() for task in chosen], ensure_ascii=False, indent=1))
        return 0
    print("".join(f"{line}\n" for task in chosen for line in as_told(task, project.say)), end="")
    if not chosen:
        print("\n".join(to_read(project.states, options.tag, project.say)))
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
            print("\n".join(told(one, pair.source.file, pair.file, project.say, coloured=coloured())), end="\n\n")
        tell(done.findings)
        if found:
            names = {"page": pair.source.id, "tag": options.tag}
            print(project.say("Edit the translation, then run `translate.py sync`."))
            print(
                project.say("If it is right as it is: `translate.py accept {page} {tag} --stale --by NAME`.", **names)
            )
        if not found and not done.findings:
            print(project.say("The translation has followed its source."))
    return int(bool(done.findings))


def sync(project: Project, options: argparse.Namespace) -> int:
    """Bring translations and their records together, and note which segments are stale."""
    outcome = sync_portal(project.portal, project.tags(options.tags), "machine" if options.machine else "")
    findings = sorted({*outcome.findings, *project.unread})
    if options.json:
        listed = {"files": sorted(outcome.files), "findings": [one.as_dict() for one in findings]}
        print(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        gone = project.say("removed")
        print(
            "".join(f"{name}{f' ({gone})' * (data is None)}\n" for name, data in sorted(outcome.files.items())), end=""
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
        raise Wrong("{day} is over. Name a day to come.", day=options.until)
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
            raise Wrong("{file} is not there. Translate the page first.", file=pair.file)
        record = act(pair, done.record)
        files |= project.files_with(pair, done, record)
        waits += [record.file] if any(unit.fuzzy and unit.minor for unit in record.units) else []
    project.write(files)
    print("".join(f"{file}\n" for file in sorted(files)), end="")
    for file in waits:
        print(project.say("{file}: a second person has to accept this too, it is a safety page", file=file))
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
    print(
        "\n" + project.say("The language is a draft. Translate its safety pages first ({number}):", number=len(safety))
    )
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
        raise Wrong("There is no code `{code}`. Codes are a letter and three digits, like T003.", code=options.code)
    ends = (at for at in range(starts[0] + 1, len(lines)) if lines[at].startswith(("## ", "### ")))
    print("\n".join(lines[starts[0] : next(ends, len(lines))]).lstrip("# ").rstrip())
    return 0


COMMANDS = {
    **{"status": status, "next": next_segments, "diff": diff, "sync": sync, "accept": accept, "waive": waive},
    **{"start": start, "new": new, "export": exchange.export, "import": exchange.take_in, "explain": explain},
}


if __name__ == "__main__":
    raise SystemExit(main())
