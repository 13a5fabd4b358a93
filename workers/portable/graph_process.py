"""A graph is written by a process of its own: 10 s of Python would hold up rounds and questions.

Half a gigabyte goes with it when it ends.
"""

import logging
import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from service.installation import how_to_install, is_installed
from service.kit.errors import PostilError
from service.ports import Classifier
from workers.encoders.text_model import TextModel
from workers.process import begin_as_child

EXPORTER = "onnxscript"
READER, REQUIRES = "encode_graph", ("numpy", "onnxruntime", "tokenizers")
"""What reads a graph in the zip, and the packages that it takes."""
LOOK_SECONDS = 5.0


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
    context = multiprocessing.get_context("spawn")  # there are threads here: a fork may hang
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_write, args=(read, classifier, to, theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        while not ours.poll(LOOK_SECONDS):
            alive()
        return float(ours.recv())
    except EOFError as error:
        raise RuntimeError("The process that wrote the model has died.") from error
    finally:
        child.kill()
        child.join()
        ours.close()


def _write(
    read: Callable[[], TextModel], classifier: Classifier | None, to: Path, parent: Connection
) -> None:
    begin_as_child()
    from workers.portable.graph import write_graph

    # It tells at every start which packages it could use and hasn't. torch has set levels by now.
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    write_graph(read().eval(), classifier, to)
    parent.send(time.process_time())
