from typing import Annotated, cast

from pydantic import Field

from service.kit.fields import Body, Response, RowId
from service.loop.projects.change_classes import ClassFields
from service.loop.projects.new_classes import Colour
from service.loop.projects.new_classes import NewClass as Wanted
from service.vocabulary import ClassState

Name = Annotated[str, Field(min_length=1, max_length=200)]
Key = Annotated[str, Field(max_length=1, description="A digit; the first ten get 1 to 9 and 0.")]
Description = Annotated[str, Field(max_length=2_000)]


class NewClass(Body):
    name: Name
    key: Key | None = None
    description: Description = ""
    colour: Colour | None = None

    def wanted(self) -> Wanted:
        return Wanted(self.name, self.key, self.description, self.colour)


class ClassChange(Body):
    name: Name | None = None
    key: Annotated[str | None, Field(max_length=1, description="Null: none.")] = None
    description: Description | None = None
    colour: Colour | None = None

    def fields(self) -> ClassFields:
        """What was sent and nothing else."""
        return cast("ClassFields", self.model_dump(exclude_unset=True))


class ClassOrder(Body):
    ids: Annotated[
        list[RowId],
        Field(max_length=1_000, description="Of all the classes that are offered, in order."),
    ]


class Merge(Body):
    into: Annotated[RowId, Field(description="The class that it means from now on.")]
    dry_run: Annotated[bool, Field(description="Only say how much it changes.")] = False


class MergeResponse(Response):
    labels: Annotated[int, Field(description="That have another class by it.")]
    decided_anew: Annotated[
        int, Field(description="Items of which people said different things, one of them this.")
    ]


class ClassResponse(Response):
    id: int
    name: str
    key: str | None
    code: Annotated[
        str | None,
        Field(description="Two letters that answer with it, for good; null after 676 classes."),
    ]
    description: str
    colour: str | None
    position: int


class ClassDetailResponse(ClassResponse):
    state: ClassState
    merged_into: Annotated[int | None, Field(description="The id of the class that it means.")]
    labels: Annotated[
        int | None,
        Field(description="That mean it, whatever they were given as. Null for annotators."),
    ]
