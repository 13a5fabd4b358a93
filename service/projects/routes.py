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
from service.projects.create_project import (
    change_project,
    create_project,
    delete_project,
    duplicate_project,
)
from service.projects.settings_history import show_settings_history
from service.projects.shapes import (
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
    """Opens a project. Classes may be left out and added with an import."""
    project = create_project(opener.uow, opener.caller, body, opener.app.settings)
    # Who opens it runs it.
    return show_project(opener.uow, project.id, opener.caller.role, opener.caller.id)


@projects.get("")
def get_projects(
    reader: SignedInReader,
    paging: Paged,
    archived: Annotated[bool, Query(description="Those, not the others.")] = False,
    standing: Annotated[
        bool, Query(description="Say of each how good it is, and who is at work.")
    ] = False,
) -> Page[ListedProject]:
    """The projects that you are in, archived ones or the others."""
    return list_projects(reader.uow, reader.caller, paging, archived=archived, standing=standing)


@projects.get("/{project_id}")
def get_project(reader: ProjectReader) -> ProjectDetails:
    """One project with its settings, its classes and your role."""
    return show_project(reader.uow, reader.project_id, reader.role, reader.caller.id)


@projects.get("/{project_id}/settings-history")
def get_settings_history(reader: EngineerReader, paging: Paged) -> Page[PastSetting]:
    """What the settings were that figures depend on, and from when on; the first come first."""
    return show_settings_history(reader.uow, reader.project_id, paging)


@projects.patch("/{project_id}", openapi_extra=bulk(2**20))
def patch_project(body: ProjectChange, writer: ArchiveWriter) -> ProjectDetails:
    """Changes what is sent and nothing else. `state` pauses, archives and brings back."""
    settings = writer.app.settings
    change_project(writer.uow, writer.project_id, body, settings, by=writer.caller.id)
    return show_project(writer.uow, writer.project_id, writer.role, writer.caller.id)


@projects.delete("/{project_id}", status_code=204)
def remove_project(writer: ArchiveWriter) -> None:
    """Deletes a project. Nobody sees it any more, and an hour later its data is cleared away."""
    delete_project(writer.uow, writer.project_id)


@projects.post("/{project_id}/duplicate", status_code=201)
def post_duplicate(body: Duplicate, writer: ArchiveWriter) -> ProjectDetails:
    """Opens a project with the settings and classes of this one: no data, nobody but the caller."""
    copy = duplicate_project(writer.uow, writer.caller, writer.project_id, body.name)
    return show_project(writer.uow, copy.id, writer.caller.role, writer.caller.id)


@projects.post("/{project_id}/views:wake")
def post_waking(body: ViewToWake, writer: EngineerWriter) -> ProjectDetails:
    """Wakes a view that rests: items that came meanwhile get vectors of it."""
    wake_view(writer.uow, writer.project_id, body.encoder)
    return show_project(writer.uow, writer.project_id, writer.role, writer.caller.id)


def _base(request: Request, app: App) -> str:
    """What links begin with."""
    return (app.settings.public_url or str(request.base_url)).rstrip("/")


@members.post("/invitations", status_code=201)
def post_invitation(
    body: NewInvitation, request: Request, writer: EngineerWriter
) -> InvitationLink:
    """A link to send to people: who opens it types a name and labels."""
    base = _base(request, writer.app)
    return invite(writer.uow, writer.project_id, writer.caller, body, base)


@members.get("/invitations")
def get_invitations(reader: EngineerReader, paging: Paged) -> Page[OpenInvitation]:
    """Those that people can still join by. A link itself is shown only when it is made."""
    return list_invitations(reader.uow, reader.project_id, paging)


@members.delete("/invitations/{invitation_id}", status_code=204)
def delete_invitation(invitation_id: Id, writer: EngineerWriter) -> None:
    """Nobody joins by it any more. Who did stays; one that has ended stays ended."""
    revoke_invitation(writer.uow, writer.project_id, invitation_id)


@members.get("/members")
def get_members(reader: EngineerReader, paging: Paged) -> Page[ProjectMember]:
    """Who is in the project, with their roles."""
    return list_members(reader.uow, reader.project_id, paging)


@members.post("/programs", status_code=201)
def post_program(body: NewProgram, writer: EngineerWriter) -> Program:
    """Adds a member that is a program, with a token: what it does is told from what people do.

    The token's secret is shown this once.
    """
    return add_program(
        writer.uow, writer.project_id, body.name, body.role, body.days, by=writer.caller
    )


@members.patch("/members/{user_id}")
def patch_member(user_id: Id, body: MemberChange, writer: EngineerWriter) -> ProjectMember:
    """Changes a role, or whether an annotator decides where others differ."""
    change_member(
        writer.uow, writer.project_id, user_id, role=body.role, adjudicates=body.adjudicates
    )
    return show_member(writer.uow, writer.project_id, user_id)


@members.delete("/members/{user_id}", status_code=204)
def delete_member(user_id: Id, writer: EngineerWriter) -> None:
    """Removes somebody from the project. Their answers stay."""
    remove_member(writer.uow, writer.project_id, user_id)


@members.post("/members/{user_id}/sign-in-link", status_code=201)
def post_sign_in_link(user_id: Id, request: Request, writer: EngineerWriter) -> MemberLink:
    """A link that signs a member in whose session ended: once, within a week.

    It opens all that this person may do. So only an administrator can make one for a person who
    does more than label, has a password, or is in a project that the caller doesn't run.
    """
    base = _base(request, writer.app)
    return make_member_link(writer.uow, writer.caller, writer.project_id, user_id, base)


@classes.get("/classes")
def get_classes(reader: ProjectReader, paging: Paged) -> Page[ClassDetails]:
    """All that people see: those too that were merged or retired."""
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
    """Changes what is sent and nothing else. An answer under way may use the former name."""
    change_class(writer.uow, writer.project_id, class_id, body)
    return _shown(writer, class_id)


@classes.post("/classes/{class_id}/merge")
def post_merge(class_id: Id, body: Merge, writer: EngineerWriter) -> MergeEffect:
    """Lets a class mean another: in labels, figures and exports. `restore` undoes it."""
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
    """Offers a class no more. Labels keep it; the model neither learns nor predicts it."""
    retire_class(writer.uow, writer.project_id, class_id, by=writer.caller.id)
    return _shown(writer, class_id)


@classes.post("/classes/{class_id}/restore")
def post_restore(class_id: Id, writer: EngineerWriter) -> ClassDetails:
    """Brings a class back that was merged or retired, with the labels that were given as it."""
    restore_class(writer.uow, writer.project_id, class_id, by=writer.caller.id)
    return _shown(writer, class_id)


def _shown(writer: InProject, class_id: int) -> ClassDetails:
    return show_class(writer.uow, writer.project_id, class_id, writer.role)
