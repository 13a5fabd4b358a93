"""Which files a database needs beside it."""

from typing import NamedTuple

from sqlmodel import col, select

from service.db.repository import Repository, is_one_of
from service.jobs.queries.jobs import OPEN
from service.jobs.tables import Job
from service.kit.vocabulary import ImportState, ProjectState
from service.pool.tables.items import Import
from service.pool.tables.projects import Project, View
from service.rounds.tables.rounds import Round
from service.vectors.tables import Shard


class NamedFiles(NamedTuple):
    needed: list[str]
    """Without one of these a project can't go on."""
    wanted: list[str]
    """Files and folders that may have been swept away since."""


class Backups(Repository):
    def files(self) -> NamedFiles:
        """The keys of blobs that this database names, but for projects that were deleted."""
        kept = select(Project.id).where(Project.state != ProjectState.DELETED)
        shards = self.query(
            select(Shard.blob, Shard.present_blob)
            .join(View, col(View.id) == Shard.view_id)
            .where(col(View.project_id).in_(kept), col(Shard.retired_at).is_(None))
        ).all()
        of_views = self.query(
            select(View.neighbours, View.fitted).where(col(View.project_id).in_(kept))
        ).all()
        uploads = self.query(
            select(Import.blob).where(
                col(Import.project_id).in_(kept), Import.state == ImportState.RUNNING
            )
        )
        waiting = self.query(
            select(Job.payload).where(
                col(Job.project_id).in_(kept),
                Job.kind == "own_vectors",
                is_one_of(col(Job.state), OPEN),
            )
        )
        needed = {key for shard in shards for key in shard}
        needed |= {key for keys in of_views for key in keys if key is not None} | set(uploads)
        needed |= {payload["blob"] for payload in waiting}
        rejected = self.query(select(Import.rejected_blob).where(col(Import.project_id).in_(kept)))
        artefacts = self.query(select(Round.artefacts).where(col(Round.project_id).in_(kept)))
        wanted = {key for key in rejected if key is not None}
        # Rounds may have heads by what an encoder had learnt before; graphs have files beside them.
        wanted |= {key.rpartition("/")[0] for keys in of_views for key in keys if key is not None}
        wanted |= {key for each in artefacts for key in each.values()}
        return NamedFiles(sorted(needed), sorted(wanted - needed))
