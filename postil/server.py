"""The service: which one, as whom, and its projects."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from warnings import warn

from postil.connection import Connection
from postil.errors import NoProject, NoToken, PostilError
from postil.project import Project

DEFAULT_URL = "http://127.0.0.1:8765"
DATA_DIR, ADDRESS = "postil-data", "address"
Classes = Sequence[str | Mapping[str, Any]] | Mapping[str, str]


class Server:
    """A service and its projects, as whoever the token speaks for."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        me = connection.get("/me")
        self.name: str = me["name"]
        """Whom the token speaks for: labels that a function gives are theirs."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.connection.close()

    def __repr__(self) -> str:
        return f"<Postil at {self.connection.url}, as {self.name}>"

    def create(
        self,
        name: str,
        classes: Classes = (),
        *,
        exist_ok: bool = False,
        **settings: Any,
    ) -> Project:
        """Opens a project. With `exist_ok` it is the one of this name, as it is, if there is one.

        `classes`: names; or dicts with `name`, `key`, `description`, `colour`; or a mapping from
        names to descriptions. They may come with the data instead: `add(…, create_classes=True)`.
        `settings`: as `POST /projects` takes them, `target=0.9`, `overlap=2`, `guidelines="…"`.
        """
        body = {"name": name, "classes": _classes(classes), **settings}
        there = self._called(name)
        if there and exist_ok:
            project = self.project(name)
            _warn_of_lacking(project, body["classes"])
            return project
        if there:
            warn(
                f"There was a project {name!r} already (id {there[0].id}), so this is another of "
                "that name. create(…, exist_ok=True) gives the one there is.",
                stacklevel=2,
            )
        opened = self.connection.post("/projects", body)
        return Project(self.connection, opened["id"], opened["name"])

    def projects(self, *, archived: bool = False) -> list[Project]:
        """Those that you are in."""
        projects = self.connection.pages("/projects", archived=archived or None)
        return [Project(self.connection, each["id"], each["name"]) for each in projects]

    def project(self, which: int | str) -> Project:
        """The project with this id or name, else the archived one. `NoProject`: there is none."""
        if isinstance(which, int):
            project = self.connection.get(f"/projects/{which}")
            return Project(self.connection, project["id"], project["name"])
        named = self._called(which)
        if len(named) == 1:
            return named[0]
        if named:
            ids = ", ".join(str(each.id) for each in named)
            raise PostilError(f"Several projects are called {which!r}; give one's id: {ids}")
        names = ", ".join(repr(each.name) for each in self.projects()) or "none"
        raise NoProject(f"There is no project {which!r}. Those you can see: {names}")

    def _called(self, name: str) -> list[Project]:
        """The projects of this name; archived ones where no other has it."""
        for archived in (False, True):
            if named := [each for each in self.projects(archived=archived) if each.name == name]:
                return named
        return []


def connect(url: str | None = None, token: str | None = None) -> Server:
    """The service at `url`, else at POSTIL_URL, else on this machine: that of the data directory,
    as `postil import` finds it, or the one at the usual port.

    `token`: else POSTIL_TOKEN. Raises `NoToken` without one, `Unreachable` where nothing answers,
    and `Refused` where the token isn't known.
    """
    token = token or os.environ.get("POSTIL_TOKEN")
    if not token:
        raise NoToken(
            "Say who calls: postil.connect(token=…), or set POSTIL_TOKEN. Where the service runs, "
            "`postil token` makes one."
        )
    return Server(Connection(url or os.environ.get("POSTIL_URL") or _running_here(), token))


def _running_here() -> str:
    """The address that a service notes in its data directory: the usual port may be taken."""
    file = Path(os.environ.get("POSTIL_DATA_DIR") or DATA_DIR) / ADDRESS
    try:
        return file.read_text().strip() or DEFAULT_URL
    except OSError:
        return DEFAULT_URL


def _warn_of_lacking(project: Project, classes: Sequence[Mapping[str, Any]]) -> None:
    names = project.classes if classes else []
    if lacks := [repr(each["name"]) for each in classes if each["name"] not in names]:
        warn(
            f"{project.name!r} was there already, without the classes {', '.join(lacks)}: its "
            "page, under Settings, adds them.",
            stacklevel=3,
        )


def _classes(classes: Classes) -> list[dict[str, Any]]:
    if isinstance(classes, str):
        raise PostilError(f"classes={classes!r}: give a list of names.")
    if isinstance(classes, Mapping):
        return [{"name": name, "description": text} for name, text in classes.items()]
    return [{"name": each} if isinstance(each, str) else dict(each) for each in classes]
