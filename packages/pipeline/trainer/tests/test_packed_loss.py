"""Packing changes nothing but the time: losses and gradients are those of each mail alone."""

import pytest
import torch
from conftest import make_rows
from torch.nn.functional import cross_entropy

from emailai_trainer import reply_loss
from emailai_trainer.base import load_base
from emailai_trainer.chat_text import tokenise_rows
from emailai_trainer.held_out import score_rows
from emailai_trainer.packing import pack_rows
from emailai_trainer.rows import Row


@pytest.fixture(scope="module")
def base(base_dir):
    base = load_base(base_dir, "cpu")
    base.adapter.reset(4, 8.0, seed=5)
    with torch.no_grad():
        for _, lora in base.adapter.linears():
            lora.lora_b.normal_(0, 0.1)
    return base


@pytest.fixture(scope="module")
def rows(base):
    raw = make_rows(6)
    return tokenise_rows(
        base.tokenizer,
        [Row(r["id"], r["instruction"] + "\n\n" + r["input"], r["output"]) for r in raw],
        512,
    )


def alone(base, row) -> torch.Tensor:
    """Nats of a row's reply tokens by transformers' own attention and PyTorch's own loss."""
    ids = torch.tensor([row.prompt + row.reply])
    base.model.config._attn_implementation = "eager"
    try:
        logits = base.model(input_ids=ids, use_cache=False).logits
    finally:
        base.model.config._attn_implementation = "emailai_packed"
    first = len(row.prompt)
    return cross_entropy(logits[0, first - 1 : -1], ids[0, first:], reduction="none")


def gradients(base) -> list[torch.Tensor]:
    found = [parameter.grad.clone() for parameter in base.adapter.parameters()]
    for parameter in base.adapter.parameters():
        parameter.grad = None
    return found


def test_packed_nats_and_gradients_equal_those_of_each_mail_alone(base, rows):
    packed = base.nats(pack_rows(rows, base.device))
    packed.sum().backward()
    packed_gradients = gradients(base)
    single = torch.cat([alone(base, row) for row in rows])
    single.sum().backward()
    torch.testing.assert_close(packed, single, rtol=1e-4, atol=1e-4)
    for ours, reference in zip(packed_gradients, gradients(base), strict=True):
        torch.testing.assert_close(ours, reference, rtol=1e-3, atol=1e-4)


def test_a_mail_does_not_see_its_neighbours(base, rows):
    first = base.nats(pack_rows([rows[0], rows[1]], base.device))[: len(rows[0].reply)]
    other = base.nats(pack_rows([rows[0], rows[4]], base.device))[: len(rows[0].reply)]
    torch.testing.assert_close(first, other, rtol=0, atol=1e-5)


def test_scores_belong_to_their_rows(base, rows):
    score = score_rows(base, rows, check=lambda: None)
    for row, (row_id, nats, tokens) in zip(rows, score.by_row, strict=True):
        assert (row_id, tokens) == (row.id, len(row.reply))
        assert nats == pytest.approx(alone(base, row).sum().item(), rel=1e-4)


def test_chunks_of_logits_change_nothing(base, rows, monkeypatch):
    pack = pack_rows(rows, base.device)
    whole = base.nats(pack)
    whole.sum().backward()
    whole_gradients = gradients(base)
    monkeypatch.setattr(reply_loss, "MAX_LOGITS", 7 * base.model.lm_head.weight.shape[0])
    chunked = base.nats(pack)
    chunked.sum().backward()
    torch.testing.assert_close(chunked, whole)
    for ours, reference in zip(gradients(base), whole_gradients, strict=True):
        torch.testing.assert_close(ours, reference, rtol=1e-3, atol=1e-5)
