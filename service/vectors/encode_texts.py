"""The vectors of what people type, by the encoder of a project's vectors."""

from collections.abc import Sequence

import numpy as np

from service.app import App
from service.kit.kept import Kept
from service.kit.reasons import Reason, ReasonCode, reason
from service.ports import FloatArray, Tools
from service.vectors.fitted_encoder import Seen, encoder_of

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
