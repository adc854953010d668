"""The status of the site, for whoever runs it: what answers, what waits, what is old.

What is asked is asked of the functions that `/readyz`, `/metrics` and the system checks ask.
"""

from library.pages.status.page import StatusPage

__all__ = ["StatusPage"]
