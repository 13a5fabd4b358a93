"""The driver of the other suites, over HTTP to a service in processes of its own."""

import time
from datetime import timedelta
from typing import Any

import httpx

from service.jobs.queries.jobs import Jobs
from service.jobs.tables import Job
from service.people.sign_in import first_admin, make_sign_in_link
from tests.driving import Driver
from tests.patience import PATIENCE_SECONDS, WORK_SECONDS
from tests.production.stack import Stack

SOON = timedelta(minutes=1)


class RemoteDriver(Driver):
    """A signed-in administrator; the workers work by themselves."""

    def __init__(self, stack: Stack) -> None:
        self.app = stack.app
        self.url = stack.url
        self._browsers: list[httpx.Client] = []
        with self.app.write() as uow:
            admin, _ = first_admin(uow)
            secret = make_sign_in_link(uow, admin)
        self.http = self.browser()
        assert self.post("/session", token=secret).status_code == 200

    def browser(self) -> Any:
        http = httpx.Client(
            base_url=self.url, headers={"Origin": self.url}, timeout=PATIENCE_SECONDS
        )
        self._browsers.append(http)
        return http

    def close(self) -> None:
        for http in self._browsers:
            http.close()

    def work(self, *, until_idle: bool = True) -> list[str]:
        """Lets them; nothing is known of what they did."""
        deadline = time.monotonic() + WORK_SECONDS
        while until_idle and not self.idle():
            assert time.monotonic() < deadline, f"still busy: {self.open_jobs()}"
            time.sleep(0.1)
        time.sleep(0.0 if until_idle else 0.05)
        return []

    def without(self, *_kinds: str) -> Driver:
        """Itself: these workers do every job."""
        return self

    def left_out(self) -> None:
        """What is done elsewhere can't be copied."""

    def idle(self) -> bool:
        return not self.open_jobs()

    def open_jobs(self) -> list[Job]:
        """Without what is due much later, such as sweeping after a deleted project; and without
        figures, which nothing here reads: where they cost more than labels earn they wait for a
        pause."""
        with self.app.read() as uow:
            found = uow[Jobs].page(None, after=0, limit=100, open_only=True)
            due = [job for job in found if job.run_after < uow.now + SOON]
            return [job for job in due if job.kind != "measure"]

    def jobs(self, project: int, kind: str) -> list[Job]:
        with self.app.read() as uow:
            found = uow[Jobs].page(project, after=0, limit=1000)
        return [job for job in found if job.kind == kind]

    def rounds(self, project: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get(f"/projects/{project}/rounds").json()["results"]
        return found
