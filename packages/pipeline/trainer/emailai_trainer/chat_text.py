"""
From a row to the tokens a model reads and writes.

    prompt  = tokens(chat template of [user: message] with the opening of the assistant's turn)
    reply   = tokens(output) + the template's end-of-turn token

Both are tokenised on their own (no special tokens added: the template brings its own), so that the serving side,
which has the prompt first and the reply later, arrives at the very same tokens.

THE CUTTING RULE, which serving follows too. Where prompt + reply exceed ``max_tokens``:

1. a reply that alone leaves the prompt less than half loses its end: it keeps
   ``max(max_tokens - len(prompt), max_tokens // 2)`` tokens, without the end-of-turn token, for it did not end;
2. the prompt keeps ``budget = max_tokens - len(reply)`` tokens (serving a draft: ``max_tokens`` of the context
   minus the draft's own limit): the first ``budget - budget // 2`` and the last ``budget // 2`` of them.
   The middle goes: the head holds the instruction and who writes, the end the delimiter and the turn's opening.
"""

from dataclasses import dataclass
from typing import Any

from .errors import TrainerError
from .rows import Row

_REPLY_MARK = "REPLYGOESHERE"


@dataclass(frozen=True)
class TokenisedRow:
    """``prompt`` + ``reply`` fit the limit; ``cut_tokens`` says how many did not."""

    id: str
    prompt: list[int]
    reply: list[int]
    cut_tokens: int

    def __len__(self) -> int:
        return len(self.prompt) + len(self.reply)


def keep_ends(tokens: list[int], budget: int) -> list[int]:
    """The head and the tail of ``tokens``, ``budget`` tokens together; everything where it fits."""
    if len(tokens) <= budget:
        return tokens
    tail = budget // 2
    return tokens[: budget - tail] + tokens[len(tokens) - tail :]


def fit_tokens(
    prompt: list[int], reply: list[int], max_tokens: int
) -> tuple[list[int], list[int], int]:
    """Applies the cutting rule above; returns prompt, reply and the number of tokens cut."""
    whole = len(prompt) + len(reply)
    if whole <= max_tokens:
        return prompt, reply, 0
    kept_reply = reply[: max(max_tokens - len(prompt), max_tokens // 2)]
    kept_prompt = keep_ends(prompt, max_tokens - len(kept_reply))
    return kept_prompt, kept_reply, whole - len(kept_prompt) - len(kept_reply)


def end_of_turn_id(tokenizer: Any) -> int:
    """
    The token that ends an assistant's turn in this template: a known reply is rendered and the first special
    token behind it taken. Raises ``base_unsupported`` where the base has no template or ends no turn.
    """
    if not tokenizer.chat_template:
        raise TrainerError("base_unsupported", "The base's tokenizer has no chat template.")
    messages = [
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": _REPLY_MARK},
    ]
    text = tokenizer.apply_chat_template(messages, tokenize=False)
    _, mark, behind = text.rpartition(_REPLY_MARK)
    special = set(tokenizer.all_special_ids) | {
        number for number, token in tokenizer.added_tokens_decoder.items() if token.special
    }
    if mark:
        for token in tokenizer(behind, add_special_tokens=False)["input_ids"]:
            if token in special:
                return token
    raise TrainerError("base_unsupported", "The base's chat template does not end a turn.")


def prompt_text(tokenizer: Any, user_message: str) -> str:
    """The user's turn and the opening of the assistant's, as the template renders them."""
    return tokenizer.apply_chat_template(
        [{"role": "user", "content": user_message}], tokenize=False, add_generation_prompt=True
    )


def tokenise_rows(tokenizer: Any, rows: list[Row], max_tokens: int) -> list[TokenisedRow]:
    """Rows as tokens, each at most ``max_tokens`` long, in the order given."""
    end = end_of_turn_id(tokenizer)
    prompts = tokenizer(
        [prompt_text(tokenizer, row.user_message) for row in rows], add_special_tokens=False
    )["input_ids"]
    replies = tokenizer([row.output for row in rows], add_special_tokens=False)["input_ids"]
    tokenised = []
    for row, prompt, reply in zip(rows, prompts, replies, strict=True):
        tokenised.append(TokenisedRow(row.id, *fit_tokens(prompt, [*reply, end], max_tokens)))
    return tokenised
