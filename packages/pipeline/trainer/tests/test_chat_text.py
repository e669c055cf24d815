"""Tokens of a row and the cutting rule that serving shares."""

import pytest
from conftest import make_base, make_rows

from emailai_trainer.chat_text import end_of_turn_id, fit_tokens, keep_ends, tokenise_rows
from emailai_trainer.errors import TrainerError
from emailai_trainer.rows import Row
from emailai_trainer.tokenizer import load_tokenizer


@pytest.fixture(scope="module")
def tokenizer(llama_dir):
    return load_tokenizer(llama_dir)


def rows_of(raw: list[dict]) -> list[Row]:
    return [Row(r["id"], f"{r['instruction']}\n\n{r['input']}", r["output"]) for r in raw]


def test_prompt_and_reply_read_as_the_template_renders_them(tokenizer):
    raw = make_rows(1)
    [row] = tokenise_rows(tokenizer, rows_of(raw), 512)
    prompt = tokenizer.decode(row.prompt)
    assert prompt == (
        f"<|user|>\nWrite my reply to this email.\n\n{raw[0]['input']}<|end|>\n<|assistant|>\n"
    )
    assert tokenizer.decode(row.reply) == raw[0]["output"] + "<|end|>"
    assert row.cut_tokens == 0


def test_the_end_of_turn_is_the_first_special_token_behind_a_reply(tokenizer, llama_dir):
    assert end_of_turn_id(tokenizer) == tokenizer.convert_tokens_to_ids("<|end|>")
    other = load_tokenizer(llama_dir)
    # As templates of the qwen kind: a line break and a further turn behind the reply.
    other.chat_template = (
        "{% for m in messages %}{{ m['content'] }} \n<|assistant|><|end|>{% endfor %}"
    )
    assert end_of_turn_id(other) == tokenizer.convert_tokens_to_ids("<|assistant|>")
    other.chat_template = "{% for m in messages %}{{ m['content'] }}{% endfor %}"
    with pytest.raises(TrainerError, match="does not end a turn"):
        end_of_turn_id(other)


def test_keep_ends_drops_the_middle():
    tokens = list(range(10))
    assert keep_ends(tokens, 10) == tokens
    assert keep_ends(tokens, 4) == [0, 1, 8, 9]
    assert keep_ends(tokens, 5) == [0, 1, 2, 8, 9]
    assert keep_ends(tokens, 1) == [0]


@pytest.mark.parametrize("prompt_length", [1, 10, 40, 100])
@pytest.mark.parametrize("reply_length", [1, 10, 40, 100])
def test_what_is_cut_is_counted_and_the_rest_fits(prompt_length, reply_length):
    prompt = list(range(prompt_length))
    reply = list(range(1000, 1000 + reply_length))
    kept_prompt, kept_reply, cut = fit_tokens(prompt, reply, 50)
    kept = len(kept_prompt) + len(kept_reply)
    assert kept == min(50, prompt_length + reply_length)
    assert cut == prompt_length + reply_length - kept
    assert kept_reply == reply[: len(kept_reply)], "a reply loses its end only"
    assert len(kept_reply) >= min(reply_length, 25), "a reply keeps at least half of the limit"
    assert kept_prompt[0] == 0 and kept_prompt[-1] == prompt_length - 1, "a prompt keeps both ends"


def test_a_long_mail_keeps_its_instruction_and_its_delimiter(tokenizer):
    raw = make_rows(1)
    raw[0]["input"] = raw[0]["input"].replace("Hi Tom,", "Hi Tom,\n" + "on and on and on " * 200)
    [row] = tokenise_rows(tokenizer, rows_of(raw), 200)
    text = tokenizer.decode(row.prompt)
    assert len(row) == 200
    assert row.cut_tokens > 0
    assert text.startswith("<|user|>\nWrite my reply to this email.\n\n--- email ---\nFrom: Ada")
    assert text.endswith("--- end ---<|end|>\n<|assistant|>\n")
    assert row.reply[-1] == end_of_turn_id(tokenizer)


def test_a_base_without_a_template_is_refused(tmp_path):
    tokenizer = load_tokenizer(make_base(tmp_path))
    tokenizer.chat_template = None
    with pytest.raises(TrainerError) as refusal:
        end_of_turn_id(tokenizer)
    assert refusal.value.code == "base_unsupported"
