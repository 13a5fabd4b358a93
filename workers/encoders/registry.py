"""The registered encoders: which of them can run here now, and the ones that are loaded."""

import logging
import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from service.kit.errors import UnknownEncoder
from service.ports import Encoder, EncoderEntry, registered_encoders
from workers.encoders.numeric_class import check_numeric_class

CHECK_SECONDS = 2.0
LOADED_AT_MOST = 5
"""The three that a new project has, all of which a prediction asks, `tuned` and `e5`."""

log = logging.getLogger(__name__)


class Encoders:
    """What a worker encodes with. One per process; safe to use from several threads."""

    def __init__(
        self,
        entries: Mapping[str, EncoderEntry] | None = None,
        check_seconds: float = CHECK_SECONDS,
        device: str = "cpu",
    ) -> None:
        self._entries = registered_encoders() if entries is None else dict(entries)
        self._check_seconds = check_seconds
        self._available: tuple[str, ...] = ()
        self._checked_at = float("-inf")
        self._loaded: OrderedDict[str, Encoder] = OrderedDict()
        self._lock = threading.Lock()
        self._loading: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self.device = device
        """Where the encoder that was loaded last computes."""

    def available(self) -> tuple[str, ...]:
        """The names of those that can run here now, checked again every two seconds.

        An encoder appears while its packages are still being installed; none disappears.
        """
        missing = len(self._available) < len(self._entries)
        if missing and time.monotonic() - self._checked_at >= self._check_seconds:
            self._available = tuple(
                name
                for name, entry in sorted(self._entries.items())
                if name in self._available or entry.available()
            )
            self._checked_at = time.monotonic()
        return self._available

    def load(self, name: str) -> Encoder:
        """The encoder called `name` or `name:MODEL`, kept for the next call. Who asks for one that
        is being loaded waits for it; who asks for another doesn't.

        Raises UnknownEncoder when nothing registered has that name or takes no model, and
        InexactEncoder when its vectors are not what its fingerprint promises.
        """
        with self._lock:
            loading = self._loading[name]
        with loading:
            encoder = self._loaded.get(name)
            if encoder is None:
                encoder = self._load(name)
            with self._lock:
                self._loaded[name] = encoder
                self._loaded.move_to_end(name)
                # Models are large: a worker that serves many keeps the last few.
                while len(self._loaded) > LOADED_AT_MOST:
                    self._loaded.popitem(last=False)
            return encoder

    @contextmanager
    def borrow(self, name: str) -> Iterator[Encoder]:
        """As `load`, for a while: the encoder isn't kept if nobody had it loaded."""
        with self._lock:
            is_kept = name in self._loaded
        try:
            yield self.load(name)
        finally:
            if not is_kept:
                with self._lock:
                    self._loaded.pop(name, None)

    def _load(self, name: str) -> Encoder:
        plain, colon, model = name.partition(":")
        entry = self._entries.get(plain)
        if entry is None:
            choices = ", ".join(sorted(self._entries))
            raise UnknownEncoder(f"There is no encoder called {plain!r}. Known: {choices}.")
        if colon and not entry.spec.takes_model:
            raise UnknownEncoder(f"The encoder {plain!r} takes no model: write {plain!r} alone.")
        log.info("loading the encoder %s", name)
        encoder = entry.load(model or None)
        check_numeric_class(name, encoder)
        self.device = getattr(encoder, "device", self.device)
        return encoder
