"""What this room adds to others."""

from service.certify.kinds import request_when_checked
from service.certify.queries.statements import offered
from service.labelling.checks import AFTER_ANSWERS, CHECKS

CHECKS.add(offered)
AFTER_ANSWERS.add(request_when_checked)
