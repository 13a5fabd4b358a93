"""The vectors of what people type, by the encoder of a project's vectors."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from service.loop.app import App
from service.loop.vectors.fitted_encoder import Seen, encoder_of
from service.ports import Encoder, FloatArray, Tools
from service.reasons import Reason, ReasonCode, reason

FEW = 20
"""So many texts somebody types; more at once a program sends, and hardly ever the same again."""
REMEMBERED = 500
"""Vectors: who looks through what is near asks for the next page, or with an example more."""

_vectors: OrderedDict[tuple[str, str], FloatArray] = OrderedDict()
_lock = threading.Lock()


def encode_texts(app: App, tools: Tools, like: Seen, texts: Sequence[str]) -> FloatArray | Reason:
    """(n, D) unit vectors that can be compared with those.

    A reason when the encoder here is another than the one that made them.
    """
    encoder = encoder_of(app, tools, like)
    if encoder.fingerprint != like.fingerprint:
        return reason(ReasonCode.OTHER_ENCODER)
    if len(texts) > FEW:
        return encoder.encode(texts)
    _encode_unknown(encoder, list(dict.fromkeys(texts)))
    with _lock:
        known = [_vectors.get((encoder.fingerprint, text)) for text in texts]
    found = [vector for vector in known if vector is not None]
    # Others may have pushed some of them out meanwhile.
    return np.stack(found) if len(found) == len(texts) else encoder.encode(texts)


def _encode_unknown(encoder: Encoder, texts: Sequence[str]) -> None:
    with _lock:
        unknown = [text for text in texts if (encoder.fingerprint, text) not in _vectors]
    vectors = encoder.encode(unknown) if unknown else ()
    with _lock:
        _vectors.update(
            ((encoder.fingerprint, text), vector)
            for text, vector in zip(unknown, vectors, strict=True)
        )
        while len(_vectors) > REMEMBERED:
            _vectors.popitem(last=False)
