"""Run many trials in parallel processes, each with a Chromium of its own."""

import atexit
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass

from benchmarks.measuring.faults_chromium import Chromium, Profile
from benchmarks.measuring.faults_host import Host
from benchmarks.measuring.faults_plan import Plan, make_plan
from benchmarks.measuring.faults_strategies import Strategy
from benchmarks.measuring.faults_trial import Outcome, Trial
from playwright.sync_api import Playwright, sync_playwright


@dataclass(frozen=True, slots=True)
class Request:
    """Which trials to run, and with which Chromium."""

    seed: int
    numbers: Sequence[int]
    executable: str
    jobs: int = 1
    worker_faults: bool = False

    def plans(self) -> list[Plan]:
        """Return the plans of all trials."""
        return [make_plan(self.seed, number, self.worker_faults) for number in self.numbers]


@dataclass(slots=True)
class _Desk:
    """What one process works with: a Chromium that most trials share."""

    strategies: Sequence[Strategy]
    playwright: Playwright
    executable: str
    shared: Chromium


_desks: list[_Desk] = []


def run_trials(strategies: Sequence[Strategy], request: Request) -> Iterator[Outcome]:
    """Yield the outcomes as they come, the strategies taking turns at the same plan."""
    work = [(index, plan) for plan in request.plans() for index in range(len(strategies))]
    if request.jobs == 1:
        _sit_down(strategies, request.executable)
        try:
            yield from (_work(*piece) for piece in work)
        finally:
            _stand_up()
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(request.jobs, spawn, _sit_down, (strategies, request.executable)) as pool:
        for done in as_completed([pool.submit(_work, *piece) for piece in work]):
            yield done.result()


def _sit_down(strategies: Sequence[Strategy], executable: str) -> None:
    playwright = sync_playwright().start()
    _desks.append(_Desk(strategies, playwright, executable, Chromium(playwright, executable)))
    atexit.register(_stand_up)


def _stand_up() -> None:
    while _desks:
        desk = _desks.pop()
        desk.shared.close()
        desk.playwright.stop()


def _work(index: int, plan: Plan) -> Outcome:
    """Run a trial; where the browser itself failed, so that there is no verdict, once more in a new one."""
    outcome = _try(index, plan)
    if not outcome.failure:
        return outcome
    desk = _desks[-1]
    desk.shared.close()
    desk.shared = Chromium(desk.playwright, desk.executable)
    again = _try(index, plan)
    again.first_failure = outcome.failure
    return again


def _try(index: int, plan: Plan) -> Outcome:
    desk = _desks[-1]
    chromium = Chromium(desk.playwright, desk.executable) if plan.killing else desk.shared
    return Trial(desk.strategies[index], plan, Host(plan.aged), Profile(chromium, plan.killing)).run()
