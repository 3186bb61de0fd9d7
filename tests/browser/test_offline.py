"""Reading without a network: after one visit, after saving, through updates and whatever goes wrong on the way."""

import hashlib
import os
import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import offline_host as hosts
import pytest
from offline_host import PAGES, SAFETY, Edition, Host, chunk_of, contents_of, write_site
from playwright.sync_api import Browser, BrowserContext, Page, expect

from _tools import find_chromium

A = Edition()
URLS = ("index.html", "work/a.html", "work/b.html")  # two that edition B changes, and one that it does not
PATHS = tuple(f"de/{url}" for url in URLS)
B = Edition("B", "2026-11-22", ("index.html", "work/a.html"))
MOST = "() => /, 14 of 18 pages/.test(document.querySelector('progress + span').textContent)"
COPY = re.compile(r'<p class="save" id="copy".*?</p>')  # what the worker adds to a page
READ_RECORDS = """async () => {
  if (!(await caches.has("lotse-records"))) return [];
  const cache = await caches.open("lotse-records");
  return Promise.all((await cache.keys()).map(async (one) => (await cache.match(one)).json()));
}"""
READ_STORE = """async () => {
  if (!(await caches.has("lotse-store"))) return {};
  const cache = await caches.open("lotse-store"), found = {};
  for (const one of await cache.keys()) found[one.url.split("_lotse/")[1]] = await (await cache.match(one)).text();
  return found;
}"""


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("editions")
    return {edition.name: write_site(folder / edition.name, edition) for edition in (A, B)}


@pytest.fixture
def host(editions: dict[str, Path]) -> Iterator[Host]:
    """Return a host of edition A."""
    host = Host(editions["A"])
    yield host
    host.held.set()
    host.stop()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """Return a fresh profile."""
    context = browser.new_context(locale="en-US", viewport={"width": 360, "height": 640})
    context.set_default_timeout(30_000)
    yield context
    context.close()


def runs(page: Page, at_least: int = 1) -> Page:
    """Wait until so many runs of the installer have ended."""
    counts = ",".join(f"html[data-offline='{count}']" for count in range(at_least, 9))
    page.wait_for_selector(counts, state="attached")
    return page


def visit(phone: BrowserContext, host: Host, path: str = "de/index.html") -> Page:
    """Open a page in a new tab and wait for the end of its run."""
    page = phone.new_page()
    page.goto(host.base + path)
    return runs(page)


def save(page: Page, state: str = "saved") -> Page:
    """Press the button and wait for the state it ends in."""
    page.click("#save")
    page.wait_for_selector(f"#save[data-state={state}]")
    return page


def saved(phone: BrowserContext, host: Host, tag: str = "de") -> Page:
    return save(visit(phone, host, f"{tag}/index.html"))


def records(page: Page) -> list[dict[str, Any]]:
    return list(page.evaluate(READ_RECORDS))


def the_record(page: Page, tag: str = "de") -> dict[str, Any]:
    """Return the one record of a language, after checking that it does not say more than there is."""
    [record] = [one for one in records(page) if one["list"]["language"] == tag]
    store = page.evaluate(READ_STORE)
    for name, text in store.items():
        assert hashlib.sha256(text.encode()).hexdigest() == name, "the store holds wrong bytes"
    chunks = [chunk[0] for chunk in record["list"]["chunks"]]
    assert all(chunks[index] in store for index in record["held"]), "a chunk the record names is missing"
    if record["complete"]:
        assert record["held"] == list(range(len(chunks)))
        assert all(file[1] in store for file in record["list"]["files"])
    return dict(record)


def main_text(page: Page) -> str:
    return page.inner_text("main")


def read_offline(phone: BrowserContext, host: Host, *paths: str) -> list[str]:
    """Return what pages say with the host stopped."""
    host.stop()
    page = phone.new_page()
    texts = []
    for path in paths:
        page.goto(host.base + path)
        texts.append(main_text(page))
    page.close()
    return texts


# ---- after one visit ----


