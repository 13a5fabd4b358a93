"""Signing in by name and password: what is checked when."""

from collections.abc import Callable

import pytest
from pwdlib import PasswordHash

from service.kit.vocabulary import Role, UserState
from service.people.queries.access import Access
from service.pool.tables.people import User
from tests.driving import API, Driver

RIGHT = "correct horse"
During = Callable[[Callable[[], None]], None]


@pytest.fixture
def during(monkeypatch: pytest.MonkeyPatch) -> During:
    """Has something done before each comparison of a password."""
    verify = PasswordHash.verify

    def use(happens: Callable[[], None]) -> None:
        def comparing(self: PasswordHash, password: str, known: str) -> bool:
            happens()
            return verify(self, password, known)

        monkeypatch.setattr(PasswordHash, "verify", comparing)

    return use


def _account(driver: Driver) -> int:
    with driver.app.write() as uow:
        hashed = PasswordHash.recommended().hash(RIGHT)
        made = uow[Access].add(User(name="Ann", role=Role.ENGINEER, password_hash=hashed))
        return made.id


def _sign_in(driver: Driver, name: str = "Ann", password: str = RIGHT) -> int:
    body = {"name": name, "password": password}
    return driver.browser().post(f"{API}/session", json=body).status_code


@pytest.mark.slow
def test_nobody_waits_while_a_password_is_compared(driver: Driver, during: During) -> None:
    _account(driver)
    connected = driver.app.database.engine.pool.checkedout
    idle, found = connected(), []
    during(lambda: found.append(connected()))
    statuses = [_sign_in(driver), _sign_in(driver, password="x"), _sign_in(driver, name="nobody")]
    assert (statuses, found) == ([200, 401, 401], [idle] * 3)


@pytest.mark.both_databases
@pytest.mark.slow
@pytest.mark.parametrize(
    "change", [{"state": UserState.DISABLED}, {"password_hash": "another"}], ids=["state", "hash"]
)
def test_what_changes_meanwhile_counts(
    driver: Driver, during: During, change: dict[str, object]
) -> None:
    user = _account(driver)

    def changed() -> None:
        assert driver.app.database.engine.pool.checkedout() == 0
        with driver.app.write() as uow:
            found = uow[Access].user(user)
            assert found is not None
            for name, value in change.items():
                setattr(found, name, value)

    during(changed)
    assert _sign_in(driver) == 401
