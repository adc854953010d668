"""Ports, roles and limits of docker-compose.yml, and keys that Redis may evict."""

import re
from urllib.parse import urlsplit

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


def test_web_and_workers_use_the_role_that_the_script_makes() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    script = (ROOT / "config" / "postgres" / "1-role.sql").read_text()

    for service in services.values():
        if "build" in service:
            url = urlsplit(re.sub(r"\$\{.*?\}", "secret", service["environment"]["DATABASE_URL"]))
            assert f"CREATE ROLE {url.username} LOGIN NOSUPERUSER " in script
            assert f"CREATE DATABASE {url.path[1:]} OWNER {url.username} " in script
    # No name of its own: the image makes that role a superuser.
    assert "POSTGRES_USER" not in services["postgres"]["environment"]
    assert "./config/postgres:/docker-entrypoint-initdb.d:ro" in services["postgres"]["volumes"]


def test_postgresql_is_healthy_only_after_its_scripts() -> None:
    """During the scripts it listens on its socket only, and nothing could migrate."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    assert services["postgres"]["healthcheck"]["test"][:4] == [
        "CMD",
        "pg_isready",
        "-h",
        "127.0.0.1",
    ]


def test_every_service_has_limits() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    for name, service in services.items():
        assert service["mem_limit"], name
        assert service["pids_limit"], name
        assert all(":size=" in each for each in service.get("tmpfs", ())), name


def test_nginx_closes_idle_connections_before_gunicorn_does() -> None:
    """Otherwise a POST on a connection that gunicorn has just closed is a 502."""
    upstream = (ROOT / "config/nginx.conf").read_text().partition("upstream web {")[2]
    nginx = re.search(r"^ *keepalive_timeout (\d+)s;$", upstream.partition("}")[0], re.M)
    gunicorn = re.search(r"^keepalive = (\d+)$", (ROOT / "config/gunicorn.py").read_text(), re.M)

    assert nginx
    assert gunicorn
    assert int(nginx[1]) < int(gunicorn[1])


def test_the_proxy_restarts_with_web() -> None:
    """It looks up the address of web only once, and a new container may have another."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    assert services["proxy"]["depends_on"]["web"]["restart"] is True
