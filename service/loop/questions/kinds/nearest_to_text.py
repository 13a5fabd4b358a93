from service.loop.questions.kind import QuestionKind, register

NEAREST_TO_TEXT = register(
    QuestionKind(
        name="nearest_to_text",
        handler="service.loop.searching.find_nearest:nearest_to_text",
        needs_encoder=True,
    )
)
