"""Routes of rooms that may be absent."""

from fastapi import APIRouter

from service.kit.rooms import Additions

ROUTERS: Additions[APIRouter] = Additions("routes")
"""They are tried after those of the rooms that are always there."""
