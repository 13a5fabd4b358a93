"""Grams of CO2e that a kilowatt-hour of electricity comes to, by country.

From codecarbon 3.3.2 (MIT), which has them from Our World in Data: the mean of the last year known.
"""

import csv
from importlib.resources import files
from typing import Any

TABLE = "carbon_intensity.csv"


def intensity(value: Any) -> Any:
    """Of a country given by its three letters (ISO 3166); anything else is left as it is.

    Raises:
        ValueError: no such country is known.
    """
    if not isinstance(value, str) or not value.strip().isalpha():
        return value
    code = value.strip().upper()
    lines = (files("service.kit") / TABLE).read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(lines):
        if row["code"] == code:
            return float(row["grams_per_kwh"])
    raise ValueError(f"{value!r} is no number, nor one of the countries in service/{TABLE}")
