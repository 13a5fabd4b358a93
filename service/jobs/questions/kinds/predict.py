from service.jobs.questions.kind import QuestionKind, register

PREDICT = register(
    QuestionKind(
        name="predict",
        handler="service.model.predict_texts:predict_classes",
        needs_encoder=True,
        seconds=55.0,
    )
)
