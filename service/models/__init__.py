"""The tables, one noun per file. Importing this package registers them all."""

from service.models.access import ApiToken, Invitation, Member, Session, SignInLink, WayBack
from service.models.annotation import Annotation, AnnotationClass, Note
from service.models.assignment import Assignment
from service.models.base import metadata
from service.models.certificate import Certificate, CertificateCheck, MachineLabel
from service.models.class_example import ClassExample
from service.models.comparison import Comparison
from service.models.counter import Counter
from service.models.decision import Decision, DecisionClass
from service.models.exposure import Exposure
from service.models.figure import Figure
from service.models.hunt_look import HuntLook
from service.models.imports import Import
from service.models.item import Item, ItemSource
from service.models.job import Job
from service.models.label import ItemClass, Label
from service.models.label_class import LabelClass
from service.models.look import Look
from service.models.measured import Measured
from service.models.past_work import PastWork
from service.models.project import Project
from service.models.ranking import Ranking
from service.models.round import Round
from service.models.setting_change import SettingChange
from service.models.shard import Embedding, Shard
from service.models.suggestion import Suggestion
from service.models.user import User
from service.models.view import View
from service.models.worker import Worker

__all__ = [
    "Annotation",
    "AnnotationClass",
    "ApiToken",
    "Assignment",
    "Certificate",
    "CertificateCheck",
    "ClassExample",
    "Comparison",
    "Counter",
    "Decision",
    "DecisionClass",
    "Embedding",
    "Exposure",
    "Figure",
    "HuntLook",
    "Import",
    "Invitation",
    "Item",
    "ItemClass",
    "ItemSource",
    "Job",
    "Label",
    "LabelClass",
    "Look",
    "MachineLabel",
    "Measured",
    "Member",
    "Note",
    "PastWork",
    "Project",
    "Ranking",
    "Round",
    "Session",
    "SettingChange",
    "Shard",
    "SignInLink",
    "Suggestion",
    "User",
    "View",
    "WayBack",
    "Worker",
    "metadata",
]
