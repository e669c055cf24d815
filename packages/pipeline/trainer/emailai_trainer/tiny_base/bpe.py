"""The tokenizer: a byte-level BPE of our own, trained on the synthetic mail."""

from __future__ import annotations

from collections.abc import Iterable

PAD, END, SYSTEM, USER, ASSISTANT = SPECIAL_TOKENS = (
    "<|pad|>",
    "<|end|>",
    "<|system|>",
    "<|user|>",
    "<|assistant|>",
)
VOCABULARY = 2_048
CHAT_TEMPLATE = (
    "{% for message in messages %}{{ '<|' + message['role'] + '|>\n' + message['content'] + '<|end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% endif %}"
)


def chat_text(prompt: str) -> str:
    """What the chat template makes of one user message, ready for the assistant to go on."""
    return f"{USER}\n{prompt}{END}\n{ASSISTANT}\n"


def train_tokenizer(texts: Iterable[str], vocabulary: int = VOCABULARY):
    """A `tokenizers.Tokenizer`: all 256 bytes, special tokens first, GPT-2's split (llama.cpp's "gpt-2")."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=list(SPECIAL_TOKENS),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer
