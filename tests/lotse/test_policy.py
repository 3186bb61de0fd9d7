"""Policies: by hash, never unsafe; the host files say all the headers, and none that would forbid what a page allows."""

import base64
import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from lotse.render.policy import header_policy, policy
from scenario import ROOT

HOSTING = ROOT / "docs" / "hosting"
FILES = ("_headers", "nginx.conf", "Caddyfile", "apache.htaccess")
NAMES = (
    "Content-Security-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
)


def directives(text: str) -> dict[str, list[str]]:
    """Return a policy's directives and their sources."""
    return {words[0]: words[1:] for words in (part.split() for part in text.split(";"))}


def hash_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'"


def test_inline_texts_are_allowed_by_their_hash_alone() -> None:
    said = directives(policy(["a{}", "ü{}"], ["x()"]))
    assert said["style-src"] == [hash_of("a{}"), hash_of("ü{}")]
    assert said["script-src"] == ["'self'", hash_of("x()")]


@pytest.mark.parametrize(
    "options", [{}, {"rich": True}, {"own": False}, {"images": False}, {"own": False, "images": False}]
)
def test_every_policy_closes_what_nobody_needs(options: dict[str, bool]) -> None:
    said = directives(policy(["a{}"], ["x()"], **options))
    assert said["default-src"] == said["base-uri"] == said["form-action"] == ["'none'"]
    assert "unsafe" not in policy(["a{}"], ["x()"], **options)
    assert not {"object-src", "frame-src", "font-src"} & set(said), "default-src says so already"


def test_only_a_rich_page_may_load_a_style_sheet() -> None:
    said = directives(policy(["a{}"], rich=True))
    assert said["style-src"] == ["'self'", hash_of("a{}")]
    light = directives(policy(["a{}"]))
    assert light["style-src"] == [hash_of("a{}")] and light["manifest-src"] == ["'self'"]


def test_a_single_file_may_load_nothing_and_ask_nobody_but_where_it_lies() -> None:
    text = policy(["a{}"], ["x()"], own=False)
    assert [name for name, sources in directives(text).items() if "'self'" in sources] == ["connect-src"]
    assert directives(text)["img-src"] == ["data:"]


def test_what_is_not_there_is_not_allowed() -> None:
    assert (
        policy(own=False, images=False) == "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'"
    )
    assert policy([""], [""]) == policy()
    assert policy(["a{}", "a{}"]) == policy(["a{}"])


def headers(file: str) -> dict[str, str]:
    """Return the headers a host file sends with every page."""
    text = (HOSTING / file).read_text(encoding="utf-8")
    quoted = re.findall(rf"({'|'.join(NAMES)}):? ([\"`]?)(.*?)\2(?: always;)?$", text, re.MULTILINE)
    assert len(quoted) == len({name for name, _, _ in quoted}), "each header once"
    return {name: value for name, _, value in quoted}


@pytest.mark.parametrize("file", FILES)
def test_a_host_file_sends_every_header(file: str) -> None:
    found = headers(file)
    assert set(found) == set(NAMES)
    assert found == headers("_headers"), "the same on every host"
    assert found["Content-Security-Policy"] == header_policy()
    assert int(found["Strict-Transport-Security"].partition("=")[2]) >= 31_536_000
    assert found["Referrer-Policy"] == "no-referrer" and found["X-Content-Type-Options"] == "nosniff"
    assert not re.search(r"=(?!\(\))", found["Permissions-Policy"]), "everything is off"


def test_the_header_forbids_nothing_a_page_allows_by_hash() -> None:
    said = directives(header_policy())
    assert not {"default-src", "script-src", "script-src-elem", "style-src", "style-src-elem"} & set(said)
    assert said["frame-ancestors"] == said["script-src-attr"] == said["style-src-attr"] == ["'none'"]
    assert "unsafe" not in header_policy()
    for name, sources in directives(policy(["a{}"], ["x()"], rich=True)).items():
        assert name not in said or said[name] == sources, name


def test_no_location_of_nginx_has_a_header_of_its_own() -> None:
    text = (HOSTING / "nginx.conf").read_text(encoding="utf-8")
    blocks = re.findall(r"(?:location|if)[^{;]*\{([^}]*)\}", text)
    assert blocks and not [block for block in blocks if "add_header" in block], "it would lose all the others"


def test_only_chunks_named_by_their_content_may_be_kept() -> None:
    text = (HOSTING / "nginx.conf").read_text(encoding="utf-8")
    pattern, kept = next(iter(re.findall(r'"~(\^.*)" "(.*immutable)";', text)))
    regex = re.compile(pattern)
    assert "max-age=31536000" in kept
    assert regex.search(f"200:/zh-Hant/pack/{'0a' * 32}.json")
    for other in ("/de/pack/manifest.json", "/sw.js", "/de/index.html", f"/de/pack/{'0a' * 32}.json.html"):
        assert not regex.search(f"200:{other}"), other
    assert not regex.search(f"404:/de/pack/{'0a' * 32}.json")


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_accepts_its_file(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "chain.pem"
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
    subprocess.run([*make, "-subj", "/CN=a", "-keyout", key, "-out", certificate], check=True, capture_output=True)
    text = (HOSTING / "nginx.conf").read_text(encoding="utf-8")
    text = re.sub(r"ssl_certificate +\S+;", f"ssl_certificate {certificate};", text)
    text = re.sub(r"ssl_certificate_key +\S+;", f"ssl_certificate_key {key};", text)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/log; events {{}} http {{ access_log off; {text} }}", encoding="utf-8"
    )
    done = subprocess.run(["nginx", "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
