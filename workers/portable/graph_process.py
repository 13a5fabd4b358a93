"""A graph is written by a process of its own: 10 s of Python would hold up rounds and questions.

Half a gigabyte goes with it when it ends.
"""

import logging
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from service.installation import how_to_install, is_installed
from service.kit.errors import PostilError
from service.kit.gc_tuning import without_looking
from service.ports import Classifier
from workers.child import awaited, in_child
from workers.encoders.text_model import TextModel

EXPORTER = "onnxscript"
READER, REQUIRES = "encode_graph", ("numpy", "onnxruntime", "tokenizers")
"""What reads a graph in the zip, and the packages that it takes."""


def write_graph_in_process(
    read: Callable[[], TextModel],
    classifier: Classifier | None,
    to: Path,
    alive: Callable[[], None],
) -> float:
    """Writes the graph of the model that the child is to `read` into `to`; its CPU-seconds.

    What `alive` raises ends the child. PostilError without the exporter, RuntimeError when the
    child dies.
    """
    if not is_installed(EXPORTER):
        raise PostilError(
            f"The worker lacks {EXPORTER}, which writes the model. Run: {how_to_install()}"
        )
    with in_child(_write, read, classifier, to) as child:
        return float(awaited(child, alive))


def _write(
    parent: Connection, read: Callable[[], TextModel], classifier: Classifier | None, to: Path
) -> None:
    from workers.portable.graph import write_graph

    # It tells at every start which packages it could use and hasn't. torch has set levels by now.
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with without_looking():  # at a million objects of a graph, which are all in use: a sixth
        write_graph(read().eval(), classifier, to)
    parent.send(time.process_time())
