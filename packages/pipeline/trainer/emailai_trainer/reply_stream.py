"""
The one writer of stdout. The process keeps its own copy of file descriptor 1 and points the number 1 itself at
stderr, so that nothing a library prints, from Python or from C, can break the JSON lines.
"""

import json
import os
import threading
from typing import Any


class ReplyStream:
    """Writes one JSON object a line; safe from several threads."""

    def __init__(self, descriptor: int):
        self._file = os.fdopen(descriptor, "w", encoding="utf-8", newline="\n")
        self._lock = threading.Lock()

    @classmethod
    def take_stdout(cls) -> "ReplyStream":
        own = os.dup(1)
        os.dup2(2, 1)
        return cls(own)

    def ready(self, torch_version: str | None) -> None:
        self._write({"type": "ready", "protocol": 1, "torch": torch_version})

    def progress(self, request_id: str, event: dict[str, Any]) -> None:
        self._write({"type": "progress", "id": request_id, "event": event})

    def done(self, request_id: str, result: dict[str, Any]) -> None:
        self._write({"type": "done", "id": request_id, "result": result})

    def error(self, request_id: str | None, code: str, message: str) -> None:
        self._write({"type": "error", "id": request_id, "code": code, "message": message})

    def _write(self, reply: dict[str, Any]) -> None:
        # allow_nan=False: JSON has no NaN, and the other side would refuse the line without saying why.
        line = json.dumps(reply, ensure_ascii=True, allow_nan=False)
        with self._lock:
            self._file.write(line + "\n")
            self._file.flush()
