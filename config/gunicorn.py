"""How gunicorn serves the site: `gunicorn --config python:config.gunicorn config.wsgi`."""

import os

bind = os.environ.get("BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Threads wait for the database while others work, and keep a proxy's connections open.
worker_class = "gthread"
threads = 4
keepalive = 15
timeout = 60
graceful_timeout = 30
# A worker is replaced now and then, so that a leak in any library stays small.
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm"  # noqa: S108 - memory, not a file that others could plant
preload_app = False
