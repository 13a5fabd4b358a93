"""What docker-compose.yml promises, read from the file. The other tests run what it starts."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from service import cli
from service.kit.settings import Settings
from tests.production import compose, dockerfile
from tests.production.compose import ROOT, Unset
from tests.production.stack import CHOICES, SECRETS

SECRET = re.compile(r"PASSWORD|TOKEN|SECRET|KEY")
OTHERS = {
    **dict.fromkeys(
        (
            *("MAX_UPLOAD_BYTES", "MAX_PROJECT_ROWS", "MAX_PROJECT_BYTES", "MAX_TEXT_CHARS"),
            *("MIN_FREE_BYTES", "CACHE_BYTES", "ENCODER_IDLE_SECONDS"),
            *(
                "MEASURING_SECONDS_PER_LABEL",
                "TUNING_SECONDS_PER_LABEL",
                "CORE_WATTS",
                "GPU_WATTS",
                "CARBON_INTENSITY",
            ),
        ),
        "7",
    ),
    "VIEWS": "lexical",
    "CURRENCY": "USD",
}
"""Settings that are as in the class unless somebody chooses these instead."""
OF_API = {"host", "port", "api_processes", "admin_token", "session_days"}
OF_WORKERS = {"worker_threads", "pulse_file"}
OF_SQLITE = {"sqlite_synchronous"}
OF_REDIS = {"REDISCLI_AUTH"}
OF_POSTGRES = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}


@pytest.fixture(scope="module")
def services() -> dict[str, compose.Service]:
    return compose.services(SECRETS | CHOICES)


def example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_it_has_the_parts_of_a_production_run(services: dict[str, compose.Service]) -> None:
    assert set(services) == {
        *("postgres", "redis"),
        *("migrate", "api", "relay", "worker-cpu", "worker-gpu"),
    }
    assert {name for name, one in services.items() if one.profiles} == {"worker-gpu"}
    assert set(compose.document()["volumes"]) == {"postgres", "data"}


def test_every_variable_is_a_setting(services: dict[str, compose.Service]) -> None:
    """Which docs/settings.md documents, each; a misspelled one would do nothing, silently."""
    settings = {f"POSTIL_{name.upper()}" for name in Settings.model_fields}
    for name, service in services.items():
        known = settings if service.is_ours else OF_REDIS if name == "redis" else OF_POSTGRES
        assert set(service.environment) <= known, name
        if service.is_ours:
            given = {k.removeprefix("POSTIL_").lower(): v for k, v in service.environment.items()}
            Settings.model_validate(given)
    built = [stage.environment for stage in dockerfile.stages().values()]
    ours = {name for made in built for name in made if name.startswith("POSTIL_")}
    assert ours <= settings


def test_what_can_be_chosen_is_documented() -> None:
    page = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    table = page.partition("What `.env` may hold:")[2].partition("\n\nPeople")[0]
    names = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    chosen = set(compose.variables_in(compose.document()))
    assert set(re.findall(r"`(\w+)`", " ".join(names))) == chosen
    assert set(example()) <= chosen, "the file reads what .env.example sets"


def test_each_setting_reaches_who_may_read_it(services: dict[str, compose.Service]) -> None:
    """A limit on files is the API's, which takes them in, and the workers', who read them."""
    for part, others in (("api", OF_WORKERS), ("worker-cpu", OF_API), ("worker-gpu", OF_API)):
        given = {name.removeprefix("POSTIL_").lower() for name in services[part].environment}
        assert set(Settings.model_fields) - given == others | OF_SQLITE, part


@pytest.mark.parametrize("name", OTHERS)
def test_what_nobody_chooses_is_as_outside_of_containers(name: str) -> None:
    field = name.lower()
    other = getattr(Settings.model_validate({field: OTHERS[name]}), field)
    for chosen, wanted in (
        ({}, Settings.model_fields[field].default),
        ({f"POSTIL_{name}": OTHERS[name]}, other),
    ):
        for part in ("api", "worker-cpu", "worker-gpu"):
            given = compose.services(SECRETS | chosen)[part].environment[f"POSTIL_{name}"]
            assert getattr(Settings.model_validate({field: given}), field) == wanted


def test_secrets_come_from_outside() -> None:
    """Each must be given, nothing stands in for one, and the example has none."""
    demanded = {
        name for name, how in compose.variables_in(compose.document()).items() if how == ":?"
    }
    assert demanded == set(SECRETS)
    for name in demanded:
        assert example()[name] == ""
        with pytest.raises(Unset, match=f"{name}: set it to"):
            compose.services({**SECRETS, name: ""})


def test_no_secret_is_written() -> None:
    def written(node: Any, name: str = "") -> list[str]:
        if isinstance(node, dict):
            return [one for key, value in node.items() for one in written(value, str(key))]
        if isinstance(node, list):
            return [one for value in node for one in written(value, name)]
        text = compose.VARIABLE.sub("", str(node))
        with_password = re.search(r"://[^/@\s]*:[^/@\s]+@", text)
        return [f"{name}: {node}"] if with_password or (SECRET.search(name) and text) else []

    assert written(compose.document()["services"]) == []
    raw = yaml.safe_load("POSTGRES_PASSWORD: hunter2\nURL: redis://:hunter2@redis")
    assert len(written(raw)) == 2, "this test finds secrets"
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert ".env" in ignored, "the filled-in copy stays out of version control"


def test_its_commands_are_verbs_with_flags_that_they_know(
    services: dict[str, compose.Service],
) -> None:
    for service in services.values():
        if service.is_ours:
            verb, *arguments = service.command
            assert verb in cli.verbs()
            cli.load(verb).make_context(verb, arguments)
    assert services["worker-cpu"].command == ["worker", "--lanes", "cpu"]
    assert services["worker-gpu"].command == ["worker", "--lanes", "gpu"]


def test_nothing_starts_before_what_it_needs(services: dict[str, compose.Service]) -> None:
    assert services["migrate"].after == {"postgres": "service_healthy"}
    for name in ("api", "relay", "worker-cpu", "worker-gpu"):
        assert services[name].after == {
            "migrate": "service_completed_successfully",
            "redis": "service_healthy",
        }
    compose.in_order(services)


def test_what_ends_is_started_again(services: dict[str, compose.Service]) -> None:
    restarted = {name for name, one in services.items() if one.restart == "unless-stopped"}
    assert restarted == set(services) - {"migrate"}
    assert {name for name, one in services.items() if not one.health} == {"migrate"}


@pytest.mark.parametrize("name", ["relay", "worker-cpu", "worker-gpu"])
def test_who_has_no_pulse_is_not_well(
    services: dict[str, compose.Service], name: str, tmp_path: Path
) -> None:
    """Without one, or with one that is a minute old."""
    service = services[name]
    assert service.health is not None
    pulse = tmp_path / "pulse"
    program, *arguments = service.health
    here = [one.replace(service.environment["POSTIL_PULSE_FILE"], str(pulse)) for one in arguments]
    assert program == "python"
    assert here != arguments

    def is_well() -> bool:
        done = subprocess.run([sys.executable, *here], capture_output=True, check=False)
        return done.returncode == 0

    assert not is_well()
    pulse.touch()
    assert is_well()
    long_ago = time.time() - 90
    os.utime(pulse, (long_ago, long_ago))
    assert not is_well()


def test_one_volume_is_where_all_of_ours_write(services: dict[str, compose.Service]) -> None:
    written = compose.document()["services"]
    for name, service in services.items():
        if service.is_ours:
            assert written[name]["volumes"] == ["data:/data"]
            assert service.environment["POSTIL_DATA_DIR"] == "/data"
            assert service.environment["POSTIL_BLOB_URL"] == "file:///data/blobs"


def test_each_has_an_end_to_its_memory() -> None:
    """Nobody's growth takes the machine from the database."""
    limits = {
        name: compose.interpolate(str(one.get("mem_limit", "")), {})
        for name, one in compose.document()["services"].items()
    }
    assert {name for name, limit in limits.items() if not re.fullmatch(r"\d+[mg]", limit)} == set()


