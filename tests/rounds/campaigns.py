"""What a campaign left in the store, for slow references to work from."""

from typing import Any

import numpy as np
from sqlmodel import select

from service.core.heads.head import Head
from service.core.heads.learner import Learner
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.pool.queries.classes import Classes
from service.pool.queries.imports import Imports
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects, Views
from service.pool.tables.items import Item
from service.pool.tables.projects import Project
from service.rounds.load_learner import load_learner
from service.rounds.queries.rounds import Rankings, Rounds
from service.rounds.round_heads import stored_head
from service.rounds.tables.rounds import Ranking
from service.vectors.queries import Shards
from tests.driving import Driver
from tests.texts import truth

RESERVE = 100


class Stored:
    """A project's items, vectors, labels and audit sample, read row by row."""

    def __init__(self, driver: Driver, project: int) -> None:
        self.driver = driver
        with driver.app.read() as uow:
            self.project: Project = uow[Projects].get(project)
            self.class_ids = [c.id for c in uow[Classes].of(project)]
            self.names = {c.id: c.name for c in uow[Classes].of(project)}
            self.view = uow[Views].ranked(project)
            [shard] = uow[Shards].current(self.view)
            rows = uow.session.exec(select(Item).where(Item.project_id == project)).all()
            self.items = sorted(rows, key=lambda item: item.ordinal)
            self.frontier = uow[Imports].of(project)[0].audit_frontier
            self.labels_of = {item.ordinal: uow[LabelRows].get(item.id) for item in self.items}
            self.ranking: list[Ranking] = list(uow[Rankings].of(project))
            self.rounds = list(uow[Rounds].page(project, after=-1, limit=1_000))
        self.vectors = np.array(driver.app.blobs.array(shard.blob))
        self.present = np.array(driver.app.blobs.array(shard.present_blob))

    def labels(self) -> Labels:
        known = [(o, label) for o, label in self.labels_of.items() if label is not None]
        return Labels(
            np.array([ordinal for ordinal, _ in known], dtype=np.int64),
            OneClass(np.array([self.class_ids.index(label.answer[0]) for _, label in known])),
            np.array([self.items[o].audit_key <= self.frontier for o, _ in known], dtype=np.bool_),
        )

    def audit_order(self) -> list[int]:
        return sorted(range(len(self.items)), key=lambda ordinal: self.items[ordinal].audit_key)

    def off_limits(self) -> Any:
        """The audit sample and the next hundred, within a third of the pool."""
        order = self.audit_order()
        sample = [o for o in order if self.items[o].audit_key <= self.frontier]
        reserved = max(len(sample), min(len(sample) + RESERVE, len(order) // 3))
        mask = np.zeros(len(order), dtype=np.bool_)
        mask[order[:reserved]] = True
        return mask

    def learner(self) -> Learner:
        return load_learner(self.driver.app, [self.view.neighbours], self.class_ids, self.vectors)

    def warm(self, learner: Learner) -> Head | None:
        """The ranking head of the round before the last."""
        before = self.rounds[-2] if len(self.rounds) > 1 else None
        return stored_head(self.driver.app, before, "ranking", learner, [self.view.neighbours])

    def handed_out_last_round(self) -> int:
        before = self.rounds[-2].handed_out if len(self.rounds) > 1 else 0
        return self.rounds[-1].handed_out - before

    def truth(self) -> Any:
        names = [self.names[class_id] for class_id in self.class_ids]
        return np.array([names.index(truth(item.text)) for item in self.items])
