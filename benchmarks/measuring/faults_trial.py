"""One trial: a copy where the plan wants one, visits on which things go wrong, a verdict, healthy visits, a verdict."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from benchmarks.measuring.faults_browser import limit_storage, look_offline
from benchmarks.measuring.faults_chromium import Profile
from benchmarks.measuring.faults_host import Host, nothing
from benchmarks.measuring.faults_judge import Seen, judge, whole
from benchmarks.measuring.faults_plan import LONGEST, Aim, Fault, Plan, Visit
from benchmarks.measuring.faults_sites import NOT_TEXT, Version
from benchmarks.measuring.faults_strategies import Strategy
from playwright.sync_api import CDPSession, Page
from playwright.sync_api import Error as BrowserError

HEALTHY = 3  # visits allowed once the faults have ended
PATIENCE = 12.0  # seconds a healthy visit lasts at most; it ends as soon as all is kept
SILENCE = 1.5  # seconds without a request after which a healthy visit that rests is over
LIMIT = 120.0  # seconds after which a browser that hangs is killed and the trial run again
OPENED = 7  # of our pages, beside the home page, opened for a verdict; the others are judged by their bytes
TRIES = 2  # times a reader asks for a page that does not come


@dataclass
class Outcome:
    """What a trial showed; `broken` says when, what kind and what exactly.

    `failure` says why there is no verdict, `first_failure` why the trial was run twice.
    """

    strategy: str
    number: int
    update: bool
    rate: float
    sealed: bool
    faults: Counter[str] = field(default_factory=Counter)
    broken: list[tuple[str, str, str]] = field(default_factory=list)
    complete: bool = False
    healthy_visits: int = 0
    seconds: float = 0.0
    failure: str = ""
    first_failure: str = ""
    log: list[str] = field(default_factory=list)


class Trial:
    """A trial of one strategy as planned, in a browser profile of its own."""

    def __init__(self, strategy: Strategy, plan: Plan, host: Host, profile: Profile) -> None:
        """Bring together what takes part."""
        self.strategy, self.plan, self.host, self.profile = strategy, plan, host, profile
        self.outcome = Outcome(strategy.name, plan.number, plan.update, plan.rate, plan.sealed)
        self._ended, self._ending = threading.Event(), False
        self._timer: threading.Timer | None = None

    def run(self) -> Outcome:
        """Run it from beginning to end."""
        start = time.monotonic()
        watchdog = threading.Timer(LIMIT, self.profile.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            self._run()
        except BrowserError as error:
            self.outcome.failure = f"{error.message.splitlines()[0]} (after {self.outcome.log[-1:]})"
        finally:
            watchdog.cancel()
            self.host.stop()
            self.profile.close()
        self.outcome.faults = self.host.traffic.faults
        self.outcome.seconds = time.monotonic() - start
        return self.outcome

    def _run(self) -> None:
        old, new = self.strategy.versions
        self.host.start()
        if self.plan.update and not self._save_whole(old):
            self.outcome.failure = "the copy to begin with could not be saved"
            return
        self.host.files, self.host.older, self.host.plan = new.files, old.files, self.plan
        self.host.traffic.delivered.clear()
        self.host.awaited = self.strategy.awaited(self.plan.update)
        for number, visit in enumerate(self.plan.visits):
            self._say(f"visit {number + 1}")
            self._visit(visit)
        self.host.plan = None
        self._verdict("after the faults")
        self.host.start()
        self._save_whole(new)
        self.outcome.complete = self._verdict("at the end")

    def _save_whole(self, version: Version) -> bool:
        """Visit without faults until the browser says it keeps a version whole; count the visits."""
        self.host.files = version.files
        for number in range(HEALTHY):
            self.outcome.healthy_visits = number + 1
            self._say(f"healthy visit {number + 1}")
            page = self.profile.context.new_page()
            with suppress(BrowserError):
                page.goto(self.host.base + self.strategy.address("index.html", number % 2 == 1), wait_until="load")
                self.strategy.save(page, PATIENCE)
                self._wait(page, partial(self._settled, page, version), PATIENCE)
                saved = self.strategy.kept(page, version)
                page.close()
                if saved:
                    return True
        return False

    def _settled(self, page: Page, version: Version) -> bool:
        """Tell whether a version is kept whole, or nothing more is going to happen on this visit."""
        return self.strategy.kept(page, version) or (self.host.quiet_for(SILENCE) and self.strategy.rests(page))

    def _visit(self, visit: Visit) -> None:
        self._ended.clear()
        self._ending = False
        ends = {Fault.KILLED: self._kill, Fault.CLOSED: self._ended.set, None: nothing}[visit.ends]
        page = self.profile.context.new_page()
        quota = self._limit(page)
        with suppress(BrowserError):
            if self._arrive(page, visit):
                self._expect(visit, ends)
                end = time.monotonic() + LONGEST
                self.strategy.save(page, LONGEST)
                self._wait(page, lambda: self._over(page), end - time.monotonic())
        self._leave(page, visit, quota)

    def _over(self, page: Page) -> bool:
        """Tell whether a visit has come to its end, the planned one or because nothing more is going to happen."""
        return self._ended.is_set() or (not self._ending and self.strategy.rests(page))

    def _arrive(self, page: Page, visit: Visit) -> bool:
        pages = self.strategy.new.pages
        address = self.strategy.address(pages[int(visit.start * len(pages))], visit.lite)
        for _ in range(TRIES):
            with suppress(BrowserError):
                answer = page.goto(self.host.base + address, wait_until="domcontentloaded", timeout=1_200)
                if answer and answer.ok:
                    self._say(f"at {address}{', served by the worker' if answer.from_service_worker else ''}")
                    return True
        self._say(f"{address} did not come")
        return False

    def _expect(self, visit: Visit, ends: Callable[[], None]) -> None:
        """Have the visit end at its moment, from the thread that sees the last file go out or from a timer."""

        def later() -> None:
            self._ending = True
            self._timer = threading.Timer(visit.after, ends)
            self._timer.daemon = True
            self._timer.start()

        if not visit.ends:
            return
        if visit.aim is Aim.SAVE:
            later()
        elif visit.aim is Aim.COMMIT and self.strategy.tells_commit:
            self.host.on_commit = later
        else:
            self.host.on_last = later

    def _kill(self) -> None:
        self.profile.kill()
        self._ended.set()

    def _leave(self, page: Page, visit: Visit, quota: CDPSession | None) -> None:
        self.host.on_last = self.host.on_commit = nothing
        if self._timer:
            self._timer.cancel()
        if visit.ends is Fault.KILLED:
            self._kill()
            self.profile.revive()
            self._count(Fault.KILLED)
        else:
            with suppress(BrowserError):
                page.close()
            if visit.ends:
                self._count(Fault.CLOSED)
        if quota:
            self._count(Fault.QUOTA)
        self.host.release()

    def _limit(self, page: Page) -> CDPSession | None:
        return limit_storage(page, self.host.base, self.plan.quota) if self.plan.quota else None

    def _wait(self, page: Page, done: Callable[[], bool], seconds: float) -> bool:
        """Let the page run until something is true; tells whether it came true in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if done():
                return True
            page.wait_for_timeout(50)
        return False

    def _verdict(self, when: str) -> bool:
        """Stop the server and judge; tells whether the whole new version was there."""
        new = self.strategy.new
        pages = sorted({page for one in self.strategy.versions for page in one.texts})
        luck = random.Random(f"{self.plan.seed}:{self.plan.number}:{when}")
        opened = pages if self.strategy.opens_all else ["index.html", *luck.sample(pages, OPENED)]
        addresses = {page: self.host.base + self.strategy.address(page, luck.random() < 0.5) for page in opened}
        found = look_offline(self.profile, self.host, addresses, NOT_TEXT)
        texts = {**self.strategy.stored_texts(found.stored), **found.texts}
        seen = Seen(texts, self.strategy.claim(found.stored, found.worker), self.strategy.damaged(found.stored))
        broken = judge(seen, self.strategy.versions, self.plan.update)
        shown = {page: text for page, text in texts.items() if text is not None}
        self._say(f"{when}: {len(shown)} of {len(pages)} pages, worker {found.worker}, {seen.claim}")
        self.outcome.broken += [(when, one.kind, one.what) for one in broken]
        claimed = seen.claim is not None and seen.claim.complete and seen.claim.version in ("", new.name)
        return not broken and claimed and whole(shown, new)

    def _count(self, fault: Fault) -> None:
        self.host.traffic.faults[fault] += 1

    def _say(self, what: str) -> None:
        self.host.traffic.log.append(f"-- {what}")
        self.outcome.log = self.host.traffic.log
