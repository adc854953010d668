"""Real faults in production processes: nothing is lost, nothing is done twice.

Run by `make faults`. Each test kills processes or servers of its own PostgreSQL and Redis.
"""

import os
import random
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.faults.proxy import proxy_of
from tests.faults.stage import WHOLE, Stage, limit_files, wait_for
from tests.paths import ROOT

pytestmark = pytest.mark.faults

KILLS = int(os.environ.get("KILLS", "50"))
EPISODES = int(os.environ.get("EPISODES", "200"))
SEED = 20261125
SOME = 1_000
"""Bytes: processes test whether they can write a few when they look for a folder."""
EDITOR = (
    "from tests.make import *; make_draft();print(create_token(make_account('edna', 'Editor'))[1])"
)
"""Creates a draft and an editor, and prints the secret of her token."""


def status_of(address: str) -> int:
    try:
        return httpx.get(address, timeout=20).status_code
    except httpx.TransportError:
        return 0


def test_workers_killed_at_random_moments_lose_and_repeat_nothing(stage: Stage) -> None:
    chance = random.Random(SEED)
    stage.fill(EPISODES, long=True, earlier=True)
    stage.rescore()
    progress = []
    for _ in range(KILLS):
        before = stage.done()
        with stage.worker():
            stage.sweep_until(lambda before=before: stage.done() > before or over(stage))  # type: ignore[misc]
            time.sleep(chance.uniform(0, 0.4))
        progress.append(stage.done())
        # Nothing is half written, and what is not rescored yet stands as it stood.
        assert stage.faults(WHOLE) == {}
        assert stage.database.one("SELECT count(*) FROM scoring_assessment WHERE leads") == EPISODES
        if progress[-1] == EPISODES:
            stage.age()
            stage.rescore()

    died = stage.database.one("SELECT count(*) FROM library_jobitem WHERE state = 'failed'")
    with stage.worker():
        stage.sweep_until(lambda: over(stage))
        # At these items three workers died; an editor lets them be tried again.
        stage.ask(
            "from library.services.jobs import *; [retry_job(job) for job in Job.objects.all()]"
        )
        stage.sweep_until(lambda: over(stage) and stage.done() == EPISODES)

    print(f"{KILLS} kills, rescored at each: {progress}; items with three deaths: {died}")  # noqa: T201
    assert stage.tell("workers killed") == {}


def over(stage: Stage) -> bool:
    waits = "SELECT count(*) FROM library_jobitem WHERE state IN ('waiting', 'running')"
    return stage.database.one(waits) == 0


def test_a_killed_redis_loses_messages_but_no_work(stage: Stage) -> None:
    stage.fill(40)
    stage.queue()
    with stage.web() as site, stage.worker(1):
        wait_for(lambda: stage.done() >= 3)
        stage.redis.stop()
        wait_for(lambda: status_of(f"{site}/episodes/talk-0/") == 200)
        assert httpx.get(f"{site}/readyz", timeout=20).json()["status"] == "degraded"

        stage.redis.start()
        stage.sweep_until(lambda: stage.done() == 40 and over(stage))
        wait_for(lambda: status_of(f"{site}/episodes/talk-39/") == 200)

    assert stage.tell("Redis stopped") == {}


def test_the_api_reads_and_writes_while_redis_is_down(stage: Stage) -> None:
    secret = stage.ask(EDITOR)
    editor = {"Authorization": f"Bearer {secret}"}
    words = "WEBVTT\n\n" + "".join(
        f"00:{n:02}.000 --> 00:{n:02}.900\n<v Ann>The model was trained on clean data.\n\n"
        for n in range(1, 40)
    )
    with stage.web() as site, stage.worker(1):
        drafts = f"{site}/api/v1/drafts"
        wait_for(lambda: status_of(f"{site}/healthz") == 200)
        stage.redis.stop()
        for address in ("episodes/", "shows/", "map/", "search/?q=model"):
            assert status_of(f"{site}/api/v1/{address}") == 200, address
        begun = time.monotonic()
        uploaded = httpx.post(
            f"{drafts}/a-bare-draft/transcript/?kind=publisher",
            content=words, headers={**editor, "Content-Type": "text/vtt"}, timeout=20,
        )  # fmt: skip
        started = httpx.post(f"{drafts}/a-bare-draft/scoring/", headers=editor, timeout=20)
        took = time.monotonic() - begun
        assert (uploaded.status_code, started.status_code) == (201, 202)
        assert stage.done() == 0

        stage.redis.start()
        stage.sweep_until(lambda: over(stage))

    print(f"an upload and a scoring without Redis: {took:.1f} s")  # noqa: T201
    assert stage.tell("Redis down for the API") == {}


def test_a_postgresql_crash_gives_503_and_then_work_continues(stage: Stage) -> None:
    stage.fill(40)
    stage.queue()
    with stage.web() as site, stage.worker(1):
        wait_for(lambda: status_of(f"{site}/healthz") == 200)
        wait_for(lambda: stage.done() >= 3)
        stage.database.stop()
        assert status_of(f"{site}/episodes/talk-0/") == 503
        assert status_of(f"{site}/api/v1/episodes/") == 503
        assert status_of(f"{site}/readyz") == 503
        assert status_of(f"{site}/healthz") == 200

        stage.database.start()
        wait_for(lambda: status_of(f"{site}/episodes/talk-0/") == 200)
        stage.sweep_until(lambda: stage.done() == 40 and over(stage))

    assert stage.tell("PostgreSQL crashed") == {}


