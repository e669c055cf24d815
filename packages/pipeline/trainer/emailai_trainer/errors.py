"""The one way this package refuses: a code the pipeline knows and a sentence that holds no mail text."""

CODES = (
    "bad_request",
    "base_missing",
    "base_unsupported",
    "data_unreadable",
    "no_rows",
    "out_of_memory",
    "disk_full",
    "busy",
    "cancelled",
    "internal",
)


class TrainerError(Exception):
    """A refusal with one of ``CODES``; ``message`` goes to the pipeline as it is."""

    def __init__(self, code: str, message: str):
        if code not in CODES:
            raise ValueError(f"unknown trainer error code {code}")
        super().__init__(message)
        self.code = code
        self.message = message


def is_out_of_memory(error: BaseException) -> bool:
    """True for CUDA's OutOfMemoryError, the CPU allocator's RuntimeError and MemoryError."""
    if isinstance(error, MemoryError):
        return True
    name = type(error).__name__
    return name == "OutOfMemoryError" or (
        isinstance(error, RuntimeError)
        and ("can't allocate memory" in str(error) or "out of memory" in str(error))
    )


def as_trainer_error(error: BaseException) -> TrainerError:
    """
    Names any exception without quoting it: its text may hold a piece of somebody's mail, its type does not.
    """
    if isinstance(error, TrainerError):
        return error
    if is_out_of_memory(error):
        return TrainerError("out_of_memory", "The device has too little memory for this base.")
    return TrainerError("internal", f"The trainer stopped on an unexpected {type(error).__name__}.")
