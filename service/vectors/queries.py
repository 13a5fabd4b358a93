from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, text
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from service.db.repository import Repository, slices
from service.pool.queries.items import Span, gaps
from service.pool.tables.projects import VIEWS, View
from service.vectors.tables import EMBEDDINGS, SHARDS, Shard

REMEMBER = text(
    "INSERT INTO embedding (key, project_id, ordinal) VALUES (:key, :project_id, :ordinal)"
    " ON CONFLICT (key) DO UPDATE"
    " SET project_id = excluded.project_id, ordinal = excluded.ordinal"
)


class Shards(Repository):
    def of(self, view: View, fingerprint: str | None) -> Sequence[Shard]:
        """A view's shards by first ordinal, of one fingerprint; those that retired are not."""
        return self.query(
            select(Shard)
            .where(
                Shard.view_id == view.id,
                Shard.fingerprint == fingerprint,
                col(Shard.retired_at).is_(None),
            )
            .order_by(col(Shard.first))
        ).all()

    def current(self, view: View) -> Sequence[Shard]:
        """Those that rounds work on: all of one fingerprint."""
        return self.of(view, view.fingerprint)

    def as_they_were(self, view: View, fingerprint: str | None) -> Sequence[Shard]:
        """The last that a view had of one fingerprint, whether they have retired since or not."""
        shards: list[Shard] = []
        mine = select(Shard).where(Shard.view_id == view.id, Shard.fingerprint == fingerprint)
        for shard in self.query(mine.order_by(col(Shard.id).desc())).all():
            if gaps(shard.span, [each.span for each in shards]) == [shard.span]:
                shards.append(shard)  # what took the place of others covers them
        return sorted(shards, key=lambda shard: shard.first)

    def made_by(self, project_id: int, fingerprint: str) -> Sequence[Shard]:
        """Those of a project's vectors that have this fingerprint, by first ordinal."""
        return self.query(
            select(Shard)
            .join(View, col(View.id) == Shard.view_id)
            .where(
                View.project_id == project_id,
                Shard.fingerprint == fingerprint,
                col(Shard.retired_at).is_(None),
            )
            .order_by(col(Shard.first))
        ).all()

    def overlapping(self, view: View, span: Span) -> Sequence[Shard]:
        """Shards of any fingerprint that hold some ordinal of the span."""
        return self.query(
            select(Shard)
            .where(
                Shard.view_id == view.id,
                Shard.first < span[1],
                col(Shard.first) + col(Shard.rows) > span[0],
                col(Shard.retired_at).is_(None),
            )
            .order_by(col(Shard.id))
        ).all()

    def of_others(self, view: View, fingerprint: str) -> Sequence[Shard]:
        """Shards of every fingerprint but one."""
        return self.query(
            select(Shard).where(
                Shard.view_id == view.id,
                Shard.fingerprint != fingerprint,
                col(Shard.retired_at).is_(None),
            )
        ).all()

    def replace(self, old: Sequence[Shard], new: Shard, now: datetime) -> bool:
        """Puts one in the place of others; False when some of them aren't there any more."""
        ids = [shard.id for shard in old]
        standing = self.query(
            select(Shard)
            .where(col(Shard.id).in_(ids), col(Shard.retired_at).is_(None))
            .execution_options(populate_existing=True)
        ).all()
        if len(standing) < len(old):
            return False
        self.retire(standing, now)
        self.add(new)
        return True

    def retire(self, shards: Sequence[Shard], now: datetime) -> None:
        for shard in shards:
            shard.retired_at = now
        self.session.flush()  # before another with the same first ordinal comes

    def item_count(self, view: View) -> int:
        """Items of the pool that rounds can rank."""
        return self.query(
            select(func.coalesce(func.sum(Shard.items), 0)).where(
                Shard.view_id == view.id,
                Shard.fingerprint == view.fingerprint,
                col(Shard.retired_at).is_(None),
            )
        ).one()

    def stored_numbers(self, project_id: int) -> int:
        """In all vectors of a project on the disk; shards of one file count once."""
        s, mine = SHARDS.c, VIEWS.c.project_id == project_id
        files = select_columns(s.blob, (s.rows * s.dimensions).label("size")).distinct()
        sizes = files.where(s.view_id.in_(select_columns(VIEWS.c.id).where(mine))).subquery()
        total = select_columns(func.coalesce(func.sum(sizes.c.size), 0))
        return int(self.execute(total).scalar_one())

    def look_up(self, keys: Sequence[bytes]) -> dict[bytes, tuple[int, int]]:
        """(project, ordinal) of each key under which a vector was noted."""
        places: dict[bytes, tuple[int, int]] = {}
        for part in slices(keys):
            statement = select_columns(EMBEDDINGS).where(EMBEDDINGS.c.key.in_(part))
            rows = self.execute(statement)
            places.update((bytes(row.key), (row.project_id, row.ordinal)) for row in rows)
        return places

    def remember(self, project_id: int, places: Sequence[tuple[bytes, int]]) -> None:
        """Notes (key, ordinal) of new vectors; what was noted before could not be found."""
        rows = [
            {"key": key, "project_id": project_id, "ordinal": ordinal}
            for key, ordinal in sorted(places)  # in one order, lest two writers wait for each other
        ]
        if rows:
            self.execute(REMEMBER, rows)
