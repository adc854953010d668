"""Structured logging: JSON in production, readable lines in development.

Lines logged during a request contain the request ID. Lines logged by a task contain the task ID and
the ID of the request that queued the task.
"""

import logging
from typing import Any

import structlog
from django.core.exceptions import ImproperlyConfigured

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
]

PLAIN = structlog.dev.plain_traceback
"""Traceback formatter that omits local variables, because they can contain secrets."""

STRUCTLOG = {
    "DJANGO_STRUCTLOG_CELERY_ENABLED": True,
    # Privacy: do not log IP addresses or accounts.
    "DJANGO_STRUCTLOG_IP_LOGGING_ENABLED": False,
    "DJANGO_STRUCTLOG_USER_ID_FIELD": "",
    "DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID": False,
    "DJANGO_STRUCTLOG_TRUST_UPSTREAM_CORRELATION_ID": False,
    "DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL": logging.DEBUG,
}


def logging_settings(*, level: str, as_json: bool) -> dict[str, Any]:
    """Configure structlog, and return a LOGGING setting that formats all log lines the same way."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    renderers: list[Any] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if as_json
        else [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=PLAIN)]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *renderers,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
    }


def start_sentry(dsn: str) -> None:
    """Start error reporting to Sentry, without IP addresses, cookies or accounts.

    Raises ImproperlyConfigured if sentry-sdk is not installed.
    """
    try:
        import sentry_sdk  # noqa: PLC0415 - optional dependency
    except ImportError:
        raise ImproperlyConfigured(
            "SENTRY_DSN requires an extra: pip install 'counterpoint[sentry]'"
        ) from None
    sentry_sdk.init(dsn, send_default_pii=False, max_request_body_size="never")