def test_workers_let_those_go_first_for_whom_people_wait() -> None:
    """As a niceness of 5 does outside of containers, which Linux weighs against each other."""
    written = compose.document()["services"]
    shares = {name: one["cpu_shares"] for name, one in written.items() if "cpu_shares" in one}
    assert shares == {"worker-cpu": 341, "worker-gpu": 341}


def test_redis_asks_for_a_password(services: dict[str, compose.Service]) -> None:
    redis, password = services["redis"], SECRETS["REDIS_PASSWORD"]
    assert redis.command[:3] == ["redis-server", "--requirepass", password]
    assert redis.environment == {"REDISCLI_AUTH": password}
    for name, service in services.items():
        if service.is_ours:
            url = service.environment["POSTIL_BROKER_URL"]
            assert url == f"redis://:{password}@redis:6379/0", name


def test_gpus_are_those_of_the_nvidia_runtime() -> None:
    gpu = compose.document()["services"]["worker-gpu"]
    [device] = gpu["deploy"]["resources"]["reservations"]["devices"]
    assert (device["driver"], device["capabilities"]) == ("nvidia", ["gpu"])
    assert gpu["build"]["args"] == {"TORCH_INDEX": ""}, "torch with CUDA"
    assert gpu["profiles"] == ["gpu"]


def test_each_image_is_built_by_one_service(services: dict[str, compose.Service]) -> None:
    stages = dockerfile.stages()
    built = [(one.image, one.target) for one in services.values() if one.target]
    assert {target for _, target in built} <= set(stages)
    assert sorted(image for image, _ in built) == sorted(
        {one.image for one in services.values() if one.is_ours}
    )


def test_the_api_is_published_to_this_machine_only() -> None:
    assert compose.document()["services"]["api"]["ports"] == ["${API_ADDRESS:-127.0.0.1:8765}:8765"]
    assert all(
        "ports" not in one for n, one in compose.document()["services"].items() if n != "api"
    )
