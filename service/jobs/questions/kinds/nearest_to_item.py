from service.jobs.questions.kind import QuestionKind, register

NEAREST_TO_ITEM = register(
    QuestionKind(
        name="nearest_to_item",
        handler="service.find.search_by_meaning:nearest_to_item",
        seconds=15.0,
    )
)
