from typing import Any

from sqlmodel import Field, SQLModel

from service.models.base import foreign_key, nullable_json


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
    estimate: float | None = None
    """Share of the pool's items that the released head gets right, labelled ones when it hasn't
    seen their labels; null below so many audit items that it would say nothing."""
    low: float
    high: float
    estimator: str
    """The name and version of what estimated it."""
    macro_f1: float | None = None
    of_sets: dict[str, Any] | None = nullable_json()
    """Where an answer is a set of classes: by the name of a metric that counts what is right in
    part, its `value`, null where `estimate` is, with its interval, `low` and `high`."""
    test_value: float | None = None
    """Accuracy on the project's evaluation set, with its interval; null where it has none."""
    test_low: float | None = None
    test_high: float | None = None
    test_macro_f1: float | None = None
    test_items: int | None = None
    test_of_sets: dict[str, Any] | None = nullable_json()