def test_a_lost_message_is_found_by_the_sweep(stage: Stage) -> None:
    stage.fill(6)
    stage.queue()
    stage.redis.stop()  # and with it every message that was queued
    stage.redis.start()
    with stage.worker(1):
        time.sleep(5)
        assert stage.done() == 0
        stage.queue()
        wait_for(lambda: stage.done() == 6 and over(stage))

    assert stage.tell("messages lost") == {}


def test_two_workers_on_one_transcript_score_it_once(stage: Stage) -> None:
    stage.fill(1, long=True)
    for _ in range(8):
        stage.queue()
    with stage.worker(2), stage.worker(2):
        wait_for(lambda: stage.done() == 1)
        time.sleep(3)

    assert stage.tell("two workers at one") == {}


def test_a_worker_with_its_clock_set_back_rescores(stage: Stage) -> None:
    stage.fill(6, earlier=True)
    stage.rescore()
    with stage.worker(1, program="tests.faults.clock"):
        stage.sweep_until(lambda: over(stage))

    early = "SELECT count(*) FROM scoring_assessment WHERE created_at < now() - interval '50 min'"
    assert stage.database.one(early) == 6
    assert stage.tell("clock set back") == {}


def test_a_request_sent_twice_at_once_is_run_once(stage: Stage) -> None:
    secret = stage.ask(EDITOR)
    said = {"title": "Sent twice", "show": "bare"}
    with stage.web() as site, ThreadPoolExecutor(8) as senders:
        wait_for(lambda: status_of(f"{site}/healthz") == 200)

        def send(_: int) -> int:
            headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "one"}
            return httpx.post(f"{site}/api/v1/drafts/", json=said, headers=headers).status_code

        answers = list(senders.map(send, range(24)))

    # Who comes while it is being done is told to come again.
    assert set(answers) <= {201, 409}
    assert 201 in answers
    assert (
        stage.database.one("SELECT count(*) FROM library_episode WHERE title = 'Sent twice'") == 1
    )


def test_a_full_disk_loses_no_upload_and_leaves_no_partial_dump(
    stage: Stage, tmp_path: Path
) -> None:
    secret = stage.ask(EDITOR)
    said = ("{0:02}:{1:02}.000 --> {0:02}:{1:02}.900\n" + "word " * 200).format
    words = "WEBVTT\n\n" + "\n\n".join(said(*divmod(n, 60)) for n in range(3_000))
    with stage.web(most_bytes=SOME) as site:
        wait_for(lambda: status_of(f"{site}/healthz") == 200)
        uploaded = httpx.post(
            f"{site}/api/v1/drafts/a-bare-draft/transcript/",
            data={"kind": "publisher"},
            files={"file": ("talk.vtt", words.encode())},
            headers={"Authorization": f"Bearer {secret}"},
            timeout=60,
        )
    assert (len(words) > 2_900_000, uploaded.status_code) == (True, 201), uploaded.text

    folder = tmp_path / "dumps"
    kept: set[Path] = set()
    for most_bytes, ending in ((None, 0), (SOME, 1)):
        done = subprocess.run(
            [sys.executable, "manage.py", "dump_library", "--output", str(folder)],
            cwd=ROOT,
            env=stage.environment,
            capture_output=True,
            text=True,
            preexec_fn=partial(limit_files, most_bytes),
        )
        assert done.returncode == ending, done.stderr
        kept = kept or set(folder.iterdir())
        assert set(folder.iterdir()) == kept
    assert done.stderr == f"CommandError: {folder}: File too large\n"


SLOW_CLIENTS = 16
"""As many as the threads of two web processes twice over."""


def open_slow(site: str, request: str) -> socket.socket:
    """Send the beginning of a request over a connection that accepts little at a time."""
    parts = urlsplit(site)
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    client.connect((parts.hostname, parts.port))
    client.sendall(request.replace("\n", "\r\n").encode())
    return client


def test_slow_clients_do_not_delay_others(stage: Stage) -> None:
    stage.fill(1, long=True)
    body = "POST /admin/login/ HTTP/1.1\nHost: 127.0.0.1\nContent-Length: 100000\n\nname="
    page = "GET /episodes/talk-0/transcript/ HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n\n"
    with stage.web() as web, proxy_of(web) as site:
        wait_for(lambda: status_of(f"{site}/episodes/talk-0/transcript/") == 200)
        slow = [open_slow(site, text) for text in (body, page) for _ in range(SLOW_CLIENTS)]
        took = []
        for _ in range(20):
            for client in slow[:SLOW_CLIENTS]:
                client.send(b"x")
            begun = time.monotonic()
            assert status_of(f"{site}/healthz") == 200
            took.append(time.monotonic() - begun)
            time.sleep(0.1)
        for client in slow:
            client.close()

    print(f"slowest /healthz beside {2 * SLOW_CLIENTS} slow clients: {max(took):.2f} s")  # noqa: T201
    assert max(took) < 1
