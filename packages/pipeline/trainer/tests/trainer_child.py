"""The trainer as the pipeline runs it: a child process and JSON lines."""

import json
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path

PACKAGE_ROOT = Path(__file__).resolve().parent.parent


class TrainerChild:
    """``ask`` sends; ``read`` and ``wait_for`` read replies in order. ``stderr`` is kept in a file."""

    def __init__(self, log: Path):
        self.log = log
        with log.open("wb") as stderr:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "emailai_trainer"],
                cwd=PACKAGE_ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
            )
        self.replies: list[dict] = []
        self._lines: queue.Queue = queue.Queue()
        threading.Thread(target=self._pump, daemon=True).start()
        assert self.read()["type"] == "ready"

    def _pump(self) -> None:
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def ask(self, kind: str, request_id: str, **fields) -> None:
        self.send(json.dumps({"type": kind, "id": request_id, **fields}))

    def send(self, line: str) -> None:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def read(self, timeout: float = 60) -> dict:
        line = self._lines.get(timeout=timeout)
        assert line is not None, f"the trainer left:\n{self.log.read_text()}"
        reply = json.loads(line)
        self.replies.append(reply)
        return reply

    def wait_for(self, wanted, timeout: float = 60) -> dict:
        """The next reply for which ``wanted(reply)`` holds."""
        until = time.monotonic() + timeout
        while True:
            reply = self.read(timeout=max(0.1, until - time.monotonic()))
            if wanted(reply):
                return reply

    def answer(self, request_id: str, timeout: float = 60) -> dict:
        """The ``done`` or ``error`` that ends a request."""
        return self.wait_for(
            lambda reply: reply.get("id") == request_id and reply["type"] in ("done", "error"),
            timeout,
        )

    def result(self, kind: str, request_id: str, **fields) -> dict:
        self.ask(kind, request_id, **fields)
        reply = self.answer(request_id)
        assert reply["type"] == "done", reply
        return reply["result"]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
