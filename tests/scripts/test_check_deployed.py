"""check_deployed.py: what a host serves is compared with what browsers need."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scenario import ROOT

sys.path.insert(0, str(ROOT / "tests" / "browser"))
import offline_host as hosts
from offline_host import Host, write_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("deployed") / "site")


@pytest.fixture
def host(site: Path) -> Iterator[Host]:
    host = Host(site)
    yield host
    host.stop()


def check(*words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(ROOT / "scripts" / "check_deployed.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def codes(done: "subprocess.CompletedProcess[str]") -> list[str]:
    """Return (path, code) of all findings but advice."""
    assert "Traceback" not in done.stderr, done.stderr
    found = [one for one in json.loads(done.stdout) if one["level"] != "advice"]
    return sorted({one["code"] for one in found})


def chunk(site: Path, tag: str = "ar") -> str:
    contents = json.loads((site / tag / "pack" / "manifest.json").read_text(encoding="utf-8"))["list"]
    return f"/{tag}/pack/{contents['chunks'][1][0]}.json"


def test_a_good_site_has_nothing_to_mend_but_missing_headers(host: Host, site: Path) -> None:
    done = check(host.base, "--site", str(site), "--json")
    assert done.returncode == 0 and codes(done) == []
    assert {one["code"] for one in json.loads(done.stdout)} == {"A104"}


def test_without_the_folder_the_languages_come_from_the_start_page(host: Host, site: Path) -> None:
    host.log.clear()
    assert check(host.base).returncode == 0
    asked = {path for path in host.log if path.endswith("manifest.json")}
    assert asked == {f"/{tag}/pack/manifest.json" for tag in hosts.LANGUAGES}


@pytest.mark.parametrize(
    ("path", "fault", "code"),
    [
        ("sw.js", hosts.empty, "A101"),
        ("sw.js", hosts.cut_open, "A101"),
        ("sw.js", hosts.captive, "A101"),
        ("sw.js", hosts.redirected, "A101"),
        ("sw.js", hosts.status(404), "A101"),
        ("sw.js", lambda answer, body: hosts.send(answer, 200, body, "text/plain"), "A101"),
        ("ar/pack/manifest.json", hosts.flipped, "A102"),
        ("ar/pack/manifest.json", hosts.status(404), "A102"),
        ("ar/pack/manifest.json", lambda answer, body: hosts.send(answer, 200, b"[]", "application/json"), "A102"),
        ("ar/assets/offline.js", hosts.flipped, "A103"),
        ("ar/assets/offline.js", hosts.status(403), "A103"),
    ],
)
def test_what_arrives_wrong_is_found(host: Host, path: str, fault: hosts.Fault, code: str) -> None:
    host.faults["/" + path] = fault
    done = check(host.base, "--json")
    assert done.returncode == 1 and codes(done) == [code]


@pytest.mark.parametrize(
    "fault", [hosts.flipped, hosts.cut, hosts.cut_open, hosts.empty, hosts.captive, hosts.status(503)]
)
def test_a_wrong_chunk_is_found_and_named(host: Host, site: Path, fault: hosts.Fault) -> None:
    host.faults[chunk(site)] = fault
    done = check(host.base)
    assert done.returncode == 1
    assert f"{host.base}{chunk(site)[1:]}:1: A103 " in done.stdout and "1 error," in done.stdout


def test_another_worker_than_that_of_the_folder_is_found(host: Host, site: Path) -> None:
    other = (site / "sw.js").read_bytes().replace(b"7000", b"8000")
    host.faults["/sw.js"] = lambda answer, body: hosts.send(answer, 200, other, "text/javascript")
    assert check(host.base, "--json").returncode == 0
    assert codes(check(host.base, "--site", str(site), "--json")) == ["A101"]


def test_an_older_manifest_than_that_of_the_folder_is_found(host: Host, site: Path, tmp_path: Path) -> None:
    newer = write_site(tmp_path / "newer", hosts.Edition("B", "2026-11-22", ("work/a.html",)))
    assert codes(check(host.base, "--site", str(newer), "--json")) == ["A102"]


def test_files_that_lie_in_caches_for_long_are_found(host: Host) -> None:
    def aged(answer: hosts.BaseHTTPRequestHandler, body: bytes) -> None:
        answer.send_response(200)
        for name, value in {"Content-Type": "text/javascript", "Cache-Control": "max-age=86400"}.items():
            answer.send_header(name, value)
        answer.send_header("Content-Length", str(len(body)))
        answer.end_headers()
        answer.wfile.write(body)

    host.faults["/sw.js"] = aged
    assert codes(check(host.base, "--json")) == ["A106"]


def test_a_host_that_is_down_is_found(host: Host) -> None:
    host.stop()
    done = check(host.base, "--json")
    assert done.returncode == 1 and codes(done) == ["A105"]


@pytest.mark.parametrize(
    "words", [[], ["example.org"], ["ftp://example.org/"], ["http://127.0.0.1/", "--site", "nowhere"]]
)
def test_a_misunderstood_command_ends_with_two(words: list[str]) -> None:
    done = check(*words)
    assert done.returncode == 2 and "usage:" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("place", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_a_worker_cut_off_anywhere_is_found(host: Host, place: float) -> None:
    host.faults["/sw.js"] = lambda answer, body: hosts.send(
        answer, 200, body[: int(len(body) * place)], "text/javascript"
    )
    assert codes(check(host.base, "--json")) == ["A101"]


@pytest.mark.parametrize("fault", [hosts.flipped, hosts.empty, hosts.status(404)])
def test_a_script_of_the_search_that_is_not_the_packs_is_found(tmp_path: Path, fault: hosts.Fault) -> None:
    index = "self.lotseIndex=" + "".join(hosts.sha256(str(number).encode()) for number in range(900))
    site = write_site(tmp_path / "site", hosts.Edition(search=(("search/index.js", index),)))
    host = Host(site)
    assert codes(check(host.base, "--json")) == []
    host.faults["/ar/search/index.js"] = fault
    done = check(host.base, "--json")
    assert [one["file"] for one in json.loads(done.stdout) if one["code"] == "A103"] == [
        f"{host.base}ar/search/index.js"
    ]
    host.stop()
