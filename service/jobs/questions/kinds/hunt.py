from service.jobs.questions.kind import QuestionKind, register

HUNT = register(
    QuestionKind(
        name="hunt",
        handler="service.find.hunt:rank_candidates",
        needs_encoder=True,
    )
)
