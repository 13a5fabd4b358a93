from service.jobs.questions.kind import QuestionKind, register

HUNT = register(
    QuestionKind(
        name="hunt",
        handler="service.find.searching.rank_candidates:rank_candidates",
        needs_encoder=True,
    )
)
