"""The network, and the losses it is trained and judged by."""

from __future__ import annotations

from .tokenized import MAX_TOKENS, TokenizedMail

PROMPT_WEIGHT = 0.35  # of a prompt token's loss; a reply token counts 1


def new_model(vocabulary: int, seed: int):
    """A fresh LlamaForCausalLM of 2.8 M parameters: 6 blocks of 192, grouped-query attention, tied embeddings."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=vocabulary,
        hidden_size=192,
        intermediate_size=512,
        num_hidden_layers=6,
        num_attention_heads=6,
        num_key_value_heads=2,
        head_dim=32,
        max_position_embeddings=MAX_TOKENS,
        rope_parameters={"rope_type": "default", "rope_theta": 10_000.0},
        tie_word_embeddings=True,
        rms_norm_eps=1e-5,
        initializer_range=0.03,
        pad_token_id=0,
        bos_token_id=None,
        eos_token_id=1,
    )
    return LlamaForCausalLM(config)


def batch_losses(model, mails: list[TokenizedMail]):
    """Sums of nats (prompt, reply) and their token counts; one padded batch, causal, so padding is never seen.

    The first token of a text is given, not predicted.
    """
    import torch
    from torch.nn.functional import cross_entropy

    width = max(len(mail.ids) for mail in mails)
    ids = torch.zeros((len(mails), width), dtype=torch.long)
    is_reply = torch.zeros((len(mails), width), dtype=torch.bool)
    is_text = torch.zeros((len(mails), width), dtype=torch.bool)
    for row, mail in enumerate(mails):
        ids[row, : len(mail.ids)] = torch.tensor(mail.ids)
        is_reply[row, mail.reply_at : len(mail.ids)] = True
        is_text[row, 1 : len(mail.ids)] = True
    hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state[:, :-1]
    wanted = is_text[:, 1:]
    logits = model.lm_head(hidden[wanted])
    nats = cross_entropy(logits.float(), ids[:, 1:][wanted], reduction="none")
    reply = is_reply[:, 1:][wanted]
    return nats[~reply].sum(), nats[reply].sum(), int((~reply).sum()), int(reply.sum())
