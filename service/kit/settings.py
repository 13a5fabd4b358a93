"""Every setting there is, read from environment variables that start with `POSTIL_`."""

import csv
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

TABLE = "carbon_intensity.csv"


def intensity(value: Any) -> Any:
    """Grams of CO2e a kilowatt-hour comes to in a country given by three letters (ISO 3166);
    anything else is left as it is.

    From codecarbon 3.3.2 (MIT), which has them from Our World in Data: the mean of the last year
    known.

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


def _without_slash(url: str) -> str:
    return url.rstrip("/")


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="POSTIL_", frozen=True)

    data_dir: Annotated[Path, Field(description="Where the SQLite file and the blobs live.")] = (
        Path("postil-data")
    )
    host: Annotated[str, Field(description="Address the API binds.")] = "127.0.0.1"
    port: Annotated[
        int, Field(description="Port of the API; `serve` takes the next free one.", ge=0, le=65535)
    ] = 8765
    api_processes: Annotated[
        int, Field(description="Processes that `api` answers with, on one port.", gt=0)
    ] = 1
    database_url: Annotated[
        str | None,
        Field(description="SQLAlchemy URL of PostgreSQL; empty: SQLite in the data directory."),
    ] = None
    sqlite_synchronous: Annotated[
        Literal["NORMAL", "FULL"],
        Field(description="FULL: answers on SQLite outlive a power cut. NORMAL: some may not."),
    ] = "FULL"
    broker_url: Annotated[
        str | None,
        Field(description="Redis URL for Celery; empty: jobs reach the one worker without."),
    ] = None
    blob_url: Annotated[
        str | None,
        Field(description="fsspec URL for arrays and uploads; empty: the data directory."),
    ] = None
    encoder: Annotated[
        str, Field(description="Encoder of new projects: a name, or `name:MODEL`.")
    ] = "sentence_transformer"
    views: Annotated[
        str,
        Field(description="Further encoders of new projects, by commas; missing ones come later."),
    ] = "lexical,small,tuned"
    encoder_models: Annotated[
        str | None,
        Field(description="Models that projects may name as `name:MODEL`, by commas; `*`: any."),
    ] = None
    currency: Annotated[
        str, Field(description="Of new projects' prices, an ISO 4217 code.", pattern="^[A-Z]{3}$")
    ] = "EUR"
    admin_token: Annotated[
        SecretStr | None, Field(description="An API token with the role admin, fixed from outside.")
    ] = None
    public_url: Annotated[
        Annotated[str, AfterValidator(_without_slash)] | None,
        Field(description="Address people reach the page at, when it is not host and port."),
    ] = None
    max_upload_bytes: Annotated[
        int, Field(description="Largest body an import may have, in bytes.", gt=0)
    ] = 4 * 1024**3
    max_project_rows: Annotated[
        int, Field(description="Rows that a project's imports may have together.", gt=0)
    ] = 5_000_000
    max_project_bytes: Annotated[
        int, Field(description="Bytes that a project's imports may have, unpacked.", gt=0)
    ] = 16 * 1024**3
    max_text_chars: Annotated[
        int, Field(description="Longest text of an item, in characters.", gt=0)
    ] = 200_000
    min_free_bytes: Annotated[
        int, Field(description="Bytes of the disk that uploads and vectors leave free.", ge=0)
    ] = 256 * 1024**2
    session_days: Annotated[int, Field(description="How long a sign-in lasts.", gt=0)] = 30
    worker_threads: Annotated[
        int, Field(description="Threads a worker gives to numeric libraries.", gt=0)
    ] = 2
    cache_bytes: Annotated[
        int,
        Field(description="What a process keeps in memory for later requests, in bytes.", ge=0),
    ] = 192 * 1024**2
    encoder_idle_seconds: Annotated[
        float,
        Field(description="After so long without use a worker's encoders leave memory.", gt=0),
    ] = 300.0
    measuring_seconds_per_label: Annotated[
        float,
        Field(description="CPU-seconds that measuring may spend for each new label.", gt=0),
    ] = 0.4
    tuning_seconds_per_label: Annotated[
        float,
        Field(
            description="CPU-seconds that teaching an encoder may spend per new label; 0: never.",
            ge=0,
        ),
    ] = 4.0
    core_watts: Annotated[
        float,
        Field(description="Power of a busy core, for the bill's energy.", gt=0, le=1_000),
    ] = 10.0
    gpu_watts: Annotated[
        float | None,
        Field(description="Power of a busy GPU, for the bill's energy.", gt=0, le=10_000),
        BeforeValidator(_none_if_empty),
    ] = None
    carbon_intensity: Annotated[
        float,
        BeforeValidator(intensity),
        Field(
            description="Grams of CO2e that a kWh of electricity comes to, or three letters of a "
            "country, as `DEU`.",
            ge=0,
            le=10_000,
        ),
    ] = 473.0
    pulse_file: Annotated[
        Path | None,
        Field(description="File that a relay or worker touches while it gets through."),
    ] = None

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.sqlite_file.absolute()}"

    @property
    def sqlite_file(self) -> Path:
        """The database, when there is no other."""
        return self.data_dir / "postil.sqlite3"

    @property
    def blobs(self) -> str:
        return self.blob_url or (self.data_dir / "blobs").absolute().as_uri()


def settings_with(**values: Any) -> Settings:
    """The settings of the environment, with what was given on the command line instead."""
    return Settings(**{name: value for name, value in values.items() if value is not None})


def make_data_folder(folder: Path) -> None:
    """Unless it is there. It may lie in a checkout, one `git add` away from being published."""
    if folder.is_dir():
        return
    folder.mkdir(0o700, parents=True)
    hide_from_git(folder)


def hide_from_git(folder: Path) -> None:
    ignored = folder / ".gitignore"
    ignored.touch(0o600)
    ignored.write_text("*\n")
