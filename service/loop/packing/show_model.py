"""What there is of the model as a file, and why there isn't more."""

from typing import NamedTuple

from service.answers import Feature
from service.loop.app import App
from service.loop.jobs.kinds.pack_model import PACK_MODEL, lacking_model
from service.loop.needs import project_needs
from service.loop.packing.packed_models import PackedModel, last_model
from service.reasons import Reason, ReasonCode, job_failed, reason
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import JobState


class ShownModel(NamedTuple):
    model: PackedModel | None
    """The last one that was prepared."""
    reason: Reason | None
    """Why there is none; of one that there is, what has come since."""


def show_model(app: App, uow: UnitOfWork, project_id: int) -> ShownModel:
    project_needs(uow, project_id, Feature.MODEL_FILE)
    found = last_model(app, project_id)
    return ShownModel(found, _reason(uow, project_id, found))


def _reason(uow: UnitOfWork, project_id: int, found: PackedModel | None) -> Reason | None:
    last = uow.jobs.last_of(project_id, PACK_MODEL.name)
    if last is not None and last.state in (JobState.QUEUED, JobState.RUNNING):
        return reason(ReasonCode.UNDER_WAY)
    if last is not None and last.state is JobState.FAILED:
        return job_failed(last.error or "")
    if found is None:
        return lacking_model(uow, project_id) or reason(ReasonCode.NOT_PREPARED)
    measured = uow.rounds.last_measured(project_id)
    if measured is None or measured.number <= found.round:
        return None
    return reason(ReasonCode.NEWER_ROUND, round=found.round, newer=measured.number)
