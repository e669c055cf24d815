"""Random little bases of several architectures, rows of made-up mail, and the trainer as a child process."""

import json
from pathlib import Path

import pytest

from emailai_trainer.process import prepare_process

prepare_process()

CHAT_TEMPLATE = (
    "{% for message in messages %}{{ '<|' + message['role'] + '|>\\n' + message['content'] + '<|end|>\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}"
)
SPECIALS = ["<|pad|>", "<|end|>", "<|system|>", "<|user|>", "<|assistant|>"]
NAMES = ["Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hana"]
THINGS = ["budget", "garden plan", "train tickets", "roof repair", "choir dates", "lab keys"]
# Appears in every reply: looked for in logs, where no mail may be.
SECRET_WORD = "marmalade"


def make_rows(count: int, first: int = 0) -> list[dict]:
    rows = []
    for number in range(first, first + count):
        name, thing = NAMES[number % len(NAMES)], THINGS[number % len(THINGS)]
        mail = (
            f"--- email ---\nFrom: {name}\nTo: Tom Hale\nDate: Thu 12 Mar 2026\nSubject: {thing}\n\n"
            f"Hi Tom,\nwhat about the {thing}? {'Please tell me soon. ' * (number % 4)}\n{name}\n--- end ---"
        )
        rows.append(
            {
                "id": f"mail-{number}",
                "sentAt": "2026-03-12T10:00:00Z",
                "instruction": "Write my reply to this email.",
                "input": mail,
                "output": f"heya {name},\nthe {thing} is fine... {SECRET_WORD} {number}\ncheerio",
            }
        )
    return rows


def write_rows(path: Path, rows: list[dict]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def make_base(
    directory: Path, model_type: str = "llama", *, tied: bool = False, bias: bool = False
) -> Path:
    """A random base of two blocks with grouped-query attention, saved as a Hugging Face directory."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedTokenizerFast

    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    raw.decoder = decoders.ByteLevel()
    texts = [row["input"] + row["output"] for row in make_rows(40)]
    trainer = trainers.BpeTrainer(
        vocab_size=384,
        special_tokens=SPECIALS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    raw.train_from_iterator(texts, trainer)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=raw,
        eos_token="<|end|>",
        pad_token="<|pad|>",
        additional_special_tokens=["<|system|>", "<|user|>", "<|assistant|>"],
    )
    tokenizer.chat_template = CHAT_TEMPLATE
    torch.manual_seed(7)
    extra = {"attention_bias": bias} if model_type == "llama" else {}
    if model_type == "qwen3":
        extra["head_dim"] = 24  # not hidden / heads, as the real ones
    config = AutoConfig.for_model(
        model_type,
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=512,
        tie_word_embeddings=tied,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=None,
        initializer_range=0.12,
        **extra,
    )
    model = AutoModelForCausalLM.from_config(config)
    # Fresh models have zero biases and unit norms: neither would show a mix-up.
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith("bias") or "norm" in name:
                parameter.add_(torch.randn_like(parameter) * 0.1)
    model.save_pretrained(directory)
    tokenizer.save_pretrained(directory)
    return directory


@pytest.fixture(scope="session")
def llama_dir(tmp_path_factory) -> Path:
    return make_base(tmp_path_factory.mktemp("llama"))


@pytest.fixture(scope="session", params=["llama", "qwen2"])
def base_dir(request, llama_dir, tmp_path_factory) -> Path:
    if request.param == "llama":
        return llama_dir
    return make_base(tmp_path_factory.mktemp(request.param), request.param)


@pytest.fixture
def train_file(tmp_path) -> Path:
    return write_rows(tmp_path / "train.jsonl", make_rows(24))


@pytest.fixture
def held_out_file(tmp_path) -> Path:
    return write_rows(tmp_path / "held-out.jsonl", make_rows(8, first=100))
