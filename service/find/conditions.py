"""Looks at items, to find out whether they are of a class."""

from sqlalchemy import select

from service.find.tables import HUNT_LOOKS
from service.pool.queries.conditions import LOOKS

LOOKS.add(
    select(
        HUNT_LOOKS.c.id,
        HUNT_LOOKS.c.item_id,
        HUNT_LOOKS.c.class_id,
        HUNT_LOOKS.c.found,
        HUNT_LOOKS.c.looked_at.label("at"),
    ).where(HUNT_LOOKS.c.live)
)
