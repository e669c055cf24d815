"""The base's tokenizer, exactly as its files say."""

from pathlib import Path
from typing import Any

from transformers import AutoTokenizer, PreTrainedTokenizerFast


def load_tokenizer(directory: Path) -> Any:
    """
    tokenizer.json is taken at its word: transformers' classes for single families rebuild the pre-tokeniser and
    add tokens of their own, and then training and serving would cut a text differently.
    """
    if (directory / "tokenizer.json").is_file():
        return PreTrainedTokenizerFast.from_pretrained(directory, local_files_only=True)
    return AutoTokenizer.from_pretrained(directory, local_files_only=True)
