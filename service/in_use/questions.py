"""What workers are asked of texts that a model is used on."""

from service.jobs.questions import KINDS, QuestionKind

DRIFT = KINDS.add(
    QuestionKind(
        name="drift",
        handler="service.in_use.find_drift:compare_with_pool",
        needs_encoder=True,
        seconds=55.0,
    )
)
