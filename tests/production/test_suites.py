"""What the suites of API and loop ask of a service in one process, asked of the production set-up.

The same tests, over the network: two processes answer, a relay and two workers do the jobs, on
PostgreSQL and Redis. Those are left out that look behind the API or stop the clock; they run on
PostgreSQL where they stand.
"""

from collections.abc import Iterator

import httpx
import pytest

from tests.driving import API
from tests.importing.test_import import (
    test_a_table_goes_in_with_its_names,
    test_good_rows_go_in_and_bad_ones_are_told_by_line,
    test_projects_share_nothing,
    test_the_same_body_twice_at_once_is_one_import,
)
from tests.labelling.test_annotations import (
    project,
    test_a_changed_mind_replaces_the_answer,
    test_a_wrong_answer_names_its_field,
    test_an_id_is_for_one_answer,
    test_ids_of_another_project_are_not_found,
    test_nobody_takes_back_anothers_answer,
    test_taking_back_brings_the_item_back,
    test_the_same_answer_again_changes_nothing,
)
from tests.labelling.test_assignments import (
    test_a_deleted_project_offers_nothing,
    test_a_released_item_is_anybodys,
    test_a_skipped_item_goes_to_one_other_person,
    test_nobody_ends_the_lease_of_another,
    test_open_leases_come_first_and_stay_the_same,
    test_people_get_different_items,
    test_two_answers_settle_an_item_where_two_are_wanted,
    test_why_there_is_nothing,
)
from tests.labelling.test_bulk import test_a_bundle_gets_a_result_per_row
from tests.labelling.test_serving import (
    test_no_item_is_asked_twice_and_no_answer_is_lost,
    test_the_same_answer_sent_many_times_at_once_is_stored_once,
    test_two_people_an_item_and_no_third,
)
from tests.patience import PATIENCE_SECONDS
from tests.people.test_access import (
    test_a_scope_takes_away,
    test_an_invited_engineer_has_tokens_for_the_project_alone,
    test_roles_in_a_project_can_change_and_end,
    test_whoever_opens_an_invitation_types_a_name_and_labels,
)
from tests.people.test_identity import (
    test_a_revoked_token_ends_at_the_next_request,
    test_who_is_removed_or_disabled_is_out_at_the_next_request,
    test_who_signs_out_elsewhere_is_out_at_the_next_request,
)
from tests.production.remote import RemoteDriver
from tests.production.stack import SECRETS, Stack
from tests.rounds.test_loop import test_rounds_follow_the_labels
from tests.rounds.test_served_order import (
    test_a_round_tells_what_it_takes_to_replay_it,
    test_what_is_served_is_the_ranking,
)

__all__ = [
    "project",
    "test_a_bundle_gets_a_result_per_row",
    "test_a_changed_mind_replaces_the_answer",
    "test_a_deleted_project_offers_nothing",
    "test_a_released_item_is_anybodys",
    "test_a_revoked_token_ends_at_the_next_request",
    "test_a_round_tells_what_it_takes_to_replay_it",
    "test_a_scope_takes_away",
    "test_a_skipped_item_goes_to_one_other_person",
    "test_a_table_goes_in_with_its_names",
    "test_a_wrong_answer_names_its_field",
    "test_an_id_is_for_one_answer",
    "test_an_invited_engineer_has_tokens_for_the_project_alone",
    "test_good_rows_go_in_and_bad_ones_are_told_by_line",
    "test_ids_of_another_project_are_not_found",
    "test_no_item_is_asked_twice_and_no_answer_is_lost",
    "test_nobody_ends_the_lease_of_another",
    "test_nobody_takes_back_anothers_answer",
    "test_open_leases_come_first_and_stay_the_same",
    "test_people_get_different_items",
    "test_projects_share_nothing",
    "test_roles_in_a_project_can_change_and_end",
    "test_rounds_follow_the_labels",
    "test_taking_back_brings_the_item_back",
    "test_the_same_answer_again_changes_nothing",
    "test_the_same_answer_sent_many_times_at_once_is_stored_once",
    "test_the_same_body_twice_at_once_is_one_import",
    "test_two_answers_settle_an_item_where_two_are_wanted",
    "test_two_people_an_item_and_no_third",
    "test_what_is_served_is_the_ranking",
    "test_who_is_removed_or_disabled_is_out_at_the_next_request",
    "test_who_signs_out_elsewhere_is_out_at_the_next_request",
    "test_whoever_opens_an_invitation_types_a_name_and_labels",
    "test_why_there_is_nothing",
]
"""Asked here too. `__all__` keeps a tool from taking them for imports that nothing uses."""

pytestmark = pytest.mark.slow


@pytest.fixture
def driver(stack: Stack) -> Iterator[RemoteDriver]:
    made = RemoteDriver(stack)
    yield made
    made.close()


def test_people_come_in_by_a_link_and_programs_by_the_token_from_outside(stack: Stack) -> None:
    link = stack.execute("api", "postil", "token", "--sign-in").strip()
    address, _, secret = link.partition("/sign-in#token=")
    assert address == stack.url
    with httpx.Client(base_url=f"{address}{API}", timeout=PATIENCE_SECONDS) as http:
        assert http.post("/session", json={"token": secret}).json()["role"] == "admin"
    bearer = {"Authorization": f"Bearer {SECRETS['POSTIL_ADMIN_TOKEN']}"}
    assert (
        httpx.get(f"{stack.url}{API}/me", headers=bearer, timeout=PATIENCE_SECONDS).json()["role"]
        == "admin"
    )
