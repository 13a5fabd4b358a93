from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from service.kit.errors import PostilError
from service.kit.page import Page
from service.labelling.assign_items import assign_items
from service.labelling.end_assignment import release, renew, skip
from service.labelling.exclude_items import bring_items_back, exclude_items
from service.labelling.list_own_answers import list_own_answers, show_own_answer
from service.labelling.mark_program import mark_program
from service.labelling.notes import add_note, take_back_flag
from service.labelling.set_aside import bring_back, list_set_aside, set_aside
from service.labelling.shapes import (
    AnnotationAndNext,
    AnnotationOutcome,
    AssignmentRequest,
    Bulk,
    BulkAnnotation,
    BulkOutcome,
    ExclusionChanges,
    GiveBack,
    GivenBack,
    ItemsToExclude,
    LeaseState,
    NewAnnotation,
    NewNote,
    NoteReceipt,
    Offer,
    OutcomeAndOffer,
    OwnWork,
    OwnWorkQuery,
    SetAsideAnswers,
    SetAsideCount,
    Skip,
    StoredAnnotation,
    TakeAlong,
)
from service.labelling.submit_annotation import (
    answer_and_next,
    retract_annotation,
    show_annotation,
    show_submitted,
)
from service.labelling.take_along import give_back, take_along
from service.people.identify import Labelling
from service.web.dependencies import Id, Paged
from service.web.door import Guarded, bulk
from service.web.who_may import (
    AtWork,
    EngineerChanging,
    EngineerReader,
    EngineerWriter,
    Labeller,
    ProjectReader,
    ProjectWriter,
)

annotations = APIRouter(prefix="/projects/{project_id}", tags=["annotations"], route_class=Guarded)
assignments = APIRouter(
    prefix="/projects/{project_id}/assignments", tags=["assignments"], route_class=Guarded
)
items = APIRouter(prefix="/projects/{project_id}/items", tags=["items"], route_class=Guarded)
answers_set_aside = APIRouter(
    prefix="/projects/{project_id}", tags=["members"], route_class=Guarded
)


@annotations.post("/answer-and-next")
async def post_answer_and_next(body: AnnotationAndNext, labeller: Labeller) -> OutcomeAndOffer:
    """Stores an answer as `PUT annotations` does, and offers items as `POST assignments` does.

    If one of the two is refused, the other still happens. Sending the request again with the same
    id stores no second answer.
    """
    return await labeller.does(lambda uow, me: answer_and_next(uow, labeller.project_id, me, body))


@annotations.put(
    "/annotations/{annotation_id}",
    responses={
        200: {"description": "The answer was stored before."},
        201: {"description": "The answer is stored now."},
    },
)
async def put_annotation(
    annotation_id: UUID,
    body: NewAnnotation,
    response: Response,
    labeller: Labeller,
) -> StoredAnnotation:
    """Stores an answer under an id that the client made: sending it again changes nothing.

    An answer whose lease has ended is kept too, marked as late.
    """
    stored, is_new = await _store(labeller, annotation_id, body)
    response.status_code = 201 if is_new else 200
    return stored


@annotations.post("/annotations:bulk", openapi_extra=bulk(2 * 2**20))
async def post_bulk(body: Bulk, labeller: Labeller) -> BulkOutcome:
    """Stores up to 500 answers, each on its own, and returns a result for each."""
    await labeller.does(lambda _uow, _me: None)
    return BulkOutcome([await _outcome(labeller, row) for row in body.annotations])


async def _outcome(labeller: AtWork, row: BulkAnnotation) -> AnnotationOutcome:
    try:
        return AnnotationOutcome.stored(*await _store(labeller, row.id, row))
    except PostilError as error:
        return AnnotationOutcome.refused(row.id, error)


async def _store(
    labeller: AtWork, annotation_id: UUID, sent: NewAnnotation
) -> tuple[StoredAnnotation, bool]:
    return await labeller.does(
        lambda uow, me: show_submitted(uow, labeller.project_id, me, annotation_id, sent)
    )


@annotations.post("/annotations/{annotation_id}/retract")
async def post_retract(annotation_id: UUID, labeller: Labeller) -> StoredAnnotation:
    """Takes an answer back, on record. You hold a lease on its item again."""
    return await labeller.does(
        lambda uow, me: show_annotation(
            uow, retract_annotation(uow, labeller.project_id, me.id, annotation_id)
        )
    )


@assignments.post("")
async def post_assignments(body: AssignmentRequest, labeller: Labeller) -> Offer:
    """Offers items to label: first those that you hold already, then new ones."""
    return await labeller.does(
        lambda uow, me: assign_items(uow, labeller.project_id, me.id, body.limit, body.holding)
    )


@assignments.post(":take-along")
async def post_take_along(body: TakeAlong, labeller: Labeller) -> Offer:
    """Offers items as `POST assignments` does, but keeps them for hours, for work without a
    network.

    Items that you hold already are among them, and are kept as long.
    """
    return await labeller.does(lambda uow, me: take_along(uow, labeller.project_id, me.id, body))


