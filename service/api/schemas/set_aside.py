from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.kit.fields import Response


class SetAsideCountResponse(Response):
    answers: Annotated[int, Field(description="That count no longer, or again, by this call.")]


class SetAsideResponse(Response):
    user_id: int
    name: str
    answers: Annotated[int, Field(description="That count no longer.")]
    at: Annotated[datetime, Field(description="When the last of them was set aside.")]
