"""How the thread that reads requests steers the thread that trains: flags looked at between two steps."""

import threading
from collections.abc import Callable

from .errors import TrainerError


class RunControl:
    """
    One per running request. ``pause``, ``resume`` and ``cancel`` may be called from any thread; the worker
    calls ``check`` (raises ``TrainerError('cancelled')``) and ``wait_while_paused`` at step boundaries.
    """

    def __init__(self, request_id: str):
        self.request_id = request_id
        self.step: int | None = None
        self.is_paused = False
        self._wanted = threading.Condition()
        self._cancelled = False
        self._pause_wanted = False

    def cancel(self) -> None:
        with self._wanted:
            self._cancelled = True
            self._wanted.notify_all()

    def pause(self) -> None:
        with self._wanted:
            self._pause_wanted = True

    def resume(self) -> None:
        with self._wanted:
            self._pause_wanted = False
            self._wanted.notify_all()

    def check(self) -> None:
        if self._cancelled:
            raise TrainerError("cancelled", "The run was cancelled.")

    @property
    def pause_wanted(self) -> bool:
        return self._pause_wanted

    def wait_while_paused(self, say: Callable[[str], None]) -> None:
        """
        Says ``paused``, waits, says ``running``; raises ``cancelled`` when cancelled meanwhile. The state is set
        before it is said, so that whoever hears it and asks is told the same.
        """
        self.is_paused = True
        say("paused")
        with self._wanted:
            self._wanted.wait_for(lambda: self._cancelled or not self._pause_wanted)
        self.is_paused = False
        self.check()
        say("running")
