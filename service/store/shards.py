from collections.abc import Sequence

from sqlmodel import col, select

from service.models import Shard
from service.store.repository import Repository


class ShardRepository(Repository):
    def of(self, project_id: int, fingerprint: str | None = None) -> Sequence[Shard]:
        """The project's shards by first ordinal (of one encoder, when named)."""
        query = select(Shard).where(Shard.project_id == project_id)
        if fingerprint is not None:
            query = query.where(Shard.fingerprint == fingerprint)
        return self.session.exec(query.order_by(col(Shard.first))).all()
