from service.loop.questions.kind import QuestionKind, register

HUNT = register(
    QuestionKind(
        name="hunt",
        handler="service.loop.searching.rank_candidates:rank_candidates",
        needs_encoder=True,
    )
)
