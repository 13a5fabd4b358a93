"""Wrong passwords: few are compared at a time, ever more slowly, and nobody else is kept out."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pwdlib import PasswordHash

from service.kit.errors import TooMany
from service.kit.vocabulary import Role
from service.people import password_door
from service.people.password_door import AT_ONCE, FREE_OF_ADDRESS, FREE_OF_NAME, PasswordDoor
from service.people.queries.access import Access
from service.pool.tables.people import User
from tests.driving import API, Driver
from tests.in_process import Browser

RIGHT = "correct horse"
pytestmark = pytest.mark.slow


class Time:
    """Stands still until told to go on."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time(driver: Driver) -> Time:
    """Of the service's door for passwords."""
    made = Time()
    driver.app.password_door = PasswordDoor(made)
    with driver.app.write() as uow:
        hashed = PasswordHash.recommended().hash(RIGHT)
        uow[Access].add(User(name="Ann", role=Role.ENGINEER, password_hash=hashed))
    return made


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparing takes no time: what is looked at here is who comes so far."""
    monkeypatch.setattr(PasswordHash, "verify", lambda _self, sent, _known: sent == RIGHT)


def sign_in(driver: Driver, name: str, password: str, address: str = "192.0.2.1") -> Any:
    http = Browser(driver.api, client=(address, 1), headers={"Origin": "http://testserver"})
    return http.post(f"{API}/session", json={"name": name, "password": password})


def refused(answer: Any) -> int:
    """The seconds to wait."""
    assert answer.status_code == 429, answer.text
    problem = answer.json()
    assert problem["code"] == "too_many_requests"
    assert answer.headers["Retry-After"] == str(problem["retry_after"])
    return int(problem["retry_after"])


@pytest.mark.usefixtures("quick")
def test_a_name_waits_longer_and_longer(driver: Driver, time: Time) -> None:
    for name in ("Ann", "nobody"):  # nobody learns who has an account
        for _ in range(FREE_OF_NAME):
            assert sign_in(driver, name, "wrong").status_code == 401
        pauses = []
        for _ in range(7):
            pauses.append(refused(sign_in(driver, f" {name.upper()}", "wrong")))
            time.now += pauses[-1]
            assert sign_in(driver, name, "wrong").status_code == 401
        assert pauses == [1, 2, 4, 8, 16, 30, 30]
        time.now += 900


@pytest.mark.usefixtures("time", "quick")
def test_a_stranger_locks_nobody_out(driver: Driver) -> None:
    """Neither from one address nor from a hundred."""
    for stranger in range(100):
        for _ in range(password_door.FREE_IN_A_STORM):
            assert sign_in(driver, "Ann", "wrong", f"198.51.100.{stranger}").status_code == 401
    assert refused(sign_in(driver, "Ann", "wrong", "198.51.100.7")) == 1
    assert sign_in(driver, "Ann", RIGHT, "203.0.113.9").status_code == 200


@pytest.mark.usefixtures("time", "quick")
def test_a_right_password_is_no_wrong_try(driver: Driver) -> None:
    for _ in range(3 * FREE_OF_ADDRESS):
        assert sign_in(driver, "Ann", RIGHT).status_code == 200
    for _ in range(FREE_OF_NAME - 1):
        assert sign_in(driver, "Ann", "wrong").status_code == 401
    assert sign_in(driver, "Ann", RIGHT).status_code == 200
    for _ in range(FREE_OF_NAME):
        assert sign_in(driver, "Ann", "wrong").status_code == 401


@pytest.mark.usefixtures("quick")
def test_an_address_waits_whatever_names_it_tries(driver: Driver, time: Time) -> None:
    for number in range(FREE_OF_ADDRESS):
        assert sign_in(driver, f"n{number}", "wrong", "2001:db8::1").status_code == 401
    assert refused(sign_in(driver, "Ann", RIGHT, "2001:db8::2")) == 1
    assert sign_in(driver, "Ann", RIGHT, "2001:db8:0:1::2").status_code == 200
    time.now += 1
    assert sign_in(driver, "Ann", RIGHT, "2001:db8::3").status_code == 200


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password_door, "MOST_KEYS", 10)
    door = PasswordDoor(Time())
    for number in range(100):
        with door.comparing(f"192.0.2.{number}", "Ann"):
            pass
    assert len(door._tries._counts) == 10


def test_two_are_compared_at_a_time_and_few_wait(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixty at once, each from an address of its own: the others' requests go on."""
    going, most, lock, go_on = 0, 0, threading.Lock(), threading.Event()

    def verify(_self: PasswordHash, _sent: str, _known: str) -> bool:
        nonlocal going, most
        with lock:
            going += 1
            most = max(most, going)
        go_on.wait(30)
        with lock:
            going -= 1
        return False

    monkeypatch.setattr(PasswordHash, "verify", verify)
    monkeypatch.setattr(password_door, "WAIT_SECONDS", 30.0)
    with ThreadPoolExecutor(60) as threads:
        tries = [
            threads.submit(sign_in, driver, f"n{number}", "wrong", f"192.0.2.{number}")
            for number in range(60)
        ]
        while sum(each.done() for each in tries) < 60 - AT_ONCE - password_door.MAY_WAIT:
            assert driver.get("/me").status_code == 200
        go_on.set()
        answers = [each.result() for each in tries]
    assert most == AT_ONCE
    came = [answer for answer in answers if answer.status_code != 429]
    assert {answer.status_code for answer in came} == {401}
    assert len(came) == AT_ONCE + password_door.MAY_WAIT
    assert {refused(answer) for answer in answers if answer not in came} == {2}


def test_a_wait_ends_and_gives_its_place_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password_door, "WAIT_SECONDS", 0.01)
    door = PasswordDoor()
    with door.hashing(), door.hashing():
        for _ in range(password_door.MAY_WAIT + 1):
            with pytest.raises(TooMany, match="in a moment"), door.hashing():
                pass
    with door.hashing():
        pass
