"""Phrases with alternatives: `[Could|Can] you send me {thing}?` stands for every way of choosing."""

from __future__ import annotations

import re
from random import Random

Node = str | tuple  # a literal, or a tuple of alternatives; each alternative is a list of nodes

_DOUBLED_STOP = re.compile(r"(?<!\.)\.\.(?!\.)")  # "on 18.3." at the end of a sentence
_SPACE_BEFORE_STOP = re.compile(r" ([.,?!;](?:\s|$))")
_TOKEN = re.compile(r"[\[\]|]|[^\[\]|]+")


def parse_phrase(source: str) -> list[Node]:
    """Raises ValueError where brackets do not match."""
    stack: list[list[list[Node]]] = [[[]]]
    for token in _TOKEN.findall(source):
        if token == "[":
            stack.append([[]])
        elif token == "|" and len(stack) > 1:
            stack[-1].append([])
        elif token == "]":
            if len(stack) == 1:
                raise ValueError(f"unmatched ] in {source!r}")
            alternatives = tuple(stack.pop())
            stack[-1][-1].append(alternatives)
        else:
            stack[-1][-1].append(token)
    if len(stack) != 1:
        raise ValueError(f"unmatched [ in {source!r}")
    return stack[0][0]


def _choose(nodes: list[Node], rng: Random, out: list[str]) -> None:
    for node in nodes:
        if isinstance(node, str):
            out.append(node)
        else:
            _choose(node[int(rng.random() * len(node))], rng, out)


def say(phrase: list[Node], rng: Random, facts: dict[str, str]) -> str:
    """One wording of a phrase with the mail's facts in it, starting with a capital."""
    out: list[str] = []
    _choose(phrase, rng, out)
    text = "".join(out)
    if "{" in text:
        text = text.format_map(facts)
    text = _DOUBLED_STOP.sub(".", _SPACE_BEFORE_STOP.sub(r"\1", text.replace("  ", " ").strip()))
    return text[:1].upper() + text[1:]


class Topic:
    """What people write about one subject: phrases by part (subject, ask, more, yes, no, query, also)."""

    def __init__(self, name: str, source: str):
        self.name = name
        self.parts: dict[str, list[list[Node]]] = {}
        self.things: list[str] = []
        for line in source.strip().splitlines():
            part, _, text = line.partition(":")
            if part == "things":
                self.things += [thing.strip() for thing in text.split(",")]
            else:
                self.parts.setdefault(part.strip(), []).append(parse_phrase(text.strip()))
