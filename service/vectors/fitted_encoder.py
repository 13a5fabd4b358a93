"""Encoders that learn from a project: what they have learnt, and when texts teach them anew.

By them, and by those that learn nothing, the vectors of what people type.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from service.app import App
from service.kit.kept import Kept
from service.kit.reasons import Reason, ReasonCode, reason
from service.pool.queries.items import ItemsInRange
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import Project, View
from service.ports import Arrays, Encoder, Fitting, FloatArray, Learning, Tools
from service.vectors.texts import texts_of

FEWEST = 100
"""Texts to learn from."""
GROWN = 2
"""Times as many texts as an encoder has learnt from, while these are fewer than it may: then it
learns anew, and everything is embedded again."""

_kept: Kept[tuple[object, str], Encoder] = Kept()
"""Of 15 or 21 MB each, as they count; what has learnt labels holds half of that in bfloat16."""


class Seen(Protocol):
    """Vectors, by what made them."""

    @property
    def project_id(self) -> int: ...

    @property
    def encoder(self) -> str:
        """As a project names it: `name`, or `name:MODEL`."""

    @property
    def fingerprint(self) -> str | None: ...


def encoder_of(app: App, tools: Tools, seen: Seen) -> Encoder:
    """The encoder that made these vectors, with what it had learnt; its fingerprint is another
    where none here did."""
    encoder = tools.encoder(seen.encoder)
    if encoder.fingerprint == seen.fingerprint or seen.fingerprint is None:
        return encoder
    key = fitted_key(seen.project_id, seen.fingerprint)
    return _fitted(app, encoder, key) if app.blobs.exists(key) else encoder


def fit_encoder(app: App, tools: Tools, own_view: View) -> Encoder:
    """The encoder to make a view's vectors with: it learns from the project's texts when due."""
    encoder = tools.encoder(own_view.encoder)
    if not isinstance(encoder, Fitting):
        return encoder if own_view.fitted is None else _fitted(app, encoder, own_view.fitted)
    with app.read() as uow:
        project, view = uow[Projects].get(own_view.project_id), uow[Views].get(own_view.id)
        fitted, before, pool = view.fitted, view.fitted_on or 0, list[int]()
        if before < encoder.learns_from:
            pool = uow[ItemsInRange].pool_ordinals(project.id, (0, project.next_ordinal))
    if len(pool) >= max(FEWEST, GROWN * before):
        learnt = _learnt(app, project, encoder, pool)
        key = fitted_key(project.id, encoder.fitted(learnt).fingerprint)
        app.blobs.put_arrays(key, **learnt)
        fitted = _keep(app, view, key, len(pool))
    return encoder if fitted is None else _fitted(app, encoder, fitted)


def as_if_a_view(app: App, encoder: Encoder, project: Project) -> Encoder:
    """The encoder as it would be in a view of this project: nothing of it is kept."""
    if not isinstance(encoder, Fitting):
        return encoder
    with app.read() as uow:
        pool = uow[ItemsInRange].pool_ordinals(project.id, (0, project.next_ordinal))
    if len(pool) < FEWEST:
        return encoder
    return encoder.fitted(_learnt(app, project, encoder, pool))


def fitted_key(project_id: int, fingerprint: str) -> str:
    """The blob with what the encoder of this fingerprint has learnt."""
    return f"projects/{project_id}/fitted/{fingerprint}.npz"


def _fitted(app: App, encoder: Encoder, key: str) -> Encoder:
    if not isinstance(encoder, Learning):
        return encoder
    learning = encoder  # mypy forgets in the function below what was asked above
    return _kept.get((app.blobs, key), lambda: learning.fitted(app.blobs.stored_arrays(key)))


def _learnt(app: App, project: Project, encoder: Fitting, pool: list[int]) -> Arrays:
    """What it learns from texts of the pool (ordinals), of many from some at random."""
    drawn = np.random.default_rng(project.seed).permutation(np.sort(pool))
    texts = texts_of(app, project.id, drawn[: encoder.learns_from].tolist())
    return encoder.fit(list(texts.values()), project.seed)


def _keep(app: App, own_view: View, key: str, pool: int) -> str | None:
    """What all jobs of the view are to go by: what was learnt, or what another was first with."""
    with app.write() as uow:
        uow[Projects].lock(own_view.project_id)
        view = uow[Views].get(own_view.id)
        if view.fitted == own_view.fitted:
            view.fitted, view.fitted_on = key, pool
        return view.fitted


FEW = 20
"""So many texts somebody types; more at once a program sends, and hardly ever the same again."""

_vectors: Kept[tuple[str, str], FloatArray] = Kept()
"""Who looks through what is near asks for the next page, or with an example more."""


def encode_texts(app: App, tools: Tools, like: Seen, texts: Sequence[str]) -> FloatArray | Reason:
    """(n, D) unit vectors that can be compared with those.

    A reason when the encoder here is another than the one that made them.
    """
    encoder = encoder_of(app, tools, like)
    if encoder.fingerprint != like.fingerprint:
        return reason(ReasonCode.OTHER_ENCODER)
    if len(texts) > FEW:
        return encoder.encode(texts)
    kept = {text: _vectors.find((encoder.fingerprint, text)) for text in texts}
    unknown = [text for text, vector in kept.items() if vector is None]
    vectors = encoder.encode(unknown) if unknown else ()
    for text, vector in zip(unknown, vectors, strict=True):
        kept[text] = own = vector.copy()  # not all of them for one
        _vectors.put((encoder.fingerprint, text), own)
    return np.array([kept[text] for text in texts])
