"""The tables as statements name them, past the ORM: each has one name here."""

from service.models import metadata

ANNOTATIONS = metadata.tables["annotation"]
ANNOTATION_CLASSES = metadata.tables["annotation_class"]
ASSIGNMENTS = metadata.tables["assignment"]
CLASSES = metadata.tables["label_class"]
EMBEDDINGS = metadata.tables["embedding"]
IMPORTS = metadata.tables["import"]
INVITATIONS = metadata.tables["invitation"]
ITEMS = metadata.tables["item"]
ITEM_CLASSES = metadata.tables["item_class"]
JOBS = metadata.tables["job"]
LABELS = metadata.tables["label"]
LINKS = metadata.tables["sign_in_link"]
NOTES = metadata.tables["note"]
PROJECTS = metadata.tables["project"]
RANKINGS = metadata.tables["ranking"]
SESSIONS = metadata.tables["session"]
SOURCES = metadata.tables["item_source"]
TOKENS = metadata.tables["api_token"]
USERS = metadata.tables["user"]
WAYS_BACK = metadata.tables["way_back"]
