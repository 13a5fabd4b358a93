from service.jobs.questions.kind import QuestionKind, register

NEAREST_TO_TEXT = register(
    QuestionKind(
        name="nearest_to_text",
        handler="service.find.search_by_meaning:nearest_to_text",
        needs_encoder=True,
    )
)
