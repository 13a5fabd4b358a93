"""What nobody needs any more: rows of deleted projects, and which files are still referred to."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlmodel import col
from sqlmodel import select as select_rows

from service.db.repository import Repository
from service.jobs.queries.work import WorkDone
from service.jobs.tables import JOBS, Job
from service.kit.vocabulary import ImportState, JobState, ProjectState
from service.pool.tables.items import ITEMS, Import
from service.pool.tables.projects import PROJECTS, VIEWS, Project
from service.schema import metadata
from service.vectors.tables import SHARDS, Shard

OF_ITEMS = (
    "annotation",
    "note",
    "label",
    "decision",
    "exposure",
    "suggestion",
    "ranking",
    "assignment",
    "item_source",
)
"""Tables of rows that belong to an item; answers go before what they answer. What other tables have
of an item goes with it, by their indexes."""


class Sweeping(Repository):
    def due(self, sweep: str, now: datetime, kept: timedelta, jobs_kept: timedelta) -> list[int]:
        """Projects in which work ended `kept` ago that no sweep has come after, or deleted ones.

        At most one sweep of a project in that time. Where all is quiet since, one more comes for
        the jobs themselves.
        """
        swept = self._latest(col(Job.created_at), col(Job.kind) == sweep)
        ended = self._latest(
            col(Job.finished_at), col(Job.kind) != sweep, col(Job.finished_at) <= now - kept
        )
        project_ids = set(self.query(_deleted()).all())
        project_ids |= {
            project for project, at in ended.items() if _is_later(at, swept, project, kept)
        }
        quiet = {p: ended[p] for p in ended if p in swept and swept[p] <= now - jobs_kept}
        project_ids |= {
            project for project, at in quiet.items() if _is_later(at, swept, project, jobs_kept)
        }
        return sorted(p for p in project_ids if p not in swept or swept[p] <= now - kept)

    def _latest(self, time: Any, *conditions: Any) -> dict[int, datetime]:
        latest = select(col(Job.project_id), func.max(time)).where(*conditions)
        rows = self.execute(latest.group_by(col(Job.project_id)))
        return {int(project): at for project, at in rows}

    def is_deleted(self, project_id: int) -> bool:
        return self.query(_deleted().where(Project.id == project_id)).first() is not None

    def forget_shards(self, project_id: int, before: datetime, read: Collection[str]) -> None:
        """Those that retired before then, but for those whose fingerprint is still `read`."""
        mine = SHARDS.c.view_id.in_(_views(project_id))
        old = (SHARDS.c.retired_at < before, SHARDS.c.fingerprint.not_in(read))
        self.execute(delete(SHARDS).where(mine, *old))

    def forget_jobs(
        self, project_id: int, before: datetime, retried: Collection[str], limit: int
    ) -> int:
        """Deletes some jobs that ended before then; how many. What they took is kept by kind.

        Not the last of their kind that ended so, from which follows what is due next and what is
        shown; nor of the kinds `retried`, which people may try again.
        """
        mine = col(Job.project_id) == project_id
        last = select(func.max(col(Job.id))).where(mine).group_by(col(Job.kind), col(Job.state))
        statement = (
            select(col(Job.id))
            .where(mine, col(Job.finished_at) < before, col(Job.id).not_in(last))
            .where(or_(col(Job.state) == JobState.DONE, col(Job.kind).not_in(retried)))
            .limit(limit)
        )
        ids = self.execute(statement).scalars().all()
        self.uow[WorkDone].keep(project_id, ids)
        self.execute(delete(JOBS).where(JOBS.c.id.in_(ids)))
        return len(ids)

    def shard_files(self, project_id: int) -> set[str]:
        rows = self.query(
            select_rows(Shard.blob, Shard.present_blob).where(
                col(Shard.view_id).in_(_views(project_id))
            )
        ).all()
        return {key for row in rows for key in row}

    def uploads(self, project_id: int) -> set[str]:
        """The files that imports still read."""
        return set(
            self.query(
                select_rows(Import.blob).where(
                    Import.project_id == project_id, Import.state == ImportState.RUNNING
                )
            ).all()
        )

    def unfinished(self, project_id: int, kind: str, ended_after: datetime) -> list[int]:
        """Jobs that are open, or ended so lately that they may be tried again."""
        statement = select(col(Job.id)).where(
            col(Job.project_id) == project_id,
            col(Job.kind) == kind,
            col(Job.state) != JobState.DONE,
            or_(col(Job.finished_at).is_(None), col(Job.finished_at) >= ended_after),
        )
        return [int(job_id) for job_id in self.execute(statement).scalars()]

    def delete_items(self, project_id: int, limit: int) -> int:
        """Deletes some items with all that belongs to them; how many."""
        statement = select(ITEMS.c.id).where(ITEMS.c.project_id == project_id).limit(limit)
        ids = self.execute(statement).scalars().all()
        for name in OF_ITEMS:
            table = metadata.tables[name]
            self.execute(delete(table).where(table.c.item_id.in_(ids)))
        self.execute(delete(ITEMS).where(ITEMS.c.id.in_(ids)))
        return len(ids)

    def delete_rows(self, table: str, project_id: int, limit: int, but: Sequence[int] = ()) -> int:
        """Deletes some of a project's rows, but not those with these keys; how many."""
        rows = metadata.tables[table]
        [key] = rows.primary_key.columns
        statement = select(key).where(rows.c.project_id == project_id, key.not_in(but)).limit(limit)
        keys = self.execute(statement).scalars().all()
        self.execute(delete(rows).where(key.in_(keys)))
        return len(keys)

    def delete_project(self, project_id: int) -> None:
        """With what is left of it, the job that does so too."""
        self.execute(delete(PROJECTS).where(PROJECTS.c.id == project_id))


def _views(project_id: int) -> Any:
    return select(VIEWS.c.id).where(VIEWS.c.project_id == project_id)


def _deleted() -> Any:
    return select_rows(Project.id).where(Project.state == ProjectState.DELETED)


def _is_later(ended: datetime, swept: dict[int, datetime], project: int, kept: timedelta) -> bool:
    """Whether what ended then was too young to be cleared away by the last sweep."""
    return project not in swept or ended > swept[project] - kept
