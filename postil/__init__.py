"""Postil from Python: texts in, labels and a model out.

    project = postil.connect().create("Tickets", classes=["refund", "card", "other"])
    project.add("tickets.csv", text="message")

A client of the service's HTTP API, with httpx and nothing else. docs/python.md walks through it.
"""

from postil.connection import Connection
from postil.errors import (
    ImportFailed,
    NoProject,
    NoToken,
    PostilError,
    Refused,
    StillWorking,
    Unreachable,
)
from postil.figures import Curve
from postil.item import Item
from postil.model import Model
from postil.project import Project
from postil.rest import Certificate, Rest
from postil.server import Server, connect
from postil.table import Table

__version__ = "0.1.0"

__all__ = [
    "Certificate",
    "Connection",
    "Curve",
    "ImportFailed",
    "Item",
    "Model",
    "NoProject",
    "NoToken",
    "PostilError",
    "Project",
    "Refused",
    "Rest",
    "Server",
    "StillWorking",
    "Table",
    "Unreachable",
    "connect",
]
