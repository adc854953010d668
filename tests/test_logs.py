"""Logs of errors."""

import logging
import sys

from structlog.stdlib import ProcessorFormatter

from config.logs import logging_settings


def test_tracebacks_contain_no_values_of_variables() -> None:
    for as_json in (True, False):
        said = logging_settings(level="INFO", as_json=as_json)["formatters"]["structured"]
        formatter = ProcessorFormatter(**{name: said[name] for name in said if name != "()"})
        password = "correct horse " * 1000  # pragma: allowlist secret
        try:
            raise LookupError("not there")
        except LookupError:
            record = logging.LogRecord("a", 40, __file__, 1, "Fault", None, sys.exc_info())

        shown = formatter.format(record)

        assert "LookupError: not there" in shown
        assert password[:40] not in shown
