"""The tiny base: its corpus, the one-minute version of its training, and the committed result."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest

from emailai_trainer.tiny_base import evaluate as judge
from emailai_trainer.tiny_base.corpus import draw_sample
from emailai_trainer.tiny_base.names import is_held_out
from emailai_trainer.tiny_base.phrases import parse_phrase
from emailai_trainer.tiny_base.pretrain import PretrainOptions, pretrain, rate_factor

TRAINER = Path(__file__).parents[1]
COMMITTED = TRAINER / "tiny-base"
PROMPT_SOURCE = TRAINER.parents[1] / "contracts" / "src" / "prompt.ts"

# Greetings and sign-offs of the demo writers; an adapter must bring them, so the base may not know them.
DEMO_HABITS = re.compile(
    r"heya|^good day|hello again|ahoy|cheerio|from the workshop|xoxo|— O\.|warmly from|fair winds|reckon|splendid"
    r"|accordingly|quick note|\A[\w'-]+!!|\A[\w'-]+\.\n",
    re.IGNORECASE | re.MULTILINE,
)
REPLY_PROMPT = re.compile(
    r"\AWrite my reply to this email\.\n\n"
    r"(--- earlier, from [^\n]+ ---\n(?:(?!---)[^\n]*\n)+){0,2}"
    r"--- email ---\nFrom: [^\n]+\nTo: [^\n]+\nDate: (Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} [A-Z][a-z]{2} 20\d\d\n"
    r"Subject: [^\n]+\n\n(?:(?!---)[^\n]*\n)+--- end ---\Z"
)
COMPOSE_PROMPT = re.compile(
    r"\AWrite my email\.\n\n--- email ---\nTo: [^\n]+\nSubject: [^\n]+\n--- end ---\Z"
)


@pytest.fixture(scope="module")
def samples():
    return [draw_sample(7, index) for index in range(3_000)]


def test_the_corpus_is_the_same_every_time(samples):
    assert [draw_sample(7, index) for index in range(200)] == samples[:200]
    assert draw_sample(8, 0) != samples[0]


def test_the_corpus_is_varied(samples):
    assert len({sample.reply for sample in samples}) > 2_950
    assert len({sample.sender.first for sample in samples}) > 1_200
    words = sorted(len(sample.reply.split()) for sample in samples)
    assert words[150] <= 16 and words[1_500] >= 22 and words[2_900] >= 55


def test_the_corpus_holds_none_of_the_demo_writers_habits(samples):
    for sample in samples:
        found = DEMO_HABITS.search(sample.reply) or DEMO_HABITS.search(
            sample.prompt.split("\n\n", 2)[-1]
        )
        assert found is None, found


def test_prompts_have_the_shape_of_the_contract(samples):
    source = PROMPT_SOURCE.read_text(encoding="utf-8")
    for literal in (
        "Write my reply to this email.",
        "Write my email.",
        "--- earlier, from ",
        "--- email ---",
        "--- end ---",
    ):
        assert literal in source
    kinds = {"reply": REPLY_PROMPT, "compose": COMPOSE_PROMPT}
    for sample in samples:
        assert kinds[sample.kind].match(sample.prompt), sample.prompt
    composed = sum(sample.kind == "compose" for sample in samples)
    older = sum("--- earlier, from " in sample.prompt for sample in samples)
    assert 0.07 < composed / len(samples) < 0.13
    assert 0.14 < older / len(samples) < 0.24


def test_held_out_mail_names_only_people_kept_out_of_training(samples):
    for sample in samples[:500]:
        assert not is_held_out(sample.sender.first) and not is_held_out(sample.owner.last)
    for sample in judge.held_out_samples(200):
        assert is_held_out(sample.sender.first) and is_held_out(sample.owner.first)


def test_phrases_with_unmatched_brackets_are_refused():
    for broken in ("[a|b", "a]"):
        with pytest.raises(ValueError, match="unmatched"):
            parse_phrase(broken)


def test_the_rate_warms_up_holds_and_falls():
    assert rate_factor(0, 0.0) < 0.05
    assert rate_factor(500, 0.3) == 1.0
    assert rate_factor(6_000, 0.8) < 0.5
    assert rate_factor(9_000, 1.0) == pytest.approx(0.01)


def test_the_one_minute_version_learns_and_loads(tmp_path):
    import torch

    from emailai_trainer.tiny_base.export import export_model, load_trained

    run, directory = tmp_path / "run", tmp_path / "model"
    brief = PretrainOptions(
        run, seed=3, minutes=60, steps=75, tokenizer_mails=4_000, shard_mails=1_000
    )
    progress = pretrain(brief)  # 75 steps take a minute on two free cores
    assert progress["step"] == 75
    first, last = progress["curve"][0], progress["curve"][-1]
    assert last[2] < first[2] - 0.8 and last[2] < 5.3, progress[
        "curve"
    ]  # uniform is 7.6, counting words 6.0

    export_model(run, directory)
    trained, _ = load_trained(run)
    exported, tokenizer = judge.load_base(directory)
    sample = draw_sample(3, 5)
    chat = [{"role": "user", "content": sample.prompt}]
    text = tokenizer.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)
    assert text == judge.chat_text(sample.prompt)
    assert tokenizer.decode(tokenizer(text, add_special_tokens=False)["input_ids"]) == text
    ids = torch.tensor([tokenizer(text, add_special_tokens=False)["input_ids"]])
    with torch.no_grad():
        assert torch.allclose(trained(ids).logits, exported(ids).logits, atol=0.05)
    again = tmp_path / "again"
    export_model(run, again)
    for path in directory.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes()

    resumed = pretrain(replace(brief, steps=77, resume=True))
    assert resumed["step"] == 77 and resumed["tokens"] > progress["tokens"]


def test_the_committed_base_is_the_one_on_its_card():
    card = (COMMITTED / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert hashlib.sha256((COMMITTED / "model.safetensors").read_bytes()).hexdigest() in card
    assert sum(path.stat().st_size for path in COMMITTED.iterdir()) <= 12_000_000


def test_the_committed_base_meets_its_bars():
    figures = judge.evaluate(COMMITTED, mails=400, drafts=60)
    assert figures["nats"]["reply"] <= 1.0 and figures["mixtureNats"]["reply"] <= 1.0
    assert figures["mixtureNats"]["whole"] <= 1.0
    assert figures["rightPerson"] >= 0.9
    assert figures["signedAsOwner"] >= 0.9
    assert 2_000_000 <= figures["parameters"] <= 6_000_000
