from service.jobs.questions.kind import QuestionKind, register

NEAREST_TO_ITEM = register(
    QuestionKind(
        name="nearest_to_item",
        handler="service.find.searching.find_nearest:nearest_to_item",
        seconds=15.0,
    )
)
