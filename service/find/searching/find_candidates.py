"""The next items to look at for a class, for whoever looks."""

from service.app import App
from service.find.searching.hunted_class import hunted_class
from service.find.searching.rank_candidates import Candidates
from service.find.searching.shapes import HuntCandidate, HuntCandidates, NextCandidates
from service.jobs.questions.kinds.hunt import HUNT
from service.labelling.shown_columns import shown_columns
from service.pool.queries.blindness import Blindness
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from service.vectors.load_vectors import searched_view


def find_candidates(
    app: App, project_id: int, class_id: int, user_id: int, request: NextCandidates
) -> HuntCandidates:
    """Best first, as they look by the class's description, its examples and the looks so far.

    Noted as shown to this person: what they say of such an item is no audit answer. `NotAnswered`
    when no worker can say.
    """
    with app.read() as uow:
        hunted_class(uow, project_id, class_id)
        encoder = searched_view(uow, project_id).encoder
    question = Candidates(project_id, class_id, request.limit, request.passed_over)
    ordinals = app.asking.ask(HUNT.question(question.content(), encoder))["ordinals"]
    with app.write() as uow:
        ids = uow[Items].ids_of_ordinals(project_id, ordinals)
        items = uow[Items].some(ids.values())
        uow[Blindness].note(user_id, [*items])
        names = uow[Projects].get(project_id).columns
        firsts = {row.item_id: row for row in uow[Items].firsts([*items], data=bool(names))}
        there = [(items[ids[o]], firsts[ids[o]]) for o in ordinals if ids.get(o) in firsts]
        best = [
            HuntCandidate(item.id, first.external_id, item.text, shown_columns(names, first))
            for item, first in there
        ]
    return HuntCandidates(best)
