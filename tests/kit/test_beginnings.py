"""Where tests begin with a copy of what another one did."""

import shutil
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.app import App
from service.db.clock import FrozenClock
from tests import beginnings, prepared
from tests.beginnings import from_nothing, once
from tests.driving import Driver
from tests.texts import texts


def renewed(app: App, clock: FrozenClock, migrated: Path) -> Driver:
    """As the next test finds it."""
    app.database.engine.dispose()
    shutil.copy(migrated, app.database.url.database or "")
    shutil.rmtree(app.settings.data_dir / "blobs", ignore_errors=True)
    clock.now = FrozenClock().now
    from_nothing(app)
    return Driver(app)


@pytest.mark.slow
def test_a_copy_has_all_that_was_done(
    app: App, clock: FrozenClock, migrated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that this process kept, and one from disk."""
    monkeypatch.setattr(prepared, "place", lambda: tmp_path)
    seen = []
    for is_forgotten in (True, False, True):
        if is_forgotten:
            monkeypatch.setattr(beginnings, "_kept", OrderedDict())
        driver = renewed(app, clock, migrated)
        project = driver.project_with(texts(13), ["fruit", "metal"])
        once(app, "later", lambda: clock.advance(5.0))
        blobs = Path(app.settings.data_dir / "blobs")
        files = {file.relative_to(blobs): file.stat().st_size for file in blobs.rglob("*")}
        shown = [driver.get(path).json() for path in ("/jobs", f"/projects/{project}/items", "/me")]
        seen.append((files, shown, clock.now))
        assert driver.work() == []
        assert driver.offered(project)["assignments"]
    assert len(seen[0][0]) > 3
    # Jobs say how many seconds each took: to do them again takes others.
    assert seen[0] == seen[1] == seen[2]


@pytest.mark.parametrize(
    "change",
    [
        lambda driver, _: driver.join(1, "Ann"),
        lambda _, clock: clock.advance(1.0),
        lambda driver, _: setattr(
            driver.app, "settings", driver.app.settings.model_copy(update={"max_text_chars": 50})
        ),
    ],
    ids=["a row", "time", "a setting"],
)
@pytest.mark.slow
def test_where_more_was_done_before_it_is_done_anew(
    app: App, clock: FrozenClock, migrated: Path, change: Callable[[Driver, FrozenClock], object]
) -> None:
    done = []

    def step() -> int:
        done.append(app.settings)
        return Driver(app).project(["fruit"])

    settings = app.settings
    for times in (1, 1, 2):
        app.settings = settings
        driver = renewed(app, clock, migrated)
        driver.project()
        if times == 2:
            change(driver, clock)
        assert once(app, ("a step", change), step) == 2
        assert len(driver.get("/projects").json()["results"]) == 2
        assert len(done) == times


def test_whoever_comes_second_goes_on_from_what_the_first_did(
    app: App, clock: FrozenClock, migrated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes sign in at once: the session that is kept is that of the first for both."""
    monkeypatch.setattr(prepared, "place", lambda: tmp_path)
    monkeypatch.setattr(beginnings, "_kept", OrderedDict())
    sign_in, others = Driver._sign_in, [True]

    def while_another_does(driver: Driver) -> Any:
        mine = sign_in(driver)
        if others and others.pop():
            monkeypatch.setattr(beginnings, "_kept", OrderedDict())
            renewed(app, clock, migrated).project()
        return mine

    monkeypatch.setattr(Driver, "_sign_in", while_another_does)
    driver = renewed(app, clock, migrated)
    assert driver.get("/me").status_code == 200
    driver.project()
    assert driver.get("/projects").status_code == 200


def test_a_folder_is_made_once_and_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "place", lambda: tmp_path)
    made = []

    def make(folder: Path) -> None:
        made.append(folder)
        folder.mkdir()
        (folder / "file").write_text(str(len(made)))

    def slowly(folder: Path) -> None:
        assert not (tmp_path / "name").exists()
        prepared.prepared("name", make)  # as another process does meanwhile
        make(folder)

    kept = prepared.prepared("name", slowly)
    assert [each.name for each in tmp_path.iterdir()] == ["name"], "nothing half made is left"
    assert (kept / "file").read_text() == "1", "that of who was done first"
    assert prepared.prepared("name", make) == kept
    assert len(made) == 2
