from fastapi import APIRouter

from service.figures.shapes.bill import Bill
from service.figures.show_bill import show_bill
from service.web.door import Guarded
from service.web.who_may import EngineerReader

router = APIRouter(prefix="/projects/{project_id}", tags=["bill"], route_class=Guarded)


@router.get("/bill")
def get_bill(reader: EngineerReader) -> Bill:
    """What the project has cost so far: people, money, computing, bytes, energy."""
    return show_bill(reader.uow, reader.app.settings, reader.project_id)
