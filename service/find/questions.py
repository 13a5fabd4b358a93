"""What workers are asked while somebody looks for items."""

from service.jobs.questions import KINDS, QuestionKind

HUNT = KINDS.add(
    QuestionKind(
        name="hunt",
        handler="service.find.hunt:rank_candidates",
        needs_encoder=True,
    )
)
NEAREST_TO_ITEM = KINDS.add(
    QuestionKind(
        name="nearest_to_item",
        handler="service.find.search_by_meaning:nearest_to_item",
        seconds=15.0,
    )
)
NEAREST_TO_TEXT = KINDS.add(
    QuestionKind(
        name="nearest_to_text",
        handler="service.find.search_by_meaning:nearest_to_text",
        needs_encoder=True,
    )
)
NEAR_COPIES = KINDS.add(
    QuestionKind(
        name="near_copies",
        handler="service.find.near_copies:group_near_copies",
    )
)
