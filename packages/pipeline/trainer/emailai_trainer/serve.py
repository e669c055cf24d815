"""
The JSON-lines loop. This thread reads requests and answers the light ones at once; one worker thread does the
heavy ones, one at a time. When stdin ends, or on ``shutdown``, the process leaves: checkpoints are whole at
every moment, so a step in flight is simply dropped.
"""

import importlib.metadata
import os
import sys
import threading
import traceback
from typing import IO, Any

from .control import RunControl
from .errors import TrainerError, as_trainer_error
from .reply_stream import ReplyStream
from .requests import LIGHT_TYPES, Request, parse_request, request_id_of
from .worker import Worker


class Server:
    """``serve`` returns when stdin ends or after ``shutdown``."""

    def __init__(self, replies: ReplyStream):
        self._replies = replies
        self._worker = Worker(replies)
        # The request the worker is on, and its type; set here, cleared by the worker thread.
        self._running: tuple[Request, RunControl] | None = None
        self._lock = threading.Lock()

    def serve(self, lines: IO[str]) -> None:
        self._replies.ready(_torch_version())
        for line in lines:
            if not line.strip():
                continue
            try:
                request = parse_request(line)
            except TrainerError as error:
                self._replies.error(request_id_of(line), error.code, error.message)
                continue
            if request.type in LIGHT_TYPES:
                self._do_light(request)
                if request.type == "shutdown":
                    return
            else:
                self._start_heavy(request)

    def _do_light(self, request: Request) -> None:
        """
        Answered first, then done: so `accepted` always stands before the `paused` or the `cancelled` it leads to.
        Steering what already ended is no mistake, for the two may cross on the wire; it is not accepted.
        """
        with self._lock:
            running = self._running
        if request.type == "status":
            self._replies.done(request.id, self._status(running))
            return
        is_steerable = running is not None and (
            request.type in ("cancel", "shutdown") or running[0].type == "train"
        )
        self._replies.done(request.id, {"accepted": is_steerable})
        if running is None or not is_steerable:
            return
        control = running[1]
        steer = {
            "pause": control.pause,
            "resume": control.resume,
            "cancel": control.cancel,
            "shutdown": control.cancel,
        }
        steer[request.type]()

    def _status(self, running: tuple[Request, RunControl] | None) -> dict[str, Any]:
        base_dir = self._worker.base_dir
        if running is not None and running[0].type == "train":
            control = running[1]
            state = "paused" if control.is_paused else "training"
            return {"state": state, "baseDir": base_dir, "step": control.step}
        return {"state": "empty" if base_dir is None else "idle", "baseDir": base_dir, "step": None}

    def _start_heavy(self, request: Request) -> None:
        control = RunControl(request.id)
        with self._lock:
            if self._running is not None:
                busy_with = self._running[0].type
                self._replies.error(request.id, "busy", f"The trainer is busy with {busy_with}.")
                return
            self._running = (request, control)
        threading.Thread(target=self._do_heavy, args=(request, control), daemon=True).start()

    def _do_heavy(self, request: Request, control: RunControl) -> None:
        try:
            result = self._worker.do(request, control)
            failure = None
        except BaseException as error:  # every end of a request is answered
            result, failure = {}, as_trainer_error(error)
            if failure.code == "internal":
                _log_where(error)
        # Free before it is said: whoever reads `done` may send the next request at once.
        with self._lock:
            self._running = None
        if failure is None:
            self._replies.done(request.id, result)
        else:
            self._replies.error(request.id, failure.code, failure.message)


def _log_where(error: BaseException) -> None:
    """Type and places of an unexpected error, never its text: that may quote a mail."""
    print(f"unexpected {type(error).__name__} at", file=sys.stderr)
    for frame in traceback.extract_tb(error.__traceback__):
        print(
            f"  {frame.name} ({os.path.basename(frame.filename)}:{frame.lineno})", file=sys.stderr
        )


def _torch_version() -> str | None:
    """Read from the package's metadata; importing torch takes seconds."""
    try:
        return importlib.metadata.version("torch")
    except importlib.metadata.PackageNotFoundError:
        return None
