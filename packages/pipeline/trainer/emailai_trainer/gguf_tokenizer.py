"""A byte-level BPE tokenizer as llama.cpp stores it, so that both sides cut a text into the same tokens."""

import json
from typing import Any

import gguf

from .chat_text import end_of_turn_id
from .errors import TrainerError

_CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"
_REST = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
# llama.cpp knows its pre-tokenisers by name, transformers spells them out as these expressions.
PRE_BY_PATTERN = {
    _CONTRACTIONS + r"\p{N}{1,3}" + _REST: "llama-bpe",
    _CONTRACTIONS + r"\p{N}" + _REST: "qwen2",
}


def add_tokenizer(writer: gguf.GGUFWriter, tokenizer: Any, vocabulary_size: int) -> None:
    """
    Writes tokens, merges, kinds, special ids and the chat template. ``vocabulary_size`` is the number of rows of
    the embedding; ids without a token become unused ones. Raises ``base_unsupported`` for other tokenizers.
    """
    source = json.loads(tokenizer.backend_tokenizer.to_str())
    if source["model"]["type"] != "BPE" or source["model"].get("byte_fallback"):
        raise TrainerError(
            "base_unsupported",
            "The base's tokenizer is not byte-level BPE. Give its GGUF file instead of the directory.",
        )
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre_tokenizer_name(source["pre_tokenizer"]))
    tokens, kinds = _token_list(source, vocabulary_size)
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges([_merge_text(merge) for merge in source["model"]["merges"]])
    end = end_of_turn_id(tokenizer)
    writer.add_eos_token_id(end if tokenizer.eos_token_id is None else tokenizer.eos_token_id)
    writer.add_eot_token_id(end)
    if tokenizer.bos_token_id is not None:
        writer.add_bos_token_id(tokenizer.bos_token_id)
    if tokenizer.pad_token_id is not None:
        writer.add_pad_token_id(tokenizer.pad_token_id)
    writer.add_add_bos_token(_adds_bos(tokenizer))
    writer.add_add_eos_token(False)
    writer.add_chat_template(tokenizer.chat_template)


def pre_tokenizer_name(source: dict[str, Any] | None) -> str:
    """llama.cpp's name for a pre-tokeniser of tokenizer.json; raises ``base_unsupported`` for one not listed."""
    parts = [] if source is None else source.get("pretokenizers", [source])
    kinds = [part["type"] for part in parts]
    if kinds == ["ByteLevel"] and parts[0]["use_regex"] and not parts[0]["add_prefix_space"]:
        return "gpt-2"
    if kinds == ["Digits", "ByteLevel"] and parts[0]["individual_digits"] and parts[1]["use_regex"]:
        return "smollm"
    if kinds == ["Split", "ByteLevel"] and not parts[1]["use_regex"]:
        name = PRE_BY_PATTERN.get(parts[0]["pattern"].get("Regex"))
        if name is not None:
            return name
    known = ", ".join(["gpt-2", "smollm", *PRE_BY_PATTERN.values()])
    raise TrainerError(
        "base_unsupported",
        f"The base cuts its words in a way llama.cpp has no name for here (known: {known}). "
        "Give its GGUF file instead of the directory.",
    )


def _token_list(source: dict[str, Any], size: int) -> tuple[list[str], list[int]]:
    tokens: dict[int, tuple[str, int]] = {
        number: (token, gguf.TokenType.NORMAL) for token, number in source["model"]["vocab"].items()
    }
    for added in source["added_tokens"]:
        kind = gguf.TokenType.CONTROL if added["special"] else gguf.TokenType.USER_DEFINED
        tokens[added["id"]] = (added["content"], kind)
    if max(tokens) >= size:
        raise TrainerError(
            "base_unsupported", "The base's tokenizer has more tokens than its weights."
        )
    filled = [
        tokens.get(number, (f"[PAD{number}]", gguf.TokenType.UNUSED)) for number in range(size)
    ]
    return [token for token, _ in filled], [int(kind) for _, kind in filled]


def _merge_text(merge: Any) -> str:
    """tokenizer.json holds pairs, older ones ``"a b"``."""
    return merge if isinstance(merge, str) else " ".join(merge)


def _adds_bos(tokenizer: Any) -> bool:
    first = tokenizer("a")["input_ids"][:1]
    return tokenizer.bos_token_id is not None and first == [tokenizer.bos_token_id]
