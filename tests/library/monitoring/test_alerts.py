"""The alerts of docs/alerts.yml use metrics that exist, with the limits of the checks."""

import re

import pytest
import yaml

from library.monitoring import metrics
from library.monitoring.worker_heartbeat import MAX_AGE
from library.pages.status.servers import MAX_WAITING
from tests.paths import ROOT

RULES = {
    rule["alert"]: rule["expr"]
    for group in yaml.safe_load((ROOT / "docs" / "alerts.yml").read_text())["groups"]
    for rule in group["rules"]
}
NOT_COUNTED = {"counterpoint_heartbeat_age_seconds", "counterpoint_queue_depth"}
"""Gauges that are read when Prometheus asks."""


def known() -> set[str]:
    registry = metrics.process_registry()
    names = set(NOT_COUNTED)
    for family in registry.collect():
        suffix = {"counter": "_total", "histogram": "_bucket"}.get(family.type, "")
        names.add(f"{family.name}{suffix}")
    return names


@pytest.mark.parametrize("name", RULES)
def test_an_alert_uses_metrics_that_exist(name: str) -> None:
    assert set(re.findall(r"counterpoint_\w+", RULES[name])) <= known()


def test_limits_are_those_of_the_status_page() -> None:
    assert RULES["NoHeartbeat"].endswith(f"> {MAX_AGE:.0f}")
    assert RULES["LongQueue"].endswith(f"> {MAX_WAITING}")
