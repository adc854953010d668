"""Gunicorn's threaded worker, which resets no connection when it stops."""

from typing import Any

from gunicorn.workers.gthread import ThreadWorker


class DrainingWorker(ThreadWorker):  # type: ignore[misc]
    """Serves every connection that the kernel accepted before the worker stopped.

    Gunicorn 27 stops accepting at once, but keeps its sockets open until the last request is
    finished. Clients could connect meanwhile, wait, and then have their connections reset.
    """

    _drained = False

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if self.alive or self._drained:
            return
        self._drained = True
        for listener in self.sockets:
            self._accept_all(listener)
            # After the last worker, the kernel refuses connections at once.
            listener.close()

    def _accept_all(self, listener: Any) -> None:
        listener.setblocking(False)
        waiting = True
        while waiting:
            before = self.nr_conns
            self.accept(listener)
            waiting = self.nr_conns > before
