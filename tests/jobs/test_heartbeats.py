"""What a running job says while its database is away."""

from contextlib import closing

import pytest
from sqlalchemy import event

from service.app import App
from service.bootstrap import build
from service.jobs import run_job as running
from service.jobs.run_job import JobRun, run_job
from service.kit.seldom import SeldomLog
from service.kit.settings import Settings
from tests.driving import Driver
from tests.jobs.test_jobs import add
from tests.patience import until

NOWHERE = "postgresql://127.0.0.1:1/away"


def test_heartbeats_that_nobody_hears_are_a_line(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Each left 55 lines, every five seconds of an outage."""
    monkeypatch.setattr(running, "HEARTBEAT_SECONDS", 0.01)
    monkeypatch.setattr(running, "seldom", SeldomLog(running.log))
    away = Settings(data_dir=driver.app.settings.data_dir, database_url=NOWHERE)
    beats = list[int]()

    def handler(app: App, run: JobRun) -> None:
        with closing(build(away)) as run.app:
            event.listen(run.app.database.engine, "do_connect", lambda *_: beats.append(1))
            until(lambda: len(beats) > 2)
        run.app = app

    job = add(driver, driver.project())
    assert run_job(driver.app, job, "one", {"rank": handler}, driver.tools)
    [line] = [each for each in caplog.records if "heartbeat" in each.getMessage()]
    assert line.exc_info is None
