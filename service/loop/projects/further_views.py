"""Which views new projects get beside the main one."""

from service.answers import AnswerKind
from service.loop.rounds.load_learner import heads_read_views
from service.loop.vectors.encoders import check_encoder, is_here, known_encoders
from service.settings import Settings
from service.store.unit_of_work import UnitOfWork


def further_views(uow: UnitOfWork, main: str, kind: AnswerKind, settings: Settings) -> list[str]:
    """Encoders: of those in the settings what is here or what a live worker has, and not the main
    one. None where heads for this kind of answer read the first view alone."""
    if not heads_read_views(kind.head):
        return []
    names = {each.name for each in known_encoders(uow) if each.workers or is_here(each.name)}
    wanted = dict.fromkeys(each.strip() for each in settings.views.split(","))
    views = [each for each in wanted if each.partition(":")[0] in names and each != main]
    for view in views:
        check_encoder(view, field="views")
    return views
