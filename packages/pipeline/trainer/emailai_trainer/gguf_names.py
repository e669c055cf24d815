"""How llama.cpp names and lays out what transformers names otherwise."""

import numpy as np

# llama.cpp has no mistral of its own: the two are one graph.
ARCHITECTURES = {"llama": "llama", "mistral": "llama", "qwen2": "qwen2", "qwen3": "qwen3"}

BLOCK_NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}
OUTER_NAMES = {"model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output"}


def gguf_name(name: str) -> str:
    """``model.layers.3.self_attn.q_proj`` → ``blk.3.attn_q``. Raises ``KeyError`` for what has no such name."""
    if name in OUTER_NAMES:
        return OUTER_NAMES[name]
    if not name.startswith("model.layers."):
        raise KeyError(name)
    number, _, inner = name.removeprefix("model.layers.").partition(".")
    return f"blk.{int(number)}.{BLOCK_NAMES[inner]}"


def heads_to_permute(model_type: str, gguf_tensor: str, heads: int, key_heads: int) -> int | None:
    """
    llama.cpp rotates pairs (0,1),(2,3)… of llama's q and k where transformers rotates (0,n/2),(1,n/2+1)…, so
    their rows are re-ordered within each head. The qwen graphs rotate as transformers does.
    """
    if ARCHITECTURES[model_type] != "llama":
        return None
    if gguf_tensor.endswith("attn_q"):
        return heads
    if gguf_tensor.endswith("attn_k"):
        return key_heads
    return None


def permute_rows(rows: np.ndarray, heads: int) -> np.ndarray:
    """[heads · size, …] from transformers' order to llama.cpp's."""
    half = rows.shape[0] // heads // 2
    split = rows.reshape(heads, 2, half, *rows.shape[1:])
    return np.ascontiguousarray(split.swapaxes(1, 2).reshape(rows.shape))


def hugging_face_name(name: str) -> str:
    """``blk.3.attn_q`` → ``model.layers.3.self_attn.q_proj``: ``gguf_name`` backwards."""
    if not name.startswith("blk."):
        return {ours: theirs for theirs, ours in OUTER_NAMES.items()}[name]
    number, _, inner = name.removeprefix("blk.").partition(".")
    back = {ours: theirs for theirs, ours in BLOCK_NAMES.items()}
    return f"model.layers.{int(number)}.{back[inner]}"


def unpermute_rows(rows: np.ndarray, heads: int) -> np.ndarray:
    """[heads · size, …] from llama.cpp's order to transformers': ``permute_rows`` backwards."""
    half = rows.shape[0] // heads // 2
    split = rows.reshape(heads, half, 2, *rows.shape[1:])
    return np.ascontiguousarray(split.swapaxes(1, 2).reshape(rows.shape))
