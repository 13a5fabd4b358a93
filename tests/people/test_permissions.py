"""Roles: small predicates, each tried with everybody it knows."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from service.kit.vocabulary import Role
from service.people.permissions import (
    Principal,
    at_least,
    is_for_labelling,
    lower,
    may_change_accounts,
    may_create_projects,
    may_see_sessions,
)

A, E, ADMIN = Role.ANNOTATOR, Role.ENGINEER, Role.ADMIN
BY_SESSION = Principal(1, "Ann", E, session_id=1)
BY_TOKEN = Principal(1, "Ann", E, scope=E, token_id=1, until=datetime(2030, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("one", "other", "less"),
    [(A, A, A), (A, E, A), (E, A, A), (E, ADMIN, E), (ADMIN, E, E), (ADMIN, ADMIN, ADMIN)],
)
def test_the_lower_of_two_roles(one: Role, other: Role, less: Role) -> None:
    assert lower(one, other) is less
    assert at_least(one, less)
    assert at_least(other, less)
    assert at_least(one, other) == (less is other)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("scope", [None, *Role])
def test_a_scope_only_takes_away(role: Role, scope: Role | None) -> None:
    found = Principal(1, "Ann", role, scope).role
    assert at_least(role, found)
    assert scope is None or at_least(scope, found)
    assert found in (role, scope)


@pytest.mark.parametrize(
    ("role", "opens_projects", "changes_accounts"),
    [(A, False, False), (E, True, False), (ADMIN, True, True)],
)
def test_what_a_role_may_do_in_the_service(
    role: Role, opens_projects: bool, changes_accounts: bool
) -> None:
    for someone in (Principal(1, "Ann", role), Principal(1, "Ann", ADMIN, scope=role)):
        assert may_create_projects(someone) == opens_projects
        assert may_change_accounts(someone) == changes_accounts


def test_a_token_for_labelling_sees_no_sessions() -> None:
    """Whoever labels in the page does, whatever their role."""
    script = replace(BY_TOKEN, scope=A)
    assert (is_for_labelling(script), may_see_sessions(script)) == (True, False)
    for someone in (BY_TOKEN, BY_SESSION, replace(BY_SESSION, user_role=A)):
        assert (is_for_labelling(someone), may_see_sessions(someone)) == (False, True)
