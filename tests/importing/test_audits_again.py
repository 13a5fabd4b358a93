"""Audit texts that are taken back and come again."""

import pytest

from service.core.acquisition.audit import BEFORE_ALL_KEYS
from service.kit.vocabulary import Counted
from service.pool.queries.audit import AuditOrder
from service.pool.queries.imports import Imports
from service.pool.queries.labels import LabelRows
from tests.driving import Driver
from tests.importing.test_revert import figures, reverted
from tests.texts import texts, truth

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]


def audit_labels(driver: Driver, project: int) -> int:
    found: int = driver.get(f"/projects/{project}/stats").json()["audit_labels"]
    return found


def test_audit_texts_that_come_again_are_audit_texts(driver: Driver) -> None:
    driver.without("embed")
    project = driver.project(["fruit", "metal"], audits="proof")
    rows = texts(120)
    done = driver.imported(project, rows)
    driver.label_at_once(project, 40, truth)
    audits = audit_labels(driver, project)
    assert audits >= 10
    reverted(driver, project, done, with_answers=True)
    driver.work()
    assert (figures(driver, project), audit_labels(driver, project)) == ((0, 0), 0)
    again = driver.imported(project, rows)
    assert figures(driver, project) == (120, 40)
    assert audit_labels(driver, project) == audits
    with driver.app.read() as uow:
        assert uow[LabelRows].tally_of_import(again["import_id"])[Counted.AUDIT_LABELS, 0] == audits

    reverted(driver, project, again, with_answers=True)
    driver.work()
    more = driver.imported(project, [*rows, *({"text": f"new {n}"} for n in range(40))])
    with driver.app.read() as uow:  # nobody was asked about the new ones
        counted = uow[LabelRows].tally_of_import(more["import_id"])[Counted.AUDIT_LABELS, 0]
        [pool] = uow[Imports].ready_pools(project)
        assert uow[AuditOrder].first_askable(pool.id, BEFORE_ALL_KEYS, pool.audit_frontier) is None
    assert audit_labels(driver, project) == counted <= audits
    driver.label_at_once(project, 30, lambda _: "fruit")
    assert audit_labels(driver, project) > audits
