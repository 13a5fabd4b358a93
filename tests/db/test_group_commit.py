"""Many small transactions in one commit: each stands and falls by itself."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, wait
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from service.app import App
from service.db import sqlite
from service.db.database import Database
from service.db.sqlite import LONGEST_SECONDS
from service.db.unit_of_work import UnitOfWork
from service.kit.errors import NotFound, Unavailable
from service.people.queries.access import Access
from service.pool.tables.people import Member, User
from tests.db import rows
from tests.driving import on_sqlite
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.both_databases


class Written:
    """A SQLite file with one table, and how often it was committed."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "written.sqlite3"
        self.database = Database(f"sqlite:///{self.file}")
        self.commits = 0
        with self.database.write() as session:
            run(session, "CREATE TABLE parent (id INTEGER PRIMARY KEY)")
            run(session, "CREATE TABLE word (place INTEGER PRIMARY KEY AUTOINCREMENT, word TEXT)")
            run(session, "CREATE TABLE child (parent INTEGER REFERENCES parent (id))")
        event.listen(self.database.engine, "commit", self._count)

    def _count(self, _connection: object) -> None:
        self.commits += 1

    def words(self) -> list[str]:
        """What another connection sees, which sees only what is committed."""
        with sqlite3.connect(self.file) as other:
            return [word for (word,) in other.execute("SELECT word FROM word ORDER BY place")]

    @contextmanager
    def held(self, patient: pytest.MonkeyPatch | None = None) -> Iterator[None]:
        """Work sent meanwhile waits; if `patient`, all of it is one group on any machine."""
        begun, go = threading.Event(), threading.Event()

        def hold(_session: Session) -> None:
            begun.set()
            assert go.wait(PATIENCE_SECONDS)
            time.sleep(2 * LONGEST_SECONDS)  # so that nothing joins its group

        holding = self.database.submit(hold)
        assert begun.wait(PATIENCE_SECONDS)
        if patient:
            patient.setattr(sqlite, "LONGEST_SECONDS", PATIENCE_SECONDS)
        yield
        go.set()
        holding.result(PATIENCE_SECONDS)


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Written]:
    made = Written(tmp_path)
    yield made
    made.database.close()


def run(session: Session, statement: str) -> None:
    session.connection().exec_driver_sql(statement)


def write(word: str) -> Callable[[Session], str]:
    def work(session: Session) -> str:
        run(session, f"INSERT INTO word (word) VALUES ('{word}')")
        return word

    return work


def write_and_raise(session: Session) -> None:
    write("undone")(session)
    raise NotFound("There is no such thing.")


