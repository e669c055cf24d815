"""Judges an exported base: `python -m emailai_trainer.tiny_base.evaluate DIR` prints one JSON object.

Held-out mail comes from the same generator with names that no training mail holds.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from random import Random

from .bpe import chat_text
from .corpus import Sample, draw_sample
from .cpu_speed import keep_freed_memory

HELD_OUT_SEED = 20_000
OPENING_CHARS = 60


def held_out_samples(count: int, kind: str | None = None, start: int = 0) -> list[Sample]:
    """The first `count` held-out mails, of one kind (reply, compose) or of both."""
    samples: list[Sample] = []
    index = start
    while len(samples) < count:
        sample = draw_sample(HELD_OUT_SEED, index, held_out=True)
        if kind in (None, sample.kind):
            samples.append(sample)
        index += 1
    return samples


def load_base(directory: Path):
    """The model in fp32 and its tokenizer."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(directory)
    model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32)
    return model.eval(), tokenizer


def mean_nats(model, tokenizer, samples: list[Sample]) -> dict[str, float]:
    """Nats a token over the whole text, over the prompt and over the reply with its <|end|>."""
    import torch

    from .network import batch_losses
    from .tokenized import length_batches, tokenize_samples

    mails, _ = tokenize_samples(samples, tokenizer.backend_tokenizer)
    sums = [0.0, 0.0, 0, 0]
    with torch.no_grad():
        for batch in length_batches(mails, 8_192, Random(0)):
            for at, value in enumerate(batch_losses(model, batch)):
                sums[at] += float(value)
    return {
        "whole": (sums[0] + sums[1]) / (sums[2] + sums[3]),
        "prompt": sums[0] / sums[2],
        "reply": sums[1] / sums[3],
    }


def greedy_drafts(model, tokenizer, samples: list[Sample], batch_size: int = 24) -> list[str]:
    """The most likely reply to each prompt, at most 320 tokens."""
    import torch

    ids = [
        tokenizer(chat_text(sample.prompt), add_special_tokens=False)["input_ids"]
        for sample in samples
    ]
    order = sorted(range(len(ids)), key=lambda at: len(ids[at]))
    drafts = [""] * len(ids)
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        width = max(len(ids[row]) for row in rows)
        padded = torch.tensor([[0] * (width - len(ids[row])) + ids[row] for row in rows])
        mask = torch.tensor([[0] * (width - len(ids[row])) + [1] * len(ids[row]) for row in rows])
        out = model.generate(
            input_ids=padded, attention_mask=mask, max_new_tokens=320, do_sample=False
        )
        for row, tokens in zip(rows, out[:, width:].tolist(), strict=True):
            drafts[row] = tokenizer.decode(tokens, skip_special_tokens=True)
    return drafts


def names_sender(sample: Sample, draft: str) -> bool:
    """Right person: the opening of the draft names the sender's first name."""
    return sample.sender.first.lower() in draft.split("\n")[0][:OPENING_CHARS].lower()


def signs_as_owner(sample: Sample, draft: str) -> bool:
    """The last lines carry the name, or the initials, of whom the mail was sent to."""
    tail = draft.split("P.S.")[0].strip().lower().split("\n")[-1].strip(" -/")
    owner = sample.owner
    initials = (owner.first[0].lower(), (owner.first[0] + owner.last[0]).lower())
    return owner.first.lower() in tail or tail in initials


def evaluate(directory: Path, mails: int = 400, drafts: int = 120, shown: int = 5) -> dict:
    """All figures of the model card, and `shown` sample drafts.

    `nats` is over held-out mail with names never seen, `mixtureNats` over held-out mail with names drawn as in training.
    """
    keep_freed_memory()
    import torch

    torch.set_num_threads(1)  # so small a model waits more for a second busy core than it gains
    model, tokenizer = load_base(directory)
    nats = mean_nats(model, tokenizer, held_out_samples(mails))
    mixture = mean_nats(
        model, tokenizer, [draw_sample(HELD_OUT_SEED, index) for index in range(mails)]
    )
    asked = held_out_samples(drafts, kind="reply", start=1_000_000)
    written = greedy_drafts(model, tokenizer, asked)

    def share(test):
        return sum(test(sample, draft) for sample, draft in zip(asked, written, strict=True)) / len(
            asked
        )  # noqa: E731

    return {
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "vocabulary": len(tokenizer),
        "mails": mails,
        "nats": {part: round(value, 4) for part, value in nats.items()},
        "mixtureNats": {part: round(value, 4) for part, value in mixture.items()},
        "uniform": round(math.log(len(tokenizer)), 4),
        "drafts": drafts,
        "rightPerson": round(share(names_sender), 4),
        "signedAsOwner": round(share(signs_as_owner), 4),
        "samples": [
            {"prompt": sample.prompt, "real": sample.reply, "draft": draft}
            for sample, draft in list(zip(asked, written, strict=True))[:shown]
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--mails", type=int, default=400)
    parser.add_argument("--drafts", type=int, default=120)
    parser.add_argument("--samples", type=int, default=5)
    given = parser.parse_args()
    print(
        json.dumps(
            evaluate(given.directory, given.mails, given.drafts, given.samples),
            indent=1,
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()
