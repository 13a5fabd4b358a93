"""Certificates, what is checked for them, and the labels that they give."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlmodel import col
from sqlmodel import select as select_rows

from service.certify.queries.statements import ANY_OPEN, CHECKS_OF
from service.certify.tables import CERTIFICATES, CHECKS, MACHINE_LABELS, Certificate
from service.db.hot import insert_columns
from service.db.repository import Repository, is_one_of, word
from service.kit.vocabulary import UNDER_WAY, CertificateState, ImportState, ItemRole, LabelState
from service.pool.tables.items import Import, Item
from service.pool.tables.labels import LABELS
from service.rounds.tables.rounds import RANKINGS


class Check(NamedTuple):
    ordinal: int
    is_over: bool
    """Nobody has it, and it is answered or was skipped."""


class ItemTruth(NamedTuple):
    """What people say of an item."""

    ordinal: int
    answer: list[Any]
    truth: list[Any] | None
    """What those say who were asked, where a decision says something else."""
    is_asked: bool
    is_settled: bool


class Relabelled(NamedTuple):
    """The machine's class of an item, and the answer of people."""

    class_id: int
    answer: list[Any]


class Certificates(Repository):
    def get(self, certificate_id: int) -> Certificate:
        return self.query(select_rows(Certificate).where(Certificate.id == certificate_id)).one()

    def last(self, project_id: int) -> Certificate | None:
        """The newest, whatever became of it."""
        mine = select_rows(Certificate).where(Certificate.project_id == project_id)
        return self.query(mine.order_by(col(Certificate.id).desc()).limit(1)).one_or_none()

    def issued(self, project_id: int) -> Certificate | None:
        """The one whose labels count."""
        return self._in(project_id, CertificateState.ISSUED)

    def under_way(self, project_id: int) -> Certificate | None:
        return self._in(project_id, *UNDER_WAY)

    def hold_under_way(self, project_id: int) -> None:
        """Of answers that come to it at the same time each knows of those before."""
        mine = select(CERTIFICATES.c.id).where(
            CERTIFICATES.c.project_id == project_id, is_one_of(CERTIFICATES.c.state, UNDER_WAY)
        )
        self.execute(mine.with_for_update(key_share=True))

    def _in(self, project_id: int, *states: CertificateState) -> Certificate | None:
        return self.query(
            select_rows(Certificate).where(
                Certificate.project_id == project_id, is_one_of(col(Certificate.state), states)
            )
        ).one_or_none()

    def revoke(self, project_id: int, now: datetime) -> bool:
        """Takes back what is issued; whether anything was."""
        mine = CERTIFICATES.c.project_id == project_id
        issued = CERTIFICATES.c.state == word(CertificateState.ISSUED)
        values = {"state": CertificateState.REVOKED, "revoked_at": now}
        return self.execute(update(CERTIFICATES).where(mine, issued).values(values)).rowcount > 0

    def tried(self, project_id: int) -> int:
        """Attempts that an answer was given to."""
        tried = (CERTIFICATES.c.project_id == project_id, CERTIFICATES.c.checks > 0)
        statement = select(func.count()).select_from(CERTIFICATES).where(*tried)
        return int(self.execute(statement).scalar_one())

    def ask(self, certificate: Certificate, item_ids: Sequence[int], first: int) -> None:
        """Has people asked about some items more, in this order; nothing else hands them out."""
        count = len(item_ids)
        columns = {"item_id": [*item_ids], "place": [*range(first, first + count)]}
        shared = {
            "certificate_id": certificate.id,
            "project_id": certificate.project_id,
            "is_open": True,
        }
        insert_columns(self.session, "certificate_check", columns, shared)
        self.execute(delete(RANKINGS).where(RANKINGS.c.item_id.in_(item_ids)))

    def close_checks(self, certificate_id: int) -> None:
        mine = CHECKS.c.certificate_id == certificate_id
        self.execute(update(CHECKS).where(mine).values(is_open=False))

    def checks(self, certificate_id: int) -> list[Check]:
        rows = self.execute(CHECKS_OF, {"certificate": certificate_id})
        return [Check._make(row) for row in rows]

    def any_open(self, project_id: int) -> bool:
        """Whether a check waits for an answer."""
        return self.execute(ANY_OPEN, {"project": project_id}).first() is not None

    def labelled(self, project_id: int) -> list[ItemTruth]:
        """All labels that people gave."""
        settled = LABELS.c.state == word(LabelState.SETTLED)
        columns = (LABELS.c.ordinal, LABELS.c.answer, LABELS.c.truth, LABELS.c.asked, settled)
        statement = select(*columns).where(LABELS.c.project_id == project_id)
        return [ItemTruth._make(row) for row in self.execute(statement)]

    def pool(self, project_id: int) -> list[int]:
        """Ordinals of the items that people see and label."""
        statement = (
            select(col(Item.ordinal))
            .join(Import, col(Import.id) == Item.import_id)
            .where(*_in_pool(project_id))
        )
        return list(self.execute(statement).scalars())

    def relabelled(self, certificate_id: int) -> list[Relabelled]:
        """Its texts that people have a settled label of."""
        settled = LABELS.c.state == word(LabelState.SETTLED)
        statement = (
            select(MACHINE_LABELS.c.class_id, LABELS.c.answer)
            .join(LABELS, LABELS.c.item_id == MACHINE_LABELS.c.item_id)
            .where(MACHINE_LABELS.c.certificate_id == certificate_id, settled)
        )
        return [Relabelled._make(row) for row in self.execute(statement)]

    def count_newer(self, certificate: Certificate) -> int:
        """Texts for people to label that were added after it was begun."""
        statement = (
            select(func.count())
            .select_from(Item)
            .join(Import, col(Import.id) == Item.import_id)
            .where(
                *_in_pool(certificate.project_id), col(Import.created_at) > certificate.created_at
            )
        )
        return int(self.execute(statement).scalar_one())

    def give(self, certificate_id: int, labels: Mapping[str, Sequence[Any]]) -> None:
        """Stores labels of a certificate: item_id, class_id and probability."""
        columns = {name: [*values] for name, values in labels.items()}
        shared = {"certificate_id": certificate_id}
        insert_columns(self.session, "machine_label", columns, shared)

    def forget(self, certificate_id: int, limit: int) -> int:
        """Deletes some labels that a certificate gave; how many."""
        mine = MACHINE_LABELS.c.certificate_id == certificate_id
        statement = select(MACHINE_LABELS.c.item_id).where(mine).limit(limit)
        ids = self.execute(statement).scalars().all()
        self.execute(delete(MACHINE_LABELS).where(mine, MACHINE_LABELS.c.item_id.in_(ids)))
        return len(ids)

    def with_leftovers(self, project_id: int) -> list[int]:
        """Certificates whose labels don't count, and are stored."""
        states = (*UNDER_WAY, CertificateState.ISSUED)
        left = exists().where(MACHINE_LABELS.c.certificate_id == CERTIFICATES.c.id)
        statement = select(CERTIFICATES.c.id).where(
            CERTIFICATES.c.project_id == project_id,
            ~is_one_of(CERTIFICATES.c.state, states),
            left,
        )
        return list(self.execute(statement).scalars())


def _in_pool(project_id: int) -> tuple[ColumnElement[bool], ...]:
    """Imports whose items people see and label."""
    return (
        col(Import.project_id) == project_id,
        col(Import.role) == word(ItemRole.POOL),
        col(Import.state) == word(ImportState.READY),
    )
