"""What workers are asked of the released model."""

from service.jobs.questions import KINDS, QuestionKind

PREDICT = KINDS.add(
    QuestionKind(
        name="predict",
        handler="service.model.predict_texts:predict_classes",
        needs_encoder=True,
        seconds=55.0,
    )
)
