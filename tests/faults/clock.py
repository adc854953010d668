"""Run Celery with its clock set back by an hour: `python -m tests.faults.clock ARGUMENTS`."""

import sys
from datetime import UTC, datetime, timedelta

import time_machine
from celery.__main__ import main

time_machine.travel(datetime.now(UTC) - timedelta(hours=1)).start()
sys.exit(main())
