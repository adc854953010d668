"""A threaded Gunicorn worker that stops without resetting connections."""

from typing import Any

from gunicorn.workers.gthread import ThreadWorker


class DrainingWorker(ThreadWorker):  # type: ignore[misc]
    """Serves every connection that the kernel accepted before the worker stopped.

    When a Gunicorn 27 worker stops, it accepts no more connections, but keeps its listening sockets
    open until the last request is finished. Clients that connect in the meantime would wait and
    then have their connections reset.
    """

    _drained = False

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if self.alive or self._drained:
            return
        self._drained = True
        for listener in self.sockets:
            self._accept_all(listener)
            # Once every worker has closed the socket, the kernel refuses new connections
            # immediately.
            listener.close()

    def _accept_all(self, listener: Any) -> None:
        listener.setblocking(False)
        waiting = True
        while waiting:
            before = self.nr_conns
            self.accept(listener)
            waiting = self.nr_conns > before
