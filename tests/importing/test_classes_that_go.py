"""Classes that go with an import, while people answer."""

from threading import Thread
from typing import Any

import pytest

from service.importing import withdraw_import
from tests.driving import API, Driver
from tests.importing.test_known_answers import class_names, send

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]


def test_no_answer_names_a_class_that_is_about_to_go(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = driver.project(["a"])
    driver.imported(project, [{"text": "kept"}])
    brought = send(driver, project, [("other", "new")], create_classes=True)
    [lease] = driver.offered(project)["assignments"]
    look, statuses = withdraw_import._unused_classes, list[int]()
    sending = Thread(
        target=lambda: statuses.append(driver.answer(project, lease, "new").status_code)
    )

    def answered_meanwhile(*asked: Any) -> list[int]:
        unused = look(*asked)
        sending.start()
        sending.join(0.5)  # it has to wait
        return unused

    monkeypatch.setattr(withdraw_import, "_unused_classes", answered_meanwhile)
    driver.http.delete(f"{API}/projects/{project}/imports/{brought['import_id']}")
    driver.work()
    sending.join()
    assert (statuses, class_names(driver, project)) == ([422], ["a"])
