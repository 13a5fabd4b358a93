"""What is large goes out packed to whoever takes it so; what streams still streams."""

import gzip
import runpy
from pathlib import Path
from typing import Any

import pytest

from service.web import page
from service.web.middleware import MIN_BYTES
from tests.driving import API, Driver, on_sqlite
from tests.texts import texts

pytestmark = on_sqlite
SCRIPT = "let words = 'the same words again and again';\n" * 500
BUILD = Path(__file__).parents[2] / "scripts" / "build_page.py"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page, packed as the build packs it."""
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<!doctype html>" + "<p>word</p>" * 100)
    (static / "assets/index-abc.js").write_text(SCRIPT)
    (static / "assets/tiny.js").write_text(";")
    runpy.run_path(str(BUILD))["pack"](static)
    monkeypatch.setattr(page, "STATIC", static)
    return static


def raw(driver: Driver, path: str, encoding: str) -> Any:
    return driver.http.get(path, headers={"Accept-Encoding": encoding})


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("path", "kind"),
    [("/assets/index-abc.js", "text/javascript"), ("/projects/7", "text/html"), ("/", "text/html")],
)
def test_the_page_goes_out_packed(driver: Driver, path: str, kind: str) -> None:
    packed, plain = raw(driver, path, "gzip, br"), raw(driver, path, "identity")
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    for answer in (packed, plain):
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["vary"] == "Accept-Encoding"
    assert packed.headers["cache-control"] == plain.headers["cache-control"]
    assert packed.headers["etag"] != plain.headers["etag"]


def test_what_packing_makes_larger_stays(built: Path, driver: Driver) -> None:
    assert not (built / "assets/tiny.js.gz").exists()
    assert "content-encoding" not in raw(driver, "/assets/tiny.js", "gzip").headers
    packed = built / "assets/index-abc.js.gz"
    assert gzip.decompress(packed.read_bytes()).decode() == SCRIPT


@pytest.mark.slow
def test_large_json_is_packed_and_small_is_not(driver: Driver) -> None:
    project = driver.project_with(texts(200))
    path = f"{API}/projects/{project}/items?limit=200"
    packed, plain = raw(driver, path, "gzip"), raw(driver, path, "identity")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == plain.json()
    assert len(plain.content) > MIN_BYTES
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert "content-encoding" not in raw(driver, f"{API}/me", "gzip").headers


@pytest.mark.slow
def test_an_export_streams(driver: Driver) -> None:
    project = driver.project_with(texts(200))
    sent = raw(driver, f"{API}/projects/{project}/export?everything=true", "gzip")
    assert len(sent.content) > MIN_BYTES
    assert "content-encoding" not in sent.headers
