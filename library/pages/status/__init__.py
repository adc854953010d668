"""Status page for operators.

The page uses the same functions as `/readyz`, `/metrics` and the system checks.
"""

from library.pages.status.page import StatusPage

__all__ = ["StatusPage"]
