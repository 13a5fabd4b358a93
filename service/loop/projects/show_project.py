"""A project as its members see it."""

from collections.abc import Sequence
from typing import Any

from service.loop.people.permissions import Principal, at_least
from service.models import Invitation, Member, User
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Counted, Role


def show_project(uow: UnitOfWork, project_id: int, role: Role) -> dict[str, Any]:
    """Its settings, counters and classes, to someone with this role in it."""
    project = uow.projects.get(project_id)
    return {
        **project.model_dump(),
        **_counts(uow, [project_id])[project_id],
        "seed": project.seed if at_least(role, Role.ENGINEER) else None,
        "classes": list(uow.classes.of(project_id)),
        "my_role": role,
    }


def list_projects(
    uow: UnitOfWork, principal: Principal, *, after: int, limit: int
) -> tuple[list[dict[str, Any]], int | None]:
    """The projects the caller is in (an admin: all), and where the next page starts."""
    member = None if principal.role is Role.ADMIN else principal.id
    found = list(uow.projects.visible_to(member, after=after, limit=limit + 1))
    shown = found[:limit]
    counts = _counts(uow, [project.id for project in shown])
    rows = [{**project.model_dump(), **counts[project.id]} for project in shown]
    return rows, found[limit - 1].id if len(found) > limit else None


def _counts(uow: UnitOfWork, project_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many items and labels each has."""
    found = uow.counters.of_projects(project_ids, (Counted.ITEMS, Counted.LABELS))
    return {
        project_id: {"item_count": of[Counted.ITEMS], "label_count": of[Counted.LABELS]}
        for project_id, of in found.items()
    }


def list_members(uow: UnitOfWork, project_id: int) -> list[dict[str, Any]]:
    return [_member(member, user) for member, user in uow.access.members(project_id)]


def list_invitations(uow: UnitOfWork, project_id: int) -> list[dict[str, Any]]:
    """Those that people can still join by; never the secret, of which only a hash is known."""
    return [_invitation(made, by) for made, by in uow.access.open_invitations(project_id, uow.now)]


def _invitation(made: Invitation, by: User) -> dict[str, Any]:
    return {
        "id": made.id,
        "role": made.role,
        "uses_left": made.uses - made.used,
        "expires_at": made.expires_at,
        "made_by": by.name,
        "created_at": made.created_at,
    }


def _member(member: Member, user: User) -> dict[str, Any]:
    return {"user_id": user.id, "name": user.name, "role": member.role, "state": user.state}
