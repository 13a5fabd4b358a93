"""What this room adds to others."""

from service.in_use.tally import tally_texts
from service.model.predict_texts import TALLIES

TALLIES.add(tally_texts)
