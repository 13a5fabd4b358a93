from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col, select

from service.db.repository import Repository
from service.jobs.tables import WORKERS, Worker

SILENT_AFTER = timedelta(seconds=30)


class Workers(Repository):
    def announce(self, worker: Worker) -> None:
        stored = self.session.get(Worker, worker.name)
        if stored is None:
            self.session.add(worker)
            return
        stored.lanes, stored.device = worker.lanes, worker.device
        stored.encoders, stored.compute = worker.encoders, worker.compute
        stored.heartbeat_at = worker.heartbeat_at

    def alive(self, now: datetime) -> Sequence[Worker]:
        return self.query(
            select(Worker)
            .where(Worker.heartbeat_at > now - SILENT_AFTER)
            .order_by(col(Worker.name))
        ).all()

    def sweep(self, now: datetime) -> None:
        self.execute(delete(WORKERS).where(WORKERS.c.heartbeat_at <= now - SILENT_AFTER))

    def remove(self, name: str) -> None:
        self.execute(delete(WORKERS).where(WORKERS.c.name == name))
