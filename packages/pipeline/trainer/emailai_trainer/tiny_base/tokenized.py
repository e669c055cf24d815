"""Tokenised mail, and batches of it without waste: mails of like length side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from .bpe import END, chat_text
from .corpus import Sample, draw_sample

MAX_TOKENS = 2_048


@dataclass(frozen=True)
class TokenizedMail:
    """`ids` is the prompt, the reply and <|end|>; the reply starts at `reply_at`."""

    ids: list[int]
    reply_at: int


def tokenize_samples(samples: list[Sample], tokenizer) -> tuple[list[TokenizedMail], int]:
    """The mails that fit the context, and the number of those that did not."""
    end = tokenizer.token_to_id(END)
    prompts = tokenizer.encode_batch_fast([chat_text(sample.prompt) for sample in samples])
    replies = tokenizer.encode_batch_fast([sample.reply for sample in samples])
    mails = [
        TokenizedMail([*prompt.ids, *reply.ids, end], len(prompt.ids))
        for prompt, reply in zip(prompts, replies, strict=True)
    ]
    kept = [mail for mail in mails if len(mail.ids) <= MAX_TOKENS]
    return kept, len(mails) - len(kept)


def length_batches(
    mails: list[TokenizedMail], tokens: int, rng: Random
) -> list[list[TokenizedMail]]:
    """Batches of about `tokens` tokens, padding included, in random order; lengths within one are alike."""
    ordered = sorted(mails, key=lambda mail: len(mail.ids) + rng.random() * 8)
    batches: list[list[TokenizedMail]] = [[]]
    for mail in ordered:
        if batches[-1] and len(mail.ids) * (len(batches[-1]) + 1) > tokens:
            batches.append([])
        batches[-1].append(mail)
    rng.shuffle(batches)
    return batches


def training_batches(
    seed: int, tokenizer, tokens: int, shard_mails: int, start_shard: int = 0
) -> Iterator[tuple[int, list[TokenizedMail]]]:
    """Endless fresh mail as (shard, batch): no mail comes twice. Short shards keep memory and start small."""
    shard = start_shard
    while True:
        samples = [draw_sample(seed, shard * shard_mails + at) for at in range(shard_mails)]
        mails, _ = tokenize_samples(samples, tokenizer)
        for batch in length_batches(mails, tokens, Random(f"{seed}/{shard}")):
            yield shard, batch
        shard += 1