def test_after_one_visit_that_page_home_and_safety_open_without_the_host(phone: BrowserContext, host: Host) -> None:
    visit(phone, host, "de/health/a.html")
    urls = ("health/a.html", "index.html", *SAFETY, "a-z.html")
    for folder in ("de/", "de/lite/"):
        for url, text in zip(urls, read_offline(phone, host, *(folder + url for url in urls)), strict=True):
            assert A.text("de", url) in text, folder + url
            assert "No connection. This is the saved copy of 20. November 2026." in text


def test_addresses_as_hosts_and_people_write_them_open_too(phone: BrowserContext, host: Host) -> None:
    visit(phone, host)
    expected = {
        "de/": "index.html",
        "de": "index.html",
        "de/lite/": "index.html",
        "de/safety/": "safety/index.html",
        "de/safety/fire": "safety/fire.html",
        "de/lite/safety/fire.html?x=1#y": "safety/fire.html",
    }
    for url, text in zip(expected.values(), read_offline(phone, host, *expected), strict=True):
        assert A.text("de", url) in text


def test_a_page_that_is_not_kept_says_so_and_leads_to_what_is(phone: BrowserContext, host: Host) -> None:
    page = visit(phone, host)
    host.stop()
    page.goto(host.base + "de/work/a.html")
    assert page.inner_text("h1") == "This page is not saved on this device"
    assert page.locator("a[href='tel:112']").count() == 1
    page.click("main >> text=safety/fire.html")
    assert A.text("de", "safety/fire.html") in main_text(page)


def test_the_chooser_lists_the_languages_that_are_kept(phone: BrowserContext, host: Host) -> None:
    visit(phone, host)
    page = visit(phone, host, "ar/lite/safety/fire.html")
    host.stop()
    page.goto(host.base)
    assert page.locator("main li").all_inner_texts() == ["Deutsch", "العربية"]
    page.click("main >> text=العربية")
    assert A.text("ar", "index.html") in main_text(page)


def test_a_page_that_is_gone_stays_gone(phone: BrowserContext, host: Host) -> None:
    page = visit(phone, host)
    answer = page.goto(host.base + "de/never.html")
    assert answer and answer.status == 404 and page.inner_text("h1") == "Not found"


def test_the_copy_stands_in_when_the_host_fails(phone: BrowserContext, host: Host) -> None:
    page = visit(phone, host)
    host.faults[""] = hosts.status(503)
    page.goto(host.base + "de/safety/fire.html")
    assert A.text("de", "safety/fire.html") in main_text(page)


def test_the_copy_stands_in_when_the_host_says_nothing_for_seven_seconds(phone: BrowserContext, host: Host) -> None:
    page = visit(phone, host)
    host.held.clear()
    host.delay = "/de/safety"
    page.goto(host.base + "de/safety/fire.html", wait_until="commit")
    assert "No connection" in main_text(page)


def test_a_redirect_to_a_login_page_is_left_to_the_browser(phone: BrowserContext, host: Host) -> None:
    page = visit(phone, host)
    host.faults["fire.html"] = hosts.redirected
    page.goto(host.base + "de/safety/fire.html")
    assert page.url.endswith("/404.html")


def test_one_visit_fetches_the_first_chunks_and_its_own(phone: BrowserContext, host: Host) -> None:
    visit(phone, host, "de/health/a.html")
    first = [chunk[0] for chunk in contents_of(host.site)["chunks"][:3]]
    chunks = [*(f"/de/pack/{name}.json" for name in first), chunk_of(host.site, "health/a.html")]
    assert sorted(host.fetched()) == sorted(chunks)


# ---- saving ----


def test_after_saving_every_page_opens_without_the_host(phone: BrowserContext, host: Host) -> None:
    page = saved(phone, host)
    assert the_record(page)["complete"]
    paths = [f"de/{'lite/' if len(url) % 2 else ''}{url}" for url in PAGES]
    for url, text in zip(PAGES, read_offline(phone, host, *paths), strict=True):
        assert url == "saved.html" or A.text("de", url) in text, url


def test_saving_works_on_a_lite_page(phone: BrowserContext, host: Host) -> None:
    page = save(visit(phone, host, "ar/lite/work/b.html"))
    assert the_record(page, "ar")["complete"]
    assert page.locator("#save").inner_text() == "Saved for offline"


