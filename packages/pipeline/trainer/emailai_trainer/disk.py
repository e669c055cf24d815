"""Names a full disk whichever library meets it: each of them reports it in words of its own."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import TrainerError

FULL_ERRNOS = (errno.ENOSPC, errno.EDQUOT)
# NumPy says "n requested and m written", torch "unexpected pos": then the disk itself is asked.
FULL_BYTES = 2**20


@contextmanager
def writing_to(directory: Path) -> Iterator[None]:
    """Within, what fails because the disk of ``directory`` is full raises ``TrainerError('disk_full')``."""
    try:
        yield
    except TrainerError:
        raise
    except Exception as error:
        if _is_full(directory, error):
            raise TrainerError(
                "disk_full", "The disk is full: free some space and try again."
            ) from error
        raise


def _is_full(directory: Path, error: Exception) -> bool:
    if isinstance(error, OSError) and error.errno in FULL_ERRNOS:
        return True
    existing = next((path for path in (directory, *directory.parents) if path.exists()), None)
    return existing is not None and shutil.disk_usage(existing).free < FULL_BYTES
