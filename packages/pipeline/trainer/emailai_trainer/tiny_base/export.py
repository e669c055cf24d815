"""Writes the trained base as a Hugging Face directory: `python -m emailai_trainer.tiny_base.export RUN DIR`.

The same checkpoint always gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .bpe import CHAT_TEMPLATE, END, PAD, SPECIAL_TOKENS
from .tokenized import MAX_TOKENS

TOKENIZER_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "chat_template": CHAT_TEMPLATE,
    "eos_token": END,
    "pad_token": PAD,
    "additional_special_tokens": list(SPECIAL_TOKENS[2:]),
    "add_bos_token": False,
    "add_eos_token": False,
    "add_prefix_space": False,
    "clean_up_tokenization_spaces": False,
    "model_max_length": MAX_TOKENS,
}
GENERATION_CONFIG = {
    "do_sample": False,
    "eos_token_id": 1,
    "pad_token_id": 0,
    "max_new_tokens": 320,
}


def _write_json(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def load_trained(run: Path):
    """The fp32 model and the tokenizer of a pretraining run. Raises FileNotFoundError where it has no checkpoint yet."""
    import torch
    from tokenizers import Tokenizer

    from .network import new_model

    tokenizer = Tokenizer.from_file(str(run / "bpe.json"))
    saved = torch.load(run / "checkpoint.pt", weights_only=True, map_location="cpu")
    model = new_model(tokenizer.get_vocab_size(), seed=0)
    model.load_state_dict(saved["model"])
    return model.eval(), tokenizer


def export_model(run: Path, directory: Path) -> None:
    """config.json, generation_config.json, model.safetensors (f16), tokenizer.json, tokenizer_config.json."""
    import torch
    from safetensors.torch import save_file

    model, tokenizer = load_trained(run)
    directory.mkdir(parents=True, exist_ok=True)
    weights = {
        name: tensor.detach().to(torch.float16).contiguous()
        for name, tensor in model.state_dict().items()
        if name != "lm_head.weight"  # tied to the embeddings
    }
    save_file(weights, directory / "model.safetensors", metadata={"format": "pt"})
    config = json.loads(model.config.to_json_string(use_diff=False))
    kept = (
        "model_type vocab_size hidden_size intermediate_size num_hidden_layers num_attention_heads num_key_value_heads "
        "head_dim hidden_act max_position_embeddings initializer_range rms_norm_eps rope_parameters attention_bias "
        "mlp_bias attention_dropout tie_word_embeddings pad_token_id bos_token_id eos_token_id use_cache"
    ).split()
    _write_json(
        directory / "config.json",
        {
            "architectures": ["LlamaForCausalLM"],
            **{key: config[key] for key in kept},
            "dtype": "float16",
        },
    )
    _write_json(directory / "generation_config.json", GENERATION_CONFIG)
    _write_json(directory / "tokenizer_config.json", TOKENIZER_CONFIG)
    tokenizer.save(str(directory / "tokenizer.json"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="the --out folder of pretrain")
    parser.add_argument("directory", type=Path)
    given = parser.parse_args()
    export_model(given.run, given.directory)


if __name__ == "__main__":
    main()
