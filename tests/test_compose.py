"""Ports that docker-compose.yml exposes, and keys that Redis may evict."""

import re

import yaml

from tests.paths import ROOT

WORKERS = {"worker": "counterpoint", "scoring-worker": "counterpoint-scoring"}
"""Workers in the compose file, and the queue of each."""


def test_the_workers_of_the_compose_file_serve_their_metrics_to_their_network_only() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    for name in WORKERS:
        worker = services[name]
        assert worker["expose"] == [str(worker["environment"]["WORKER_METRICS_PORT"])]
        assert "ports" not in worker
        assert worker["environment"].items() > services["web"]["environment"].items()
    others = [each for name, each in services.items() if name not in WORKERS]
    assert not any(
        "WORKER_METRICS_PORT" in each["environment"] for each in others if "build" in each
    )


def test_each_queue_has_a_worker_of_its_own() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    for name, queue in WORKERS.items():
        command = services[name]["command"].replace("${CELERY_QUEUE:-counterpoint}", "counterpoint")
        assert f" -Q {queue} " in command


def test_the_stop_grace_period_exceeds_the_graceful_timeout() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    given = int(services["web"]["stop_grace_period"].removesuffix("s"))
    said = re.search(r"^graceful_timeout = (\d+)$", (ROOT / "config/gunicorn.py").read_text(), re.M)

    assert said
    assert given > int(said[1])


def test_a_full_redis_evicts_cached_pages_and_no_messages() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    command = services["redis"]["command"]

    assert "--maxmemory " in command
    assert "--maxmemory-policy volatile-lru" in command


def test_every_service_rotates_its_log() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    for name, service in services.items():
        assert service["logging"]["options"] == {"max-size": "20m", "max-file": "5"}, name
