"""What every command of this package sets before the heavy libraries are loaded."""

import os


def prepare_process() -> None:
    """
    Call before torch is imported. Nothing here is a setting: values that are already there stand.

    OMP_WAIT_POLICY: OpenMP's threads spin while they wait for each other. With another program on the same cores
    they spin away the time the one they wait for needs: 450 tokens/s instead of 3,000 on two busy cores.
    HF_HUB_OFFLINE: transformers asks its hub for files a directory lacks; a trainer never leaves its machine.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
