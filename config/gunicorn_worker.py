"""A threaded Gunicorn worker that does not reset any connections when it stops."""

from typing import Any

from gunicorn.workers.gthread import ThreadWorker


class DrainingWorker(ThreadWorker):  # type: ignore[misc]
    """Serves every connection that the kernel accepted before the worker stopped.

    Gunicorn 27 stops accepting connections at once, but keeps its sockets open until the last
    request is finished. Clients that connected in the meantime would wait, only to have their
    connections reset.
    """

    _drained = False

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if self.alive or self._drained:
            return
        self._drained = True
        for listener in self.sockets:
            self._accept_all(listener)
            # Once the last worker has closed it, the kernel refuses new connections at once.
            listener.close()

    def _accept_all(self, listener: Any) -> None:
        listener.setblocking(False)
        waiting = True
        while waiting:
            before = self.nr_conns
            self.accept(listener)
            waiting = self.nr_conns > before
