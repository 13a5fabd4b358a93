"""The vectors of what people type, by the encoder of a project's vectors."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from service.models import View
from service.ports import Encoder, FloatArray, Tools
from service.reasons import Reason, ReasonCode, reason

REMEMBERED = 500
"""Vectors: who looks through what is near asks for the next page, or with an example more."""

_vectors: OrderedDict[tuple[str, str], FloatArray] = OrderedDict()
_lock = threading.Lock()


def encode_texts(tools: Tools, view: View, texts: Sequence[str]) -> FloatArray | Reason:
    """(n, D) unit vectors that can be compared with the view's.

    A reason when the encoder here is another than the one that made those.
    """
    encoder = tools.encoder(view.encoder)
    if encoder.fingerprint != view.fingerprint:
        return reason(ReasonCode.OTHER_ENCODER)
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
