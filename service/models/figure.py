from sqlmodel import Field, SQLModel

from service.models.base import foreign_key, typed_json
from service.models.measured import InPart


class Figure(SQLModel, table=True):
    """What the measurement of a round found: a point of the curve."""

    __tablename__ = "figure"

    project_id: int = foreign_key("project.id", primary_key=True)
    round: int = Field(primary_key=True)
    """Its number."""
    strategy: str
    labels: int
    known_answers: int
    """Labels among them that came with files."""
    audit_labels: int
    annotator_seconds: float
    compute_seconds: float
    """CPU and GPU of all jobs until then."""
    estimate: float | None
    """Share of the pool's items that the released head gets right, labelled ones when it hasn't
    seen their labels; null below so many audit items that it would say nothing."""
    low: float
    high: float
    estimator: str
    """The name and version of what estimated it."""
    macro_f1: float | None
    of_sets: InPart | None = typed_json(InPart)
    """Where an answer is a set of classes; each `value` is null where `estimate` is."""
    test_value: float | None
    """Accuracy on the project's evaluation set, with its interval; null where it has none."""
    test_low: float | None
    test_high: float | None
    test_macro_f1: float | None
    test_items: int | None
    test_of_sets: InPart | None = typed_json(InPart)
