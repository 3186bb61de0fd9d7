"""Merge a page's translation and its record three ways, segment by segment; nothing is overwritten in silence.

The base is what each unit was at the last sync (`# synced`). What changed on one side is carried to the other, what changed on
both is a finding and stays as it is. Units follow the text of their source, so segments may come, go and move.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lotse.exchange.aligning import Item, aligned
from lotse.exchange.carrying import carried, collapsed, frame, rebuilt, stamp
from lotse.exchange.minor import touched_up
from lotse.exchange.page_po import breaking, translated
from lotse.exchange.sync_story import Side, Story, conflicts, lost, misshapen, own_markup, unwritable
from lotse.model import Segment
from lotse.read.segments import Document, document, normal
from lotse.report import Finding
from lotse.translation import PageRecord, Unit


@dataclass(frozen=True, slots=True)
class Merged:
    """A translation after a sync: its page (None where there is none), its record, and what a person has to decide."""

    text: str | None
    record: PageRecord
    findings: tuple[Finding, ...] = ()


def merge(source: str, translation: str | None, record: PageRecord, file: str, today: date) -> Merged:
    """Return a translation merged with its record, both brought up to date with the source page.

    `source` and `translation` are whole files with LF line ends, `file` is where the translation stands. Merging the result
    again changes nothing.
    """
    page = document(source)
    if translation is None:
        return _without_page(source, page, record, file, today)
    here = document(translation)
    known = [unit for unit in record.units if unit.text or unit.synced]
    if not known and here.shape != page.shape:
        return Merged(translation, record, (misshapen(here, page, file),))
    stories = list(_stories(page, here, known, record))
    homeless = tuple(lost(here, known, stories, file))
    if homeless:
        return Merged(translation, record, homeless)
    told = [_told(story, today) for story in stories]
    return _written(source, translation, record, told, file, today)


def _stories(page: Document, here: Document, known: Sequence[Unit], record: PageRecord) -> Iterator[Story]:
    """Yield each segment of the source with its unit and its place in the translation."""
    places = _places(here, known)
    units = _units(page, here, known, places)
    blank = {normal(unit.source): unit for unit in record.units if not unit.text and not unit.synced}
    free = set(range(len(here.segments))) - set(places.values()) if here.shape == page.shape else set()
    for number, segment in enumerate(page.segments):
        at = places.get(units[number], -1) if number in units else (number if number in free else -1)
        unit = known[units[number]] if number in units else None
        if unit is None and not known:  # the first sync of a page takes its words for translations
            unit = blank.get(normal(segment.text), Unit(number, segment.text, ""))
        yield Story(number, segment, unit, here.segments[at] if at >= 0 else None, at)


def _places(here: Document, known: Sequence[Unit]) -> dict[int, int]:
    """Return where the translation has each unit: by what it said at the last sync, else by what the record says."""
    old = [Item(unit.synced or stamp(unit.text), unit.text or unit.source) for unit in known]
    new = [Item(stamp(segment.text), segment.text) for segment in here.segments]
    return aligned(old, new)


def _units(page: Document, here: Document, known: Sequence[Unit], places: Mapping[int, int]) -> dict[int, int]:
    """Return which unit each segment of the source has."""
    kinds = [here.segments[places[at]].kind if at in places else "" for at in range(len(known))]
    old = [Item(normal(unit.source), unit.source, kind) for unit, kind in zip(known, kinds, strict=True)]
    back = {normal(unit.previous): normal(unit.source) for unit in known if unit.previous}
    said = {item.key for item in old}
    new = [Item(_key(normal(segment.text), said, back), segment.text, segment.kind) for segment in page.segments]
    return {number: unit for unit, number in aligned(old, new).items()}


def _key(key: str, said: set[str], back: Mapping[str, str]) -> str:
    """Return what a source text is found by: one that was taken back still belongs to its unit."""
    return key if key in said else back.get(key, key)


def _told(story: Story, today: date) -> Story:
    """Return a segment with its unit brought up to date and the text the page is to have."""
    unit = story.unit
    if unit is None or (not unit.text and not unit.synced):
        return _new(story, unit, today)
    said = story.here.text if story.here else story.source.text
    side = _side(unit, said)
    if side is Side.BOTH:
        return replace(story, side=side, text=said, unit=replace(unit, number=story.number))
    aged = _aged(replace(unit, text=unit.text if side in (Side.RECORD, Side.DRAFT) else said), unit, story, side, today)
    if not aged.text:
        return replace(story, side=side, unit=aged, text=story.source.text)
    return _linked(
        replace(story, side=side, unit=aged, text=aged.text if side is not Side.DRAFT else said), unit.source
    )


def _linked(story: Story, old: str) -> Story:
    """Return a segment with the link targets that changed in its source, where nothing else did."""
    new = story.source.text
    if not story.unit or old == new or normal(old) != normal(new):
        return story
    unit = replace(story.unit, text=carried(old, new, story.unit.text))
    return replace(story, unit=unit, text=carried(old, new, story.text))


def _new(story: Story, unit: Unit | None, today: date) -> Story:
    """Return a segment the record knows nothing of yet: translated in the page, or waiting in the source language."""
    said = story.here.text if story.here else story.source.text
    translated_here = story.at >= 0 and (unit is not None or collapsed(said) != collapsed(story.source.text))
    text = said if translated_here else ""
    base = unit or Unit(story.number, story.source.text, "")
    made = replace(base, number=story.number, source=story.source.text, text=text)
    return replace(story, side=Side.PAGE, text=said, unit=made if text else replace(made, stale=today.isoformat()))


def _side(unit: Unit, said: str) -> Side:
    if collapsed(said) == collapsed(unit.text):
        return Side.SAME
    if not unit.synced:
        return Side.BOTH
    if stamp(said) == unit.synced:
        return Side.DRAFT if unit.text and unit.fuzzy else Side.RECORD if unit.text else Side.SAME
    return Side.PAGE if not unit.text or stamp(unit.text) == unit.synced else Side.BOTH


def _aged(unit: Unit, before: Unit, story: Story, side: Side, today: date) -> Unit:
    """Return a unit with its source as it is now, stale where its translation has not followed."""
    now = story.source.text
    unit = replace(unit, number=story.number, source=now)
    if not before.text and side is Side.SAME:
        return replace(unit, text="", fuzzy=False, previous="", minor=(), stale=before.stale or today.isoformat())
    anew = side is Side.PAGE and not touched_up(before.text, unit.text)
    if anew:
        return replace(unit, fuzzy=False, previous="", machine=False, minor=(), stale="")
    same = normal(before.source) == normal(now)
    if same and not before.fuzzy:
        return replace(unit, previous=before.previous if before.minor else "", stale="")
    if not same and side is Side.SAME and normal(before.previous) == normal(now):
        return replace(unit, fuzzy=False, previous="", minor=(), stale="")  # the source took its change back
    older = before.previous if same else before.previous or before.source
    acts = before.minor if same else ()
    return replace(unit, fuzzy=True, previous=older, minor=acts, stale=before.stale or today.isoformat())


def _written(
    source: str, translation: str, record: PageRecord, told: Sequence[Story], file: str, today: date
) -> Merged:
    here, page = document(translation), document(source)
    frames = (frame(source), frame(translation))
    in_place = here.shape == page.shape and all(story.at == story.number for story in told)
    base = tuple(record.frame.split())
    copied = len(base) == 2 and base[0] == base[1] == frames[1]  # the translation has its source's fixed text
    if not in_place and not copied:
        return Merged(translation, record, (misshapen(here, page, file),))
    texts = [story.text for story in told]
    if copied and frames[0] != frames[1]:
        text = rebuilt(source, translation, texts)
    elif in_place:
        text = here.with_texts({number: said for number, said in enumerate(texts)})
    else:
        text = rebuilt(source, translation, texts)
    after = document(text)
    if after.shape != page.shape:
        return Merged(translation, record, tuple(unwritable(page, told, record)) or (misshapen(after, page, file),))
    found = [*conflicts(told, after, record, file), *own_markup(frames, base, copied, file)]
    units = tuple(_settled(story, segment) for story, segment in zip(told, after.segments, strict=True))
    kept = record.frame if any(one.code == "S012" for one in found) else f"{frames[0]} {frame(text)}"
    return Merged(text, replace(_reread(record, told), units=units, frame=kept), tuple(found))


def _settled(story: Story, written: Segment) -> Unit:
    """Return a unit as the page now says it, with its new base."""
    assert story.unit is not None
    if story.side is Side.BOTH:
        return story.unit
    text = written.text if story.unit.text and story.side is not Side.DRAFT else story.unit.text
    return replace(story.unit, text=text, synced=stamp(written.text))


def _reread(record: PageRecord, told: Sequence[Story]) -> PageRecord:
    """Return the record without its reviewer where a translation changed: nobody has reviewed that."""
    if record.reviewer and any(story.edited for story in told):
        return replace(record, state="review", reviewer="")
    return record


def _without_page(source: str, page: Document, record: PageRecord, file: str, today: date) -> Merged:
    """Return the page a record without one makes once all of it is translated."""
    if any(unit.synced and unit.text for unit in record.units):
        what = f"The page is gone, and its translation still stands in {record.file}."
        return Merged(None, record, (Finding(file, 1, "S010", what, "Put the page back, or remove the record too."),))
    units = _units(page, Document(()), record.units, {})
    lots = [
        (number, segment, record.units[units[number]] if number in units else None)
        for number, segment in enumerate(page.segments)
    ]
    told = tuple(_unpublished(number, segment, unit, today) for number, segment, unit in lots)
    fresh = replace(record, units=told)
    if not told or len(fresh.texts) < len(page.segments):
        return Merged(None, fresh)
    broken = breaking(page, fresh.texts)
    if broken:
        stories = [
            Story(unit.number, segment, unit, text=unit.text) for unit, (_, segment, _) in zip(told, lots, strict=True)
        ]
        return Merged(None, fresh, tuple(unwritable(page, stories, record)))
    return merge(source, translated(source, fresh), fresh, file, today)


def _unpublished(number: int, segment: Segment, unit: Unit | None, today: date) -> Unit:
    if unit is None or not unit.text:
        return replace(unit or Unit(number, "", ""), number=number, source=segment.text, synced="")
    return _aged(unit, unit, Story(number, segment), Side.SAME, today)
