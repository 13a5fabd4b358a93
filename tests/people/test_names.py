"""What people call themselves in a project: seen whole, and told apart."""

from typing import Any

import pytest

from tests.driving import API, Driver


def join(driver: Driver, project: int, name: str) -> Any:
    made = driver.post(f"/projects/{project}/invitations", uses=1).json()
    body = {"token": made["url"].split("#token=")[1], "name": name}
    return driver.browser().post(f"{API}/session", json=body)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Ann \t Lee ", "Ann Lee"),
        ("Zoe\u0308", "Zoë"),
        ("李雷", "李雷"),
        ("O'Neil-Šimić 2", None),
    ],
)
def test_a_name_is_stored_as_it_is_seen(driver: Driver, typed: str, shown: str | None) -> None:
    assert join(driver, driver.project(), typed).json()["name"] == (shown or typed)


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\u2066", "\ufeff", "\x1b", "\u00ad"])
def test_what_cannot_be_seen_is_refused(driver: Driver, hidden: str) -> None:
    refused = join(driver, driver.project(), f"An{hidden}n")
    assert refused.status_code == 422
    assert refused.json()["field"] == "name"
    assert f"U+{ord(hidden):04X}" in refused.json()["detail"]


@pytest.mark.both_databases
@pytest.mark.parametrize("alike", ["Ann Lee", "ANN LEE", " ann  lee", "Ａｎｎ Ｌｅｅ"])
def test_no_second_one_is_alike(driver: Driver, alike: str) -> None:
    """In the same project; the invitation isn't used up by it."""
    project, other = driver.project(), driver.project()
    assert join(driver, project, "Ann Lee").status_code == 200
    made = driver.post(f"/projects/{project}/invitations", uses=1).json()
    body = {"token": made["url"].split("#token=")[1], "name": alike}
    http = driver.browser()
    refused = http.post(f"{API}/session", json=body)
    problem = refused.json()
    assert (refused.status_code, problem["code"], problem["field"]) == (409, "name_taken", "name")
    assert "'Ann Lee'" in problem["detail"]
    assert "ask admin for a sign-in link" in problem["detail"]
    again = http.post(f"{API}/session", json=body | {"name": f"{alike} B"})
    assert again.status_code == 200
    assert join(driver, other, alike).status_code == 200
