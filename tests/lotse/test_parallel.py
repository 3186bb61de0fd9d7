"""Work in processes of its own: every answer comes back, whatever happens to a process."""

import os
import signal
import time

import pytest

from lotse.parallel import Failed, cores, in_processes


@pytest.mark.parametrize("jobs", [0, 1, 2, 8])
def test_every_item_gets_its_answer(jobs: int) -> None:
    assert dict(in_processes(lambda number: number * number, list(range(7)), jobs)) == {n: n * n for n in range(7)}


def test_each_item_has_a_process_of_its_own() -> None:
    processes = dict(in_processes(lambda _: os.getpid(), ["a", "b", "c"], 2))
    assert len({*processes.values(), os.getpid()}) == 4


def test_no_more_processes_run_at_once_than_asked_for() -> None:
    def span(_: int) -> tuple[float, float]:
        begin = time.monotonic()
        time.sleep(0.05)
        return begin, time.monotonic()

    spans = [span for _, span in in_processes(span, list(range(5)), 2) if isinstance(span, tuple)]
    assert max(sum(low <= begin < high for low, high in spans) for begin, _ in spans) <= 2


def work(item: str) -> str:
    if item == "raises":
        raise KeyError("what went wrong")
    if item == "exits":
        raise SystemExit(3)
    if item == "is killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "cannot travel":
        return lambda: None  # type: ignore[return-value]
    return item.upper()


def test_what_goes_wrong_in_one_process_is_told_and_harms_no_other() -> None:
    items = ["a", "raises", "exits", "is killed", "cannot travel", "b"]
    results = dict(in_processes(work, items, 2))
    assert sorted(results) == sorted(items)
    assert (results["a"], results["b"]) == ("A", "B")
    assert all(isinstance(results[item], Failed) for item in items[1:5])
    assert "KeyError: 'what went wrong'" in str(results["raises"]) and "in work" in str(results["raises"])
    assert "ended with -9" in str(results["is killed"])
    assert "exits" in str(results["exits"])


def test_a_large_answer_comes_back_whole() -> None:
    ((_, answer),) = in_processes(lambda size: "ü" * size, [5_000_000], 1)
    assert answer == "ü" * 5_000_000


def test_stopping_early_ends_the_other_processes() -> None:
    def slow(item: int) -> int:
        if item:
            time.sleep(60)
        return os.getpid()

    start = time.monotonic()
    results = in_processes(slow, [0, 1], 2)
    assert next(results)[0] == 0
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 30


def test_there_is_at_least_one_core() -> None:
    assert cores() >= 1
