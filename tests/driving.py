"""Drives a whole service in this process: HTTP in front, real jobs behind, no worker process."""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from copy import copy
from functools import cache
from http.cookiejar import Cookie
from typing import Any, cast
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import select
from starlette.datastructures import State

from service.app import App
from service.core.numpy_compute import NUMPY
from service.core.vectors.map_layout import lay_out
from service.db.clock import FrozenClock
from service.jobs.dispatch_jobs import announce, due_jobs
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import JobRun, handlers, run_job
from service.kit.vocabulary import Role, Source
from service.labelling.assign_items import assign_items
from service.labelling.shapes import NewAnnotation
from service.labelling.submit_annotation import submit_annotation
from service.people.identify import Labelling
from service.people.sign_in import first_admin, make_sign_in_link
from service.pool.queries.audit import AuditOrder
from service.pool.queries.projects import Projects
from service.pool.tables.answers import Assignment
from service.ports import Encoder, Tools, registered_encoders
from service.rounds.queries.rounds import Rankings
from service.rounds.ranking.ranking_rows import audit_rows
from service.web.app import create_app
from tests.beginnings import once
from tests.in_process import Browser
from tests.patience import WORK_SECONDS
from workers.encoders.lexical import LexicalEncoder
from workers.portable.students import taught_student
from workers.portable.zip_process import read_by_zip