@assignments.post(":release")
async def post_give_back(body: GiveBack, labeller: Labeller) -> GivenBack:
    """Gives several items back at once."""
    return await labeller.does(
        lambda uow, me: give_back(uow, labeller.project_id, me.id, body.assignments)
    )


@assignments.post("/{assignment_id}/renew")
async def post_renew(assignment_id: Id, labeller: Labeller) -> LeaseState:
    """Extends the lease on an item."""
    return await labeller.does(
        lambda uow, me: renew(uow, labeller.project_id, me.id, assignment_id)
    )


@assignments.post("/{assignment_id}/skip")
async def post_skip(assignment_id: Id, body: Skip, labeller: Labeller) -> LeaseState:
    """Skips an item: you aren't asked again, and one other person is. This works after the lease
    has ended, too.

    Send it again with a `reason` to give the reason for the skip.
    """
    return await labeller.does(
        lambda uow, me: skip(uow, labeller.project_id, me.id, assignment_id, body.reason)
    )


@assignments.post("/{assignment_id}/release")
async def post_release(assignment_id: Id, labeller: Labeller) -> LeaseState:
    """Gives an item back, so that anybody may get it next."""
    return await labeller.does(
        lambda uow, me: release(uow, labeller.project_id, me.id, assignment_id)
    )


@annotations.get("/own-answers")
def get_own_answers(
    reader: ProjectReader, query: Annotated[OwnWorkQuery, Query()]
) -> Page[OwnWork]:
    """Lists what you have answered and skipped, the latest first. Long texts are cut."""
    return list_own_answers(reader.uow, reader.project_id, reader.caller.id, query)


@annotations.get("/own-answers/{item_id}")
def get_own_answer(item_id: Id, reader: ProjectReader) -> OwnWork:
    """Shows one item that you answered or skipped, with its whole text. To change your answer, send
    another one for the item."""
    return show_own_answer(reader.uow, reader.project_id, reader.caller.id, item_id)


@answers_set_aside.put("/members/{user_id}/program", status_code=204)
def put_program(user_id: Id, engineer: EngineerChanging) -> None:
    """Marks an account as a program. Its answers so far stop being audit answers.

    Only an administrator can mark an account that does more than label, has a password, or is in a
    project that the caller doesn't run.
    """
    mark_program(engineer.app, engineer.project_id, user_id, engineer.caller, is_program=True)


@answers_set_aside.delete("/members/{user_id}/program", status_code=204)
def delete_program(user_id: Id, engineer: EngineerChanging) -> None:
    """Marks an account as a person again."""
    mark_program(engineer.app, engineer.project_id, user_id, engineer.caller, is_program=False)


@answers_set_aside.get("/set-aside")
def get_set_aside(reader: EngineerReader, paging: Paged) -> Page[SetAsideAnswers]:
    """Lists people whose answers are set aside, whether they are still members or not."""
    return list_set_aside(reader.uow, reader.project_id, paging)


@answers_set_aside.post("/members/{user_id}/set-aside")
def post_set_aside(user_id: Id, engineer: EngineerChanging) -> SetAsideCount:
    """Sets all answers of a person so far aside: they no longer count, and others are asked
    instead.

    This also works for former members. Later answers of the person count.
    """
    return set_aside(engineer.app, engineer.project_id, user_id, engineer.caller.id)


@answers_set_aside.delete("/members/{user_id}/set-aside")
def delete_set_aside(user_id: Id, engineer: EngineerChanging) -> SetAsideCount:
    """Makes a person's answers that were set aside count again, except for items that they have
    answered again."""
    return bring_back(engineer.app, engineer.project_id, user_id, engineer.caller.id)


@items.post(":exclude")
def post_exclude(body: ItemsToExclude, writer: EngineerWriter) -> ExclusionChanges:
    """Excludes up to 500 unlabelled items: nobody is asked about them, and lists, maps and hunts
    leave them out.

    The state `excluded` lists them. Figures are about the other items.
    """
    return exclude_items(writer.uow, writer.project_id, writer.caller.id, body.items)


@items.post(":bring-back")
def post_bring_back(body: ItemsToExclude, writer: EngineerWriter) -> ExclusionChanges:
    """Brings excluded items back, so that people are asked about them again."""
    return bring_items_back(writer.uow, writer.project_id, body.items)


@items.post("/{item_id}/notes", status_code=201)
def post_note(item_id: Id, body: NewNote, writer: ProjectWriter) -> NoteReceipt:
    """Adds a flag or a comment to an item, for those who run the project.

    Sending it again while it is open adds nothing: there is one flag, and one comment in the same
    words.
    """
    me = Labelling(writer.caller.id, writer.role)
    return add_note(writer.uow, writer.project_id, me, item_id, body.kind, body.text)


@items.delete("/{item_id}/flag", status_code=204)
def delete_flag(item_id: Id, writer: ProjectWriter) -> None:
    """Takes your flag back. Without a flag, nothing changes."""
    me = Labelling(writer.caller.id, writer.role)
    take_back_flag(writer.uow, writer.project_id, me, item_id)
