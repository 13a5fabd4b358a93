from typing import Annotated

from fastapi import APIRouter, Query, Request

from service.app import App
from service.kit.page import Page
from service.people.admit import InProject
from service.people.issue_token import add_program
from service.people.members import (
    change_member,
    invite,
    list_invitations,
    list_members,
    make_member_link,
    remove_member,
    revoke_invitation,
    show_member,
)
from service.people.shapes import (
    InvitationLink,
    MemberChange,
    MemberLink,
    NewInvitation,
    NewProgram,
    OpenInvitation,
    Program,
    ProjectMember,
)
from service.projects.change_classes import (
    add_class,
    change_class,
    merge_classes,
    order_classes,
    restore_class,
    retire_class,
)
from service.projects.class_examples import set_examples, show_all_examples, show_examples
from service.projects.create_project import (
    change_project,
    create_project,
    delete_project,
    duplicate_project,
)
from service.projects.settings_history import show_settings_history
from service.projects.shapes.examples import AllExamples, ClassExamples, StoredExamples
from service.projects.shapes.projects import (
    ClassChange,
    ClassDetails,
    ClassOrder,
    Duplicate,
    ListedProject,
    Merge,
    MergeEffect,
    NewClass,
    NewProject,
    PastSetting,
    ProjectChange,
    ProjectDetails,
    ViewToWake,
)
from service.projects.show_project import list_classes, list_projects, show_class, show_project
from service.rounds.views_read import wake_view
from service.web.dependencies import Id, Paged
from service.web.door import Guarded, bulk
from service.web.who_may import (
    ArchiveWriter,
    EngineerReader,
    EngineerWriter,
    ProjectOpener,
    ProjectReader,
    SignedInReader,
)

projects = APIRouter(prefix="/projects", tags=["projects"], route_class=Guarded)
members = APIRouter(prefix="/projects/{project_id}", tags=["members"], route_class=Guarded)
classes = APIRouter(prefix="/projects/{project_id}", tags=["classes"], route_class=Guarded)


# The largest that its fields allow, in UTF-8: a thousand classes, each with its description.
@projects.post("", status_code=201, openapi_extra=bulk(5 * 2**20))
def post_project(body: NewProject, opener: ProjectOpener) -> ProjectDetails:
    """Opens a project. Classes may be left out, and added with an import."""
    project = create_project(opener.uow, opener.caller, body, opener.app.settings)
    # Who opens it runs it.
    return show_project(opener.uow, project.id, opener.caller.role, opener.caller.id)


@projects.get("")
def get_projects(
    reader: SignedInReader,
    paging: Paged,
    archived: Annotated[
        bool, Query(description="Whether to list archived projects instead of the others.")
    ] = False,
    standing: Annotated[
        bool, Query(description="Whether to show each project's quality and activity.")
    ] = False,
) -> Page[ListedProject]:
    """Lists your projects: those in use, or the archived ones."""
    return list_projects(reader.uow, reader.caller, paging, archived=archived, standing=standing)


@projects.get("/{project_id}")
def get_project(reader: ProjectReader) -> ProjectDetails:
    """Shows a project with its settings, its classes and your role."""
    return show_project(reader.uow, reader.project_id, reader.role, reader.caller.id)


@projects.get("/{project_id}/settings-history")
def get_settings_history(reader: EngineerReader, paging: Paged) -> Page[PastSetting]:
    """Lists the past values of those settings on which figures depend, the oldest first."""
    return show_settings_history(reader.uow, reader.project_id, paging)


@projects.patch("/{project_id}", openapi_extra=bulk(2**20))
def patch_project(body: ProjectChange, writer: ArchiveWriter) -> ProjectDetails:
    """Changes the fields that are sent. `state` pauses a project, archives it, or brings it
    back."""
    settings = writer.app.settings
    change_project(writer.uow, writer.project_id, body, settings, by=writer.caller.id)
    return show_project(writer.uow, writer.project_id, writer.role, writer.caller.id)


@projects.delete("/{project_id}", status_code=204)
def remove_project(writer: ArchiveWriter) -> None:
    """Deletes a project. It disappears at once, and its data is deleted an hour later."""
    delete_project(writer.uow, writer.project_id)


@projects.post("/{project_id}/duplicate", status_code=201)
def post_duplicate(body: Duplicate, writer: ArchiveWriter) -> ProjectDetails:
    """Opens a project with the settings and classes of this one, without data. You are its only
    member."""
    copy = duplicate_project(writer.uow, writer.caller, writer.project_id, body.name)
    return show_project(writer.uow, copy.id, writer.caller.role, writer.caller.id)


@projects.post("/{project_id}/views:wake")
def post_waking(body: ViewToWake, writer: EngineerWriter) -> ProjectDetails:
    """Wakes a view that was put to rest: items that came in the meantime get vectors in it."""
    wake_view(writer.uow, writer.project_id, body.encoder)
    return show_project(writer.uow, writer.project_id, writer.role, writer.caller.id)


def _base(request: Request, app: App) -> str:
    """What links begin with."""
    return (app.settings.public_url or str(request.base_url)).rstrip("/")


@members.post("/invitations", status_code=201)
def post_invitation(
    body: NewInvitation, request: Request, writer: EngineerWriter
) -> InvitationLink:
    """Makes a link to send to people. They open it, type a name, and can label."""
    base = _base(request, writer.app)
    return invite(writer.uow, writer.project_id, writer.caller, body, base)


