"""All tables: who needs the whole schema imports it from here."""

from service.certify.tables import Certificate, CertificateCheck, MachineLabel
from service.db.columns import metadata
from service.find.tables import HuntLook
from service.jobs.tables import Job, PastWork, Worker
from service.labelling.tables import Annotation, AnnotationClass, Assignment, Note
from service.model.in_use.tables import DayOfUse, DriftRecord
from service.people.tables import ApiToken, Invitation, Member, Session, SignInLink, User, WayBack
from service.pool.tables.classes import ClassExample, LabelClass
from service.pool.tables.items import Exposure, Import, Item, ItemSource
from service.pool.tables.labels import Decision, DecisionClass, ItemClass, Label
from service.pool.tables.projects import Counter, Project, SettingChange, View
from service.practice.tables import PracticeText
from service.rounds.tables.rounds import Figure, Ranking, Round, Suggestion, TargetLook
from service.trials.tables import EncoderTrial
from service.vectors.tables import Embedding, Shard

__all__ = [
    "Annotation",
    "AnnotationClass",
    "ApiToken",
    "Assignment",
    "Certificate",
    "CertificateCheck",
    "ClassExample",
    "Counter",
    "DayOfUse",
    "Decision",
    "DecisionClass",
    "DriftRecord",
    "Embedding",
    "EncoderTrial",
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
    "MachineLabel",
    "Member",
    "Note",
    "PastWork",
    "PracticeText",
    "Project",
    "Ranking",
    "Round",
    "Session",
    "SettingChange",
    "Shard",
    "SignInLink",
    "Suggestion",
    "TargetLook",
    "User",
    "View",
    "WayBack",
    "Worker",
    "metadata",
]
