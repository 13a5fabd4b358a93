"""What this room adds to others."""

from service.own_vectors.kinds import waiting_files
from service.projects.sweep import FILES_IN_USE

FILES_IN_USE.add(waiting_files)