@members.get("/invitations")
def get_invitations(reader: EngineerReader, paging: Paged) -> Page[OpenInvitation]:
    """Lists invitations that people can still join by. Their links aren't shown: a link is shown
    only when it is made."""
    return list_invitations(reader.uow, reader.project_id, paging)


@members.delete("/invitations/{invitation_id}", status_code=204)
def delete_invitation(invitation_id: Id, writer: EngineerWriter) -> None:
    """Ends an invitation. People who have joined by it stay."""
    revoke_invitation(writer.uow, writer.project_id, invitation_id)


@members.get("/members")
def get_members(reader: EngineerReader, paging: Paged) -> Page[ProjectMember]:
    """Lists the members of the project, with their roles."""
    return list_members(reader.uow, reader.project_id, paging)


@members.post("/programs", status_code=201)
def post_program(body: NewProgram, writer: EngineerWriter) -> Program:
    """Adds a program as a member, with a token. Its work is shown apart from people's work.

    The token's secret is shown only in this answer.
    """
    return add_program(
        writer.uow, writer.project_id, body.name, body.role, body.days, by=writer.caller
    )


@members.patch("/members/{user_id}")
def patch_member(user_id: Id, body: MemberChange, writer: EngineerWriter) -> ProjectMember:
    """Changes a member's role, or whether an annotator decides items on which others disagree."""
    change_member(
        writer.uow, writer.project_id, user_id, role=body.role, adjudicates=body.adjudicates
    )
    return show_member(writer.uow, writer.project_id, user_id)


@members.delete("/members/{user_id}", status_code=204)
def delete_member(user_id: Id, writer: EngineerWriter) -> None:
    """Removes a member from the project. Their answers stay."""
    remove_member(writer.uow, writer.project_id, user_id)


@members.post("/members/{user_id}/sign-in-link", status_code=201)
def post_sign_in_link(user_id: Id, request: Request, writer: EngineerWriter) -> MemberLink:
    """Makes a link that signs in a member whose session has ended. It works once, within a week.

    The link opens everything that this person may do. Only an administrator can make one for a
    person who does more than label or has a password. The same holds for a person in a project that
    the caller doesn't run.
    """
    base = _base(request, writer.app)
    return make_member_link(writer.uow, writer.caller, writer.project_id, user_id, base)


@classes.get("/classes")
def get_classes(reader: ProjectReader, paging: Paged) -> Page[ClassDetails]:
    """Lists all classes, including those that were merged or retired."""
    return list_classes(reader.uow, reader.project_id, reader.role, paging)


@classes.post("/classes", status_code=201)
def post_class(body: NewClass, writer: EngineerWriter) -> ClassDetails:
    """Adds a class after the others. Open labelling screens offer it within seconds."""
    label_class = add_class(writer.uow, writer.project_id, body, by=writer.caller.id)
    return _shown(writer, label_class.id)


@classes.post("/classes:order", status_code=204)
def post_order(body: ClassOrder, writer: EngineerWriter) -> None:
    """Puts the classes in order. Keys stay with their classes."""
    order_classes(writer.uow, writer.project_id, body.ids)


@classes.patch("/classes/{class_id}")
def patch_class(class_id: Id, body: ClassChange, writer: EngineerWriter) -> ClassDetails:
    """Changes the fields that are sent. Answers already on their way may use the former name."""
    change_class(writer.uow, writer.project_id, class_id, body)
    return _shown(writer, class_id)


@classes.post("/classes/{class_id}/merge")
def post_merge(class_id: Id, body: Merge, writer: EngineerWriter) -> MergeEffect:
    """Merges a class into another: labels, figures and exports use the other one. `restore` undoes
    it."""
    return merge_classes(
        writer.uow,
        writer.project_id,
        class_id,
        body.into,
        by=writer.caller.id,
        dry_run=body.dry_run,
    )


@classes.post("/classes/{class_id}/retire")
def post_retire(class_id: Id, writer: EngineerWriter) -> ClassDetails:
    """Stops offering a class. Labels keep it, but the model neither learns nor predicts it."""
    retire_class(writer.uow, writer.project_id, class_id, by=writer.caller.id)
    return _shown(writer, class_id)


@classes.post("/classes/{class_id}/restore")
def post_restore(class_id: Id, writer: EngineerWriter) -> ClassDetails:
    """Brings back a class that was merged or retired, with the labels that were given as it."""
    restore_class(writer.uow, writer.project_id, class_id, by=writer.caller.id)
    return _shown(writer, class_id)


def _shown(writer: InProject, class_id: int) -> ClassDetails:
    return show_class(writer.uow, writer.project_id, class_id, writer.role)


@classes.get("/examples")
def get_all_examples(reader: ProjectReader) -> AllExamples:
    """Lists the example sentences of all classes. The page shows them with the guidelines."""
    return show_all_examples(reader.uow, reader.project_id)


@classes.get("/classes/{class_id}/examples")
def get_examples(class_id: Id, reader: EngineerReader) -> StoredExamples:
    """Lists example sentences of a class. A hunt uses them, and the description of the class, to
    find items."""
    return show_examples(reader.uow, reader.project_id, class_id)


@classes.put("/classes/{class_id}/examples")
def put_examples(class_id: Id, body: ClassExamples, writer: EngineerWriter) -> StoredExamples:
    """Replaces the example sentences of a class, of which there are up to ten."""
    return set_examples(writer.uow, writer.project_id, class_id, body.examples)
