from fastapi import APIRouter

from service.api.door import Guarded
from service.api.who_may import EngineerReader
from service.loop.figures.shapes.bill import Bill
from service.loop.figures.show_bill import show_bill

router = APIRouter(prefix="/projects/{project_id}", tags=["bill"], route_class=Guarded)


@router.get("/bill")
def get_bill(reader: EngineerReader) -> Bill:
    """What the project has cost so far: people, money, computing, bytes, energy."""
    return show_bill(reader.uow, reader.app.settings, reader.project_id)
