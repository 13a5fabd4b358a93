"""The model as a zip: made when somebody asks for it."""

from dataclasses import asdict

from service.answers import Feature
from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JobKind, register
from service.jobs.queries.jobs import Jobs
from service.jobs.shapes import JobStatus
from service.kit.errors import Conflict
from service.kit.reasons import Reason, ReasonCode, reason
from service.pool.queries.projects import Projects, Views
from service.rounds.queries.rounds import Rounds

PACK_MODEL = register(
    JobKind(
        name="pack_model",
        title="Preparing the model",
        when_ended="The model that was prepared before stays, if there is one.",
        handler="service.model.pack_model:pack_model",
        priority=7,
        niceness=10,
        takes_encoder=True,
        one_at_a_time=True,
        excludes="pack_model",
        comes_back="A model can be asked for again.",
        unit="step",
    )
)


def start_packing(uow: UnitOfWork, project_id: int) -> JobStatus:
    """The job that packs the model of the last measured round, or the one that is open already.

    `Conflict`, with its reason, where no round has left a model.
    """
    uow[Projects].lock(project_id)
    uow[Projects].require(project_id, Feature.MODEL_FILE)
    waiting = uow[Jobs].open_of(project_id, PACK_MODEL.name)
    if waiting:
        return JobStatus.of(waiting[-1])
    lacking = lacking_model(uow, project_id)
    if lacking is not None:
        raise Conflict(lacking.detail, reason=asdict(lacking))
    encoder = first_encoder(uow, project_id).split(":", 1)[0]
    return JobStatus.of(uow[Jobs].add(PACK_MODEL.job(project_id, uow.now, encoder=encoder)))


def first_encoder(uow: UnitOfWork, project_id: int) -> str:
    """Of the first view that the model reads; rounds of long ago don't say, and read the main."""
    measured = uow[Rounds].last_measured(project_id)
    if measured is None or not measured.views:
        return uow[Views].ranked(project_id).encoder
    return str(measured.views[0]["encoder"])


def lacking_model(uow: UnitOfWork, project_id: int) -> Reason | None:
    """Why there is nothing to pack."""
    measured = uow[Rounds].last_measured(project_id)
    if measured is None:
        return reason(ReasonCode.NOT_MEASURED)
    if "released_head" not in measured.artefacts:
        return reason(ReasonCode.NO_MODEL)
    return None
