"""``python -m emailai_trainer``: one JSON object a line in and out, words for people on stderr."""

import io
import os
import sys

from .process import prepare_process
from .reply_stream import ReplyStream
from .serve import Server


def main() -> None:
    prepare_process()
    replies = ReplyStream.take_stdout()
    try:
        Server(replies).serve(
            io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
        )
    except (BrokenPipeError, KeyboardInterrupt):
        pass  # nobody reads any more, or the terminal's Ctrl-C reached this process too
    sys.stderr.flush()
    # The worker may be inside a step of torch's: waiting for it, or unwinding under it, is what hangs.
    os._exit(0)


if __name__ == "__main__":
    main()