def test_the_button_says_how_much_and_works_by_keyboard(phone: BrowserContext, host: Host) -> None:
    page = visit(phone, host)
    record = the_record(page)
    left = sum(chunk[2] for index, chunk in enumerate(record["list"]["chunks"]) if index not in record["held"])
    label = page.locator("#save").inner_text().replace("\u2068", "").replace("\u2069", "")
    assert label == f"Save for offline ({-(-left // 1000)} KB)"
    page.locator("#save").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#save[data-state=saved]")


def test_progress_is_told_and_cancelling_keeps_what_has_arrived(phone: BrowserContext, host: Host) -> None:
    page = visit(phone, host)
    last = chunk_of(host.site, "work/a.html")
    host.held.clear()
    host.delay = last
    host.log.clear()
    page.click("#save")
    page.wait_for_function(
        "() => document.querySelector('progress').value > document.querySelector('progress').max / 2"
    )
    page.wait_for_function(MOST)
    assert page.locator("#save").get_attribute("data-state") == "saving"
    page.click("#save-cancel")
    page.wait_for_selector("#save[data-state=partial]")
    host.held.set()
    record = the_record(page)
    assert not record["complete"] and record["held"] == [0, 1, 2, 3, 4]
    fetched = host.fetched()
    assert len(fetched) == 2

    host.delay, host.log = "", []
    save(page)
    assert the_record(page)["complete"]
    assert host.fetched() == [last], "what was verified is not fetched again"


def test_a_save_that_was_cut_short_goes_on_at_the_next_visit(phone: BrowserContext, host: Host) -> None:
    page = visit(phone, host)
    host.held.clear()
    host.delay = chunk_of(host.site, "work/a.html")
    page.click("#save")
    page.wait_for_selector("#save[data-state=saving]")
    page.close()
    host.held.set()
    host.delay = ""
    page = visit(phone, host, "de/safety/fire.html")
    page.wait_for_selector("#save[data-state=saved]")
    assert the_record(page)["complete"]


def test_a_killed_browser_keeps_its_copy_and_goes_on(
    browser: Browser, host: Host, editions: dict[str, Path], tmp_path: Path
) -> None:
    phone = persistent(browser, tmp_path)
    saved(phone, host)
    host.site = editions["B"]
    host.held.clear()
    host.delay = chunk_of(host.site, "index.html")
    page = phone.new_page()
    page.goto(host.base + "de/index.html")
    page.wait_for_function("async () => (await (await caches.open('lotse-store')).keys()).length > 8")
    kill(tmp_path)
    host.held.set()
    host.stop()

    phone = persistent(browser, tmp_path)
    page = phone.new_page()
    page.goto(host.base + "de/work/a.html")
    assert A.text("de", "work/a.html") in main_text(page) and the_record(page)["complete"]
    host.start()
    host.delay = ""
    page = visit(phone, host)
    assert the_record(page)["version"] == contents_of(editions["B"])["version"]
    phone.close()


def persistent(browser: Browser, profile: Path) -> BrowserContext:
    """Return a browser of its own that keeps its profile on disk."""
    return browser.browser_type.launch_persistent_context(
        profile, executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu", "--no-first-run"]
    )


