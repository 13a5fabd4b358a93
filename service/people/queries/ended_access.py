"""Ways in that have ended: nobody gets in by them, and nobody asks for them any more."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, or_, select

from service.db.repository import Repository
from service.schema import metadata

ENDED = {
    "session": ("expires_at", "revoked_at"),
    "api_token": ("expires_at", "revoked_at"),
    "way_back": ("expires_at", "revoked_at"),
    "sign_in_link": ("expires_at", "revoked_at", "used_at"),
    "invitation": ("expires_at", "revoked_at"),
}
"""By table: the times of which each is an end. What refers to another comes before it."""


class EndedAccess(Repository):
    def any(self, before: datetime) -> bool:
        """Whether one ended before then; asked without the write lock."""
        return any(self._found(name, before, 1) for name in ENDED)

    def forget(self, before: datetime, limit: int) -> int:
        """Deletes some of each kind that ended before then; how many."""
        return sum(self._forget(name, before, limit) for name in ENDED)

    def _forget(self, name: str, before: datetime, limit: int) -> int:
        table, ids = metadata.tables[name], self._found(name, before, limit)
        self.execute(delete(table).where(table.c.id.in_(ids)))
        return len(ids)

    def _found(self, name: str, before: datetime, limit: int) -> Sequence[int]:
        table = metadata.tables[name]
        ended = or_(*(table.c[end] < before for end in ENDED[name]))
        statement = select(table.c.id).where(ended).order_by(table.c.id.desc()).limit(limit)
        if name == "invitation":  # one that has ended still leads back who came by it
            leads = metadata.tables["way_back"].c.invitation_id == table.c.id
            statement = statement.where(~exists().where(leads))
        return self.execute(statement).scalars().all()