def test_what_waits_shares_a_commit_in_the_order_of_arrival(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [f"word {number}" for number in range(20)]
    with written.held(monkeypatch):
        sent = [written.database.submit(write(word)) for word in words]
    assert [one.result(PATIENCE_SECONDS) for one in sent] == words == written.words()
    assert written.commits == 2


def test_a_result_is_told_only_once_it_is_stored(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    with written.held(monkeypatch):
        sent = [written.database.submit(write(word)) for word in ("a", "b")]
        for one in sent:
            one.add_done_callback(lambda _: seen.append(written.words()))
    written.database.close()  # waits for the thread that tells
    assert seen == [["a", "b"], ["a", "b"]]


def test_work_that_raises_undoes_itself_and_nobody_else(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_a_rule(session: Session) -> None:
        write("undone")(session)
        run(session, "INSERT INTO child (parent) VALUES (7)")

    with written.held(monkeypatch):
        first = written.database.submit(write("first"))
        raised = written.database.submit(write_and_raise)
        refused = written.database.submit(break_a_rule)
        last = written.database.submit(write("last"))
    assert (first.result(PATIENCE_SECONDS), last.result(PATIENCE_SECONDS)) == ("first", "last")
    with pytest.raises(NotFound):
        raised.result(PATIENCE_SECONDS)
    with pytest.raises(IntegrityError):
        refused.result(PATIENCE_SECONDS)
    assert written.words() == ["first", "last"]
    assert written.commits == 2


def test_a_commit_that_fails_keeps_nobodys_work(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_a_rule_at_the_end(session: Session) -> None:
        run(session, "PRAGMA defer_foreign_keys=ON")
        run(session, "INSERT INTO child (parent) VALUES (7)")

    with written.held(monkeypatch):
        sent: list[Future[object]] = [
            written.database.submit(write("a")),
            written.database.submit(break_a_rule_at_the_end),
            written.database.submit(write_and_raise),
            written.database.submit(write("b")),
        ]
    for one in sent:
        with pytest.raises(IntegrityError):
            one.result(PATIENCE_SECONDS)
    assert written.words() == []
    assert written.database.submit(write("c")).result(PATIENCE_SECONDS) == "c"
    assert written.words() == ["c"]


def test_work_that_nobody_waits_for_any_more_is_not_begun(written: Written) -> None:
    with written.held():
        given_up = written.database.submit(write("given up"))
        kept = written.database.submit(write("kept"))
        assert given_up.cancel()
    assert kept.result(PATIENCE_SECONDS) == "kept"
    with pytest.raises(CancelledError):
        given_up.result(PATIENCE_SECONDS)
    assert written.words() == ["kept"]


def test_a_group_ends_so_that_others_may_write(written: Written) -> None:
    """Whoever else writes gets a turn between two groups, however much work waits."""

    def take_long(session: Session) -> int:
        write("slow")(session)
        time.sleep(2 * LONGEST_SECONDS)
        return written.commits

    with written.held():
        sent = [written.database.submit(take_long) for _ in range(3)]
    assert [one.result(PATIENCE_SECONDS) for one in sent] == [1, 2, 3]


def test_closing_waits_for_what_was_sent_and_later_work_is_done_too(written: Written) -> None:
    sent = [written.database.submit(write(str(number))) for number in range(5)]
    written.database.close()
    assert all(one.done() for one in sent)
    assert len(written.words()) == 5
    assert written.database.submit(write("later")).result(PATIENCE_SECONDS) == "later"


@pytest.mark.slow
def test_work_sent_while_it_closes_is_done(written: Written) -> None:
    sent: list[Future[str]] = []
    stop = threading.Event()

    def keep_sending() -> None:
        while not stop.is_set() and len(sent) < 2_000:
            sent.append(written.database.submit(write("word")))
            time.sleep(0)

    sending = threading.Thread(target=keep_sending)
    sending.start()
    for _ in range(100):
        written.database.close()
    stop.set()
    sending.join()
    assert wait(sent, PATIENCE_SECONDS).not_done == set()
    assert len(written.words()) == len(sent)


@pytest.mark.slow
def test_units_of_work_are_whole_on_either_database(app: App) -> None:
    def add_and_raise(uow: UnitOfWork) -> None:
        rows.user(uow, "undone")
        raise NotFound("There is no such thing.")

    made = [app.submit(partial(rows.user, name=name)) for name in ("ann", "ben")]
    with pytest.raises(NotFound):
        app.submit(add_and_raise).result(PATIENCE_SECONDS)
    ids = [one.result(PATIENCE_SECONDS) for one in made]
    with app.read() as uow:
        assert [uow.session.get_one(User, each).name for each in ids] == ["ann", "ben"]
        assert uow.session.exec(select(User).where(User.name == "undone")).all() == []


def test_work_is_told_when_its_transaction_cannot_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process has the lock for longer than anybody waits; then it works again."""
    monkeypatch.setattr("service.db.database.BUSY_TIMEOUT_MS", 100)
    written = Written(tmp_path)
    other = sqlite3.connect(written.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable):
        written.database.submit(write("refused")).result(PATIENCE_SECONDS)
    other.execute("ROLLBACK")
    assert written.database.submit(write("taken")).result(PATIENCE_SECONDS) == "taken"
    other.close()
    written.database.close()


@on_sqlite
def test_rows_that_can_not_be_stored_undo_nobody_elses(app: App) -> None:
    """A flush that fails rolls back what its session knows of."""
    begun, go = threading.Event(), threading.Event()

    def hold(_uow: UnitOfWork) -> None:
        begun.set()
        assert go.wait(PATIENCE_SECONDS)

    holding = app.submit(hold)
    assert begun.wait(PATIENCE_SECONDS)
    nowhere = Member(project_id=404, user_id=404)
    first = app.submit(partial(rows.user, name="first"))
    refused = app.submit(lambda uow: uow[Access].add(nowhere))
    last = app.submit(partial(rows.user, name="last"))
    go.set()
    holding.result(PATIENCE_SECONDS)
    with pytest.raises(IntegrityError):
        refused.result(PATIENCE_SECONDS)
    ids = [future.result(PATIENCE_SECONDS) for future in (first, last)]  # before the view is taken
    with app.read() as uow:
        names = [uow.session.get_one(User, user_id).name for user_id in ids]
    assert names == ["first", "last"]