def kill(profile: Path) -> None:
    """End the browser of a profile as a dead battery does."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"--user-data-dir={profile}".encode() in (process / "cmdline").read_bytes().split(b"\0"):
                os.kill(int(process.name), signal.SIGKILL)


# ---- what goes wrong on the way ----


@pytest.mark.parametrize(
    ("where", "fault"),
    [
        ("chunk", hosts.cut),
        ("chunk", hosts.cut_open),
        ("chunk", hosts.flipped),
        ("chunk", hosts.captive),
        ("chunk", hosts.redirected),
        ("chunk", hosts.status(503)),
        ("manifest", hosts.empty),
        ("manifest", hosts.flipped),
        ("manifest", hosts.captive),
    ],
)
def test_the_old_copy_stays_whole_whatever_arrives(
    phone: BrowserContext, host: Host, editions: dict[str, Path], fault: hosts.Fault, where: str
) -> None:
    saved(phone, host)
    host.site = editions["B"]
    host.faults[chunk_of(host.site, "index.html") if where == "chunk" else "manifest.json"] = fault
    page = visit(phone, host, "de/health/a.html")
    record = the_record(page)
    assert record["complete"] and record["version"] == contents_of(editions["A"])["version"]
    assert page.locator("#save").get_attribute("data-state") == "saved"
    assert all(A.text("de", url) in text for url, text in zip(URLS, read_offline(phone, host, *PATHS), strict=True))

    host.faults = {}
    host.start()
    page = visit(phone, host)
    assert the_record(page)["version"] == contents_of(editions["B"])["version"]
    assert all(B.text("de", url) in text for url, text in zip(URLS, read_offline(phone, host, *PATHS), strict=True))


def test_a_save_that_fails_says_so_and_never_says_complete(phone: BrowserContext, host: Host) -> None:
    page = visit(phone, host)
    host.faults[chunk_of(host.site, "work/a.html")] = hosts.flipped
    save(page, "failed")
    assert "The next visit goes on." in page.inner_text("[role=status]")
    assert not the_record(page)["complete"]
    host.faults = {}
    page = visit(phone, host)
    assert the_record(page)["complete"], "the wish is remembered"


def test_without_a_worker_nothing_counts_as_kept(phone: BrowserContext, host: Host) -> None:
    host.faults["sw.js"] = hosts.status(503)
    page = visit(phone, host)
    assert records(page) == []
    host.faults = {}
    page = visit(phone, host)
    assert the_record(page)["held"] == [0, 1, 2]


def test_an_older_manifest_does_not_replace_a_newer_copy(
    phone: BrowserContext, host: Host, editions: dict[str, Path]
) -> None:
    host.site = editions["B"]
    saved(phone, host)
    host.site = editions["A"]
    page = visit(phone, host)
    assert the_record(page)["version"] == contents_of(editions["B"])["version"] and the_record(page)["complete"]


def test_a_site_that_changes_while_it_is_saved_is_saved_in_one_edition(
    phone: BrowserContext, host: Host, editions: dict[str, Path]
) -> None:
    page = visit(phone, host)
    host.held.clear()
    host.delay = chunk_of(host.site, "work/a.html")
    page.click("#save")
    page.wait_for_function(MOST)
    host.site = editions["B"]
    host.delay = ""
    host.held.set()
    page.wait_for_selector("#save[data-state=failed]")
    assert the_record(page)["version"] == contents_of(editions["A"])["version"]
    page = visit(phone, host)
    assert the_record(page)["complete"]
    assert the_record(page)["version"] == contents_of(editions["B"])["version"]


def test_a_full_device_is_told_and_the_old_copy_stays(
    phone: BrowserContext, host: Host, editions: dict[str, Path]
) -> None:
    page = visit(phone, host)
    quota(phone, page, host, 9000)
    save(page, "failed")
    assert "too little space" in page.inner_text("[role=status]")
    assert the_record(page)["held"][:3] == [0, 1, 2]
    quota(phone, page, host, None)
    save(page)
    assert the_record(page)["complete"]
    host.site = editions["B"]
    quota(phone, page, host, 9000)
    page = visit(phone, host)
    assert the_record(page)["complete"] and the_record(page)["version"] == contents_of(editions["A"])["version"]


def quota(phone: BrowserContext, page: Page, host: Host, size: int | None) -> None:
    """Limit the storage of the site."""
    words = {"origin": host.base.rstrip("/")} | ({"quotaSize": size} if size else {})
    phone.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", words)


def test_two_tabs_at_once_are_safe(phone: BrowserContext, host: Host) -> None:
    one, two = visit(phone, host), visit(phone, host, "de/work/a.html")
    one.click("#save")
    two.click("#save")
    for page in (one, two):
        page.wait_for_selector("#save[data-state=saved]")
    assert the_record(one)["complete"]
    assert len(host.fetched()) == len(set(host.fetched())), "nothing is fetched twice"


# ---- the worker ----


@pytest.mark.parametrize("script", [b""])
def test_an_empty_worker_is_mended_by_the_next_visit(
    phone: BrowserContext, host: Host, tmp_path: Path, script: bytes
) -> None:
    page = saved(phone, host)
    site = tmp_path / "site"
    shutil.copytree(host.site, site)
    (site / "sw.js").write_bytes(script)
    healthy, host.site = host.site, site
    page.evaluate("async () => { await (await navigator.serviceWorker.ready).update() }")
    page.close()
    page = visit(phone, host)  # the last page of the old worker is closed: the empty one takes over
    assert page.locator("#save").get_attribute("data-state") == "failed"
    host.site = healthy
    page = visit(phone, host)
    assert page.locator("#save").get_attribute("data-state") == "saved"
    assert A.text("de", "work/c.html") in read_offline(phone, host, "de/work/c.html")[0]


def test_the_worker_answers_a_ping(phone: BrowserContext, host: Host) -> None:
    page = visit(phone, host)
    assert (
        page.evaluate(
            """async () => {
          const worker = (await navigator.serviceWorker.ready).active, channel = new MessageChannel();
          const answer = new Promise((resolve) => (channel.port1.onmessage = (event) => resolve(event.data)));
          worker.postMessage("lotse?", [channel.port2]);
          return answer;
        }"""
        )
        == "lotse!"
    )


# ---- updates ----


def test_an_update_fetches_the_changed_chunks_only(
    phone: BrowserContext, host: Host, editions: dict[str, Path]
) -> None:
    saved(phone, host)
    host.site, host.log = editions["B"], []
    page = visit(phone, host, "de/health/a.html")
    old, new = (contents_of(editions[name])["chunks"] for name in "AB")
    assert sorted(host.fetched()) == sorted(f"/de/pack/{chunk[0]}.json" for chunk in new if chunk not in old)
    assert len(host.fetched()) == 2
    assert the_record(page)["complete"]
    assert not {chunk[0] for chunk in old if chunk not in new} & set(page.evaluate(READ_STORE)), (
        "the old ones are deleted"
    )


def test_a_reader_of_the_old_copy_is_told_of_newer_text(
    phone: BrowserContext, host: Host, editions: dict[str, Path]
) -> None:
    page = saved(phone, host)
    host.stop()
    page.goto(host.base + "de/work/a.html#anchor")
    host.site = editions["B"]
    host.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#copy")).to_have_text("Newer text is available. Show it")
    assert A.text("de", "work/a.html") in main_text(page), "nothing reloads by itself"
    page.click("text=Show it")
    expect(page.locator("main")).to_contain_text(B.text("de", "work/a.html"))
    assert page.locator("#copy").count() == 0


def test_a_reader_of_the_current_text_is_told_nothing(phone: BrowserContext, host: Host) -> None:
    page = visit(phone, host)
    page.evaluate("dispatchEvent(new Event('online'))")
    runs(page, 2)
    assert page.inner_text("[role=status]") == ""


# ---- what is saved here ----


def test_the_list_says_what_is_saved_and_works_without_the_host(phone: BrowserContext, host: Host) -> None:
    saved(phone, host)
    visit(phone, host, "ar/index.html")
    host.stop()
    page = runs(open_saved(phone, host))
    expect(page.locator("#saved h2")).to_have_text(["Deutsch", "العربية"])
    said = page.locator("#saved p[data-language]").all_inner_texts()
    assert said[0].startswith("All 18 pages.") and "20. November 2026" in said[0]
    assert said[1].startswith("6 of 18 pages.")
    page.locator("#saved button", has_text="Check").first.click()
    expect(page.locator("#saved [role=status]")).to_have_text("Deutsch: Everything saved is right.")


def open_saved(phone: BrowserContext, host: Host, tag: str = "de") -> Page:
    page = phone.new_page()
    page.goto(f"{host.base}{tag}/lite/saved.html")
    page.wait_for_selector("#saved h2")
    return page


def test_damage_is_found_told_and_mended(phone: BrowserContext, host: Host) -> None:
    page = saved(phone, host)
    chunk = Path(chunk_of(host.site, "work/a.html")).stem
    page.evaluate(
        "async ([url, text]) => (await caches.open('lotse-store')).put(url, new Response(text))",
        [f"{host.base}_lotse/{chunk}", '{"pages":[["work/a.html","a","<h1>wrong</h1>"]]}'],
    )
    page = open_saved(phone, host)
    page.locator("#saved button", has_text="Check").click()
    expect(page.locator("#saved [role=status]")).to_contain_text("Damaged: 4 pages.")
    assert not records(page)[0]["complete"]
    page.click("text=Fetch again")
    page.wait_for_selector("#save[data-state=saved]")
    assert the_record(page)["complete"]


def test_wrong_bytes_in_the_store_are_never_shown(phone: BrowserContext, host: Host) -> None:
    page = saved(phone, host)
    chunk = Path(chunk_of(host.site, "work/a.html")).stem
    page.evaluate(
        "async ([url, text]) => (await caches.open('lotse-store')).put(url, new Response(text))",
        [f"{host.base}_lotse/{chunk}", '{"pages":[["work/a.html","a","<h1>wrong</h1>"]]}'],
    )
    assert "wrong" not in read_offline(phone, host, "de/work/a.html")[0]


def test_one_language_can_be_removed(phone: BrowserContext, host: Host) -> None:
    saved(phone, host)
    visit(phone, host, "ar/index.html")
    page = open_saved(phone, host, "ar")
    page.locator("#saved button", has_text="Remove").first.click()
    expect(page.locator("#saved h2")).to_have_text(["العربية"])
    [record] = records(page)
    assert record["list"]["language"] == "ar"
    wanted = {record["list"]["chunks"][index][0] for index in record["held"]} | {
        file[1] for file in record["list"]["files"]
    }
    assert set(page.evaluate(READ_STORE)) == wanted


def test_remove_everything_leaves_no_cache_worker_or_key(phone: BrowserContext, host: Host) -> None:
    other = saved(phone, host)
    page = open_saved(phone, host)
    page.evaluate("localStorage.setItem('lotse.language', 'de')")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("text=Remove everything")
    expect(page.locator("#saved [role=status]")).to_contain_text("Your browser may still have pages in its own memory")
    other.evaluate("dispatchEvent(new Event('online'))")
    other.wait_for_timeout(300)
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert page.evaluate("Object.keys(localStorage)") == []


# ---- the real site ----


@pytest.mark.parametrize("tag", ["de", "ar", "ckb"])
def test_every_page_of_the_demo_opens_without_the_host_as_it_was_published(
    phone: BrowserContext, demo: Path, tag: str
) -> None:
    host = Host(demo)
    errors: list[str] = []
    page = phone.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{host.base}{tag}/services/index.html")
    save(runs(page))
    assert the_record(page, tag)["complete"]
    host.stop()
    for file in sorted((demo / tag / "lite").rglob("*.html")):
        path = file.relative_to(demo / tag / "lite").as_posix()
        answer = page.goto(f"{host.base}{tag}/lite/{path}")
        assert answer and COPY.sub("", answer.text()) == file.read_text(encoding="utf-8"), path
    page.goto(f"{host.base}{tag}/safety/fire.html")
    rich = page.inner_text("main")
    page.goto(f"{host.base}{tag}/lite/safety/fire.html")
    assert page.inner_text("main") == rich
    assert errors == []


# ---- where nothing is to happen ----


def test_on_a_disk_nothing_happens_and_nothing_fails(phone: BrowserContext, editions: dict[str, Path]) -> None:
    page = phone.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((editions["A"] / "de" / "index.html").as_uri())
    page.wait_for_timeout(400)
    assert said == []
    assert page.locator("a#save").count() == 1


def test_without_caches_the_link_stays(phone: BrowserContext, host: Host) -> None:
    page = phone.new_page()
    page.add_init_script("delete window.caches; delete Window.prototype.caches;")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(host.base + "de/index.html")
    page.wait_for_timeout(400)
    assert errors == [] and page.locator("a#save").count() == 1
