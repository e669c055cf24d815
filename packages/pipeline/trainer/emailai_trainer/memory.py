"""Peak memory of this process, in MiB: of the GPU where there is one, else of the process itself."""

import sys

import torch


def reset_peak(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(device)


def peak_mb(device: torch.device) -> float:
    """0.0 where the system does not say (Windows without a GPU)."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device) / 2**20
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Kilobytes on Linux, bytes on macOS.
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def release_cached(device: torch.device) -> None:
    """Hands freed blocks back to the driver, so that a smaller retry finds room in one piece."""
    if device.type == "cuda":
        torch.cuda.empty_cache()
