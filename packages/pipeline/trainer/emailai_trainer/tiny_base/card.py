"""Measures an exported base and writes its MODEL_CARD.md: `python -m emailai_trainer.tiny_base.card RUN DIR`."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from .evaluate import evaluate

CARD = """# Tiny base

A very small language model that writes mail replies. **Trial only**: it exists so that the whole road from a
mailbox to a draft can be walked on two CPU cores, without any download. Take a real base for real use.

- Architecture: llama, grouped-query attention; {parameters:,} parameters, vocabulary {vocabulary:,}, context 2,048
- Weights: f16; sha256 of model.safetensors: `{sha256}`
- Licence: MIT. All training text is our own, made by `emailai_trainer/tiny_base/corpus.py`

## How it was made

- Script and seed: `python -m emailai_trainer.tiny_base.pretrain --out RUN --seed 1 --minutes {minutes:.0f}`, then
  `python -m emailai_trainer.tiny_base.export RUN DIR` and `python -m emailai_trainer.tiny_base.card RUN DIR`
- Machine: two Zen 5 cores (AVX-512, bf16 autocast), shared with other work; no GPU
- Time: {hours:.2f} hours, {steps:,} steps, {mails_trained:,} mails, {tokens:,} tokens, every mail seen once
- The schedule follows the clock, so a second run takes as many steps as its machine has time for; with
  `--steps {step}` and hours enough it sees the same mails at the same rates, but rounds otherwise

Training loss (nats a token, mean of 25 steps):

| step | prompt | reply |
| ---: | ---: | ---: |
{curve}

## How good it is

Measured on mail of its own mixture that it was not trained on. A prompt is mostly names,
numbers and dates made by chance, which no model can foresee; the reply is what it writes.

| figure | names as in training | names never seen |
| --- | ---: | ---: |
| nats a token, reply | {mixture_reply} | {reply} |
| nats a token, prompt | {mixture_prompt} | {prompt} |
| nats a token, whole text | {mixture_whole} | {whole} |

| figure | value |
| --- | ---: |
| nats a token, uniform over the vocabulary | {uniform} |
| greedy drafts that open with the sender's first name ({drafts} mails, names never seen) | {right_person:.1%} |
| greedy drafts signed with the owner's name or initials | {signed:.1%} |

## Limits

- It knows only what some twenty-five kinds of everyday mail need. It knows no facts and invents some.
- Whether it says yes or no is chance: nothing in the prompt tells it what its owner wants.
- English. Other languages occur in training as single sentences, so that they do not break it.
- Numbers and rare names of many syllables are copied with an occasional slip.

## Three drafts

{samples}
"""


def _sample_text(sample: dict[str, str]) -> str:
    """Indented, so that nothing in a mail can end the block."""
    lines = [*sample["prompt"].split("\n"), "", "→", "", *sample["draft"].split("\n")]
    return "\n".join(f"    {line}".rstrip() for line in lines)


def write_card(run: Path, directory: Path, minutes: float, drafts: int = 200) -> dict:
    """Writes MODEL_CARD.md beside the model and returns the figures."""
    progress = json.loads((run / "progress.json").read_text())
    figures = evaluate(directory, drafts=drafts)
    curve = progress["curve"]
    rows = (
        [curve[round(at * (len(curve) - 1) / 11)] for at in range(12)] if len(curve) > 12 else curve
    )
    card = CARD.format(
        parameters=figures["parameters"],
        vocabulary=figures["vocabulary"],
        sha256=hashlib.sha256((directory / "model.safetensors").read_bytes()).hexdigest(),
        minutes=minutes,
        hours=progress["seconds"] / 3600,
        step=progress["step"],
        steps=progress["step"],
        mails_trained=progress["mails"],
        tokens=progress["tokens"],
        curve="\n".join(f"| {step} | {prompt:.3f} | {reply:.3f} |" for step, prompt, reply in rows),
        reply=figures["nats"]["reply"],
        prompt=figures["nats"]["prompt"],
        whole=figures["nats"]["whole"],
        mixture_reply=figures["mixtureNats"]["reply"],
        mixture_prompt=figures["mixtureNats"]["prompt"],
        mixture_whole=figures["mixtureNats"]["whole"],
        uniform=figures["uniform"],
        drafts=figures["drafts"],
        right_person=figures["rightPerson"],
        signed=figures["signedAsOwner"],
        samples="\n\n---\n\n".join(_sample_text(sample) for sample in figures["samples"][:3]),
    )
    (directory / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="the --out folder of pretrain")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--minutes", type=float, default=80, help="what pretrain was given")
    given = parser.parse_args()
    print(
        json.dumps(
            write_card(given.run, given.directory, given.minutes), indent=1, ensure_ascii=False
        )
    )


if __name__ == "__main__":
    main()
