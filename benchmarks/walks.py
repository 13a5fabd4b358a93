"""How many files of the service a use case runs through: `python -m benchmarks.walks`.

From the moment the use case begins, every call into another file is noted. A stay is a file that is
entered, a return a call into a file that was left before. Calls are counted once, however often
they are made, so that loops count nothing. Few stays: little to open. Few returns: it can be read
in order. The second pair counts only calls that hand the named argument on as it is.
"""

import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any
from uuid import uuid4

from service.bootstrap import build
from service.kit.settings import Settings
from tests.driving import Driver

SERVICE = str(Path(__file__).parents[1] / "service")
ROWS = "\n".join(f'{{"id": "{n}", "text": "text {n}", "label": "a"}}' for n in range(4)) + "".join(
    f'\n{{"id": "{n}", "text": "text {n}"}}' for n in range(4, 60)
)


@dataclass
class Walk:
    """Of the use case `start`, and its argument `name`."""

    start: str
    name: str
    calls: dict[tuple[str, str], None] = field(default_factory=dict)
    """Caller's and called function, `file:name`, in order."""
    handed_on: dict[tuple[str, str], None] = field(default_factory=dict)
    """Those with the argument."""
    _value: Any = None

    def enter(self, frame: FrameType) -> None:
        code = frame.f_code
        if not code.co_filename.startswith(SERVICE):
            return
        arguments = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        if self._value is None and code.co_name == self.start and self.name in arguments:
            self._value = frame.f_locals[self.name]
        if self._value is not None:
            call = _place(_caller(frame)), _place(frame)
            self.calls[call] = None
            if any(frame.f_locals.get(each) is self._value for each in arguments):
                self.handed_on[call] = None


def stays_and_returns(calls: Iterable[tuple[str, str]]) -> str:
    pairs = [(a.partition(":")[0], b.partition(":")[0]) for a, b in calls]
    entered = [into for left, into in pairs if left != into]
    stays = len(set(entered) | {pairs[0][1]})
    return f"{stays:3} stays {len(entered) - len(set(entered)):3} returns"


def _caller(frame: FrameType) -> FrameType:
    """The function of the service that called it, whatever of a library lies between."""
    back = frame.f_back
    while back is not None and not back.f_code.co_filename.startswith(SERVICE):
        back = back.f_back
    return back or frame


def _place(frame: FrameType) -> str:
    return f"{Path(frame.f_code.co_filename).relative_to(SERVICE)}:{frame.f_code.co_name}"


_walk: Walk | None = None


def _profile(frame: FrameType, event: str, _: Any) -> None:
    if _walk is not None and event == "call":
        _walk.enter(frame)


@contextmanager
def followed(walk: Walk) -> Iterator[None]:
    global _walk
    _walk = walk
    try:
        yield
    finally:
        _walk = None


def main() -> None:
    threading.setprofile(_profile)
    sys.setprofile(_profile)
    with tempfile.TemporaryDirectory() as folder:
        app = build(Settings(data_dir=Path(folder), encoder="hashing"))
        app.migrate()
        driver = Driver(app)
        classes = [{"name": "a"}, {"name": "b"}]
        project = driver.post("/projects", name="walks", classes=classes).json()["id"]

        def imported() -> None:
            path = f"/api/v1/projects/{project}/imports?labels=import"
            headers = {"Content-Type": "application/x-ndjson"}
            assert driver.http.post(path, content=ROWS, headers=headers).status_code == 202
            driver.work(until_idle=False)

        def labelled() -> None:
            lease = driver.post(f"/projects/{project}/assignments", limit=1).json()
            lease = lease["assignments"][0]
            answer = {"item_id": lease["item"]["id"], "assignment_id": lease["id"]}
            answer |= {"answer": {"class": "a"}}
            path = f"/api/v1/projects/{project}/annotations/{uuid4()}"
            sent = driver.http.put(path, json=answer)
            assert sent.status_code < 300, sent.text

        def shown() -> None:
            driver.post(f"/projects/{project}/rounds")
            for _ in range(4):
                driver.work(until_idle=False)
            assert driver.get(f"/projects/{project}/curve").status_code == 200

        steps: list[tuple[str, Walk, Callable[[], None]]] = [
            ("imported file", Walk("import_items", "run"), imported),
            ("label", Walk("put_annotation", "body"), labelled),
            ("curve", Walk("show_curve", "project_id"), shown),
        ]
        for what, walk, step in steps:
            with followed(walk):
                step()
            print(
                f"{what:14} {stays_and_returns(walk.calls)};"
                f" with `{walk.name}` {stays_and_returns(walk.handed_on)}"
            )
        app.close()


if __name__ == "__main__":
    main()
