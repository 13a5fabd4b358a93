"""What there is of the model as a file, and why there isn't more."""

from service.answers import Feature
from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.pack_model import PACK_MODEL, first_encoder, lacking_model
from service.jobs.queries.jobs import Jobs
from service.kit.reasons import Reason, ReasonCode, job_failed, reason
from service.kit.vocabulary import JobState
from service.model.packed_models import last_model
from service.model.shapes import ModelStatus, PackedModel
from service.pool.needs import project_needs
from service.pool.queries.projects import Views
from service.rounds.first_figures import not_measured
from service.rounds.queries.rounds import Rounds
from service.vectors.encoders import is_portable


def show_model(app: App, uow: UnitOfWork, project_id: int) -> ModelStatus:
    project_needs(uow, project_id, Feature.MODEL_FILE)
    model = last_model(app, project_id)
    return ModelStatus(model, _reason(uow, project_id, model), _graph_waits_for(uow, project_id))


def _graph_waits_for(uow: UnitOfWork, project_id: int) -> str | None:
    """While it reads the texts another view stands in for it, and rounds go by that one first."""
    main = uow[Views].ranked(project_id).encoder
    if lacking_model(uow, project_id) is not None or not is_portable(main):
        return None
    return None if is_portable(first_encoder(uow, project_id)) else main


def _reason(uow: UnitOfWork, project_id: int, model: PackedModel | None) -> Reason | None:
    last = uow[Jobs].last_of(project_id, PACK_MODEL.name)
    if last is not None and last.state in (JobState.QUEUED, JobState.RUNNING):
        return reason(ReasonCode.UNDER_WAY)
    if last is not None and last.state is JobState.FAILED:
        return job_failed(last.error or "")
    if model is None:
        lacking = lacking_model(uow, project_id)
        if lacking is not None and lacking.code is ReasonCode.NOT_MEASURED:
            return not_measured(uow, project_id)
        return lacking or reason(ReasonCode.NOT_PREPARED)
    measured = uow[Rounds].last_measured(project_id)
    if measured is None or measured.number <= model.round:
        return None
    return reason(ReasonCode.NEWER_ROUND, round=model.round, newer=measured.number)