API = "/api/v1"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Among tests of both databases: what takes long and where the database decides nothing."""
NDJSON = "application/x-ndjson"


def tools() -> Tools:
    """What a worker without processes of its own gives its jobs: spelling for vectors, numpy."""
    known: dict[str, Encoder] = {"lexical": LexicalEncoder()}
    hashing = registered_encoders()["hashing"].load(None)

    def encoder(name: str) -> Encoder:
        return known.get(name, hashing)

    return Tools(
        encoder,
        lambda name: nullcontext(encoder(name)),
        lambda _rows: NUMPY,
        lambda X, seed, _look: (lay_out(X, seed), 0.1),
        taught_student,
        read_by_zip,
    )


@cache
def _routes() -> FastAPI:
    return create_app(cast("App", None))


def description() -> dict[str, Any]:
    """The OpenAPI document. Putting it together takes as long as a hundred requests."""
    return _routes().openapi()


def _api(app: App) -> FastAPI:
    """The API over these parts. Making its routes anew takes as long as a short test."""
    api = copy(_routes())
    api.state = State({"app": app})
    return api


def do_nothing(_app: App, _run: JobRun) -> None:
    """Instead of what a kind of job does."""


class Driver:
    """A signed-in administrator and a worker that works when told to."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.api = _api(app)
        self.handlers, self.tools = dict(handlers()), tools()
        self._usual = dict(self.handlers), self.tools
        self.http = self.browser()
        for cookie in once(app, "signed in", self._sign_in):
            self.http.cookies.jar.set_cookie(copy(cookie))

    def _sign_in(self) -> list[Cookie]:
        with self.app.write() as uow:
            admin, _ = first_admin(uow)
            secret = make_sign_in_link(uow, admin)
        assert self.post("/session", token=secret).status_code == 200
        self.announce()
        return [*self.http.cookies.jar]

    def browser(self) -> TestClient:
        """A browser that isn't signed in."""
        return Browser(self.api, headers={"Origin": "http://testserver"})

    def join(self, project: int, name: str, role: str = "annotator") -> TestClient:
        """The browser of someone who opened an invitation to the project and typed a name."""
        made = self.post(f"/projects/{project}/invitations", role=role, uses=1).json()
        http = self.browser()
        body = {"token": made["url"].split("#token=")[1], "name": name}
        answer = http.post(f"{API}/session", json=body)
        assert answer.status_code == 200, answer.text
        return http

    def get(self, path: str, **query: Any) -> Any:
        return self.http.get(API + path, params=query)

    def post(self, path: str, **body: Any) -> Any:
        return self.http.post(API + path, json=body)

    def announce(self, encoders: Iterable[str] = ("hashing", "lexical")) -> None:
        announce(self.app, "test", ["cpu"], "cpu", list(encoders))

    def work(self, *, until_idle: bool = True) -> list[str]:
        """Does the jobs that are due, and those that become due; their kinds in order.

        A frozen clock moves on while it waits. `until_idle=False`: only what is due now.
        """
        self.announce()
        done, deadline = [], time.monotonic() + WORK_SECONDS
        while time.monotonic() < deadline:
            jobs = due_jobs(self.app)
            for job in jobs:
                run_job(self.app, job.id, "test", self.handlers, self.tools)
                done.append(job.kind)
            if not jobs and (not until_idle or self.idle()):
                return done
            if not jobs:
                self.wait(1.0)
        raise AssertionError(f"still busy; done: {done}")

    def wait(self, seconds: float) -> None:
        """Lets time pass on a frozen clock; a real one gets a moment."""
        clock = self.app.database.clock
        if isinstance(clock, FrozenClock):
            clock.advance(seconds)
        else:
            time.sleep(0.02)
        self.announce()  # a job may have taken longer than a worker may be silent

    def idle(self) -> bool:
        with self.app.read() as uow:
            return not uow[Jobs].page(None, after=0, limit=1, open_only=True)

    def project(self, classes: Iterable[str] = ("a", "b"), **fields: Any) -> int:
        # The same draws at each run: with a new seed each time one in fifty would be unlucky.
        body = {"name": "Test", "classes": [{"name": name} for name in classes], "seed": 17}
        body |= fields

        def make() -> int:
            secret = body.pop("audit_secret", body["seed"])
            answer = self.post("/projects", **body)
            assert answer.status_code == 201, answer.text
            project = int(answer.json()["id"])
            with self.app.write() as uow:
                uow[Projects].get(project).audit_secret = str(secret)
            return project

        return once(self.app, json.dumps(body), make)

    def upload(self, project: int, content: bytes | str, kind: str = NDJSON, **query: Any) -> Any:
        return self.http.post(
            f"{API}/projects/{project}/imports",
            content=content,
            params=query,
            headers={"Content-Type": kind},
        )

    def imported(self, project: int, rows: Iterable[Mapping[str, Any]], **query: Any) -> Any:
        """Imports rows and does the work that follows; the import as the API shows it."""
        lines = "\n".join(json.dumps(row) for row in rows)
        answer = self.upload(project, lines, **query)
        assert answer.status_code == 202, answer.text
        self.work()
        return self.get(f"/projects/{project}/imports/{answer.json()['import_id']}").json()

    def project_with(
        self, rows: Iterable[Mapping[str, Any]], classes: Iterable[str] = ("a", "b"), **fields: Any
    ) -> int:
        """A project with these rows and all the work done that follows, to begin a test with.

        It may be a copy (`beginnings`): a test of just that calls `project` and `imported`.
        """
        rows, classes = [*rows], [*classes]

        def begin() -> int:
            project = self.project(classes, **fields)
            self.imported(project, rows)
            return project

        left_out = self.left_out()
        if left_out is None:
            return begin()
        return once(self.app, json.dumps([rows, classes, fields, left_out]), begin)

    def left_out(self) -> list[str] | None:
        """Kinds of jobs of which nothing is done; None where any is done in an unusual way."""
        left_out = [kind for kind, handler in self.handlers.items() if handler is do_nothing]
        handlers, tools = self._usual
        usual = handlers | dict.fromkeys(left_out, do_nothing)
        return left_out if self.handlers == usual and self.tools is tools else None

    def serve_audits(self, project: int, count: int) -> None:
        """Makes the ranking one of so many audit items and nothing else; the next round ends it."""
        with self.app.write() as uow:
            audits = uow[AuditOrder].next(uow[Projects].get(project), count)
            uow[Rankings].replace(project, audit_rows(audits, None))

    def serve_no_audits(self, project: int) -> None:
        """Takes the audit items out of the ranking; the next round brings others."""
        with self.app.write() as uow:
            rows = [r for r in uow[Rankings].of(project) if r.source is not Source.AUDIT]
            left = [row.model_dump(exclude={"project_id", "position"}) for row in rows]
            uow[Rankings].replace(project, left)

    def offered(self, project: int, limit: int = 1, http: TestClient | None = None) -> Any:
        answer = (http or self.http).post(
            f"{API}/projects/{project}/assignments", json={"limit": limit}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def end(
        self, project: int, how: str, offered: Mapping[str, Any], http: TestClient | None = None
    ) -> Any:
        """Renews, skips or releases an assignment."""
        path = f"{API}/projects/{project}/assignments/{offered['id']}/{how}"
        return (http or self.http).post(path, json={} if how == "skip" else None)

    def retract(self, project: int, annotation: str, http: TestClient | None = None) -> Any:
        path = f"{API}/projects/{project}/annotations/{annotation}/retract"
        return (http or self.http).post(path)

    def assignments(self, project: int) -> list[Assignment]:
        """Everything ever handed out, in order."""
        with self.app.read() as uow:
            rows = uow.session.exec(select(Assignment).where(Assignment.project_id == project))
            return sorted(rows, key=lambda row: row.id)

    def answer(self, project: int, offered: Mapping[str, Any], label: str, **fields: Any) -> Any:
        http = fields.pop("http", self.http)
        annotation_id = fields.pop("id", None) or uuid4()
        body = {
            "item_id": offered["item"]["id"],
            "assignment_id": offered["id"],
            "answer": {"class": label},
            **fields,
        }
        return http.put(f"{API}/projects/{project}/annotations/{annotation_id}", json=body)

    def label(self, project: int, count: int, truth: Callable[[str], str]) -> list[int]:
        """Answers `count` items one after the other, truly; their item ids in order."""
        given = []
        for _ in range(count):
            [offered] = self.offered(project)["assignments"]
            assert self.answer(project, offered, truth(offered["item"]["text"])).status_code == 201
            given.append(offered["item"]["id"])
        return given

    def label_at_once(self, project: int, count: int, truth: Callable[[str], str]) -> None:
        """As `label`, past HTTP and in one transaction: for campaigns of many labels."""
        with self.app.write() as uow:
            admin, _ = first_admin(uow)
            for _ in range(count):
                [lease] = assign_items(uow, project, admin.id, 1).assignments
                answer = {"class": truth(lease.item.text)}
                sent = NewAnnotation(item_id=lease.item.id, assignment_id=lease.id, answer=answer)
                submit_annotation(uow, project, Labelling(admin.id, Role.ADMIN), uuid4(), sent)

    def without(self, *kinds: str) -> "Driver":
        """Itself, with jobs of these kinds done by doing nothing."""
        self.handlers |= dict.fromkeys(kinds, do_nothing)
        return self
