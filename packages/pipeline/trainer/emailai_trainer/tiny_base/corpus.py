"""Synthetic mail of mixed styles, made from a seed: the same seed and index always give the same mail.

All text is our own. It holds none of the demo writers' greetings or sign-offs, so what a personal
adapter adds can be told from what the base knew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from . import names
from .facts import Facts, draw_facts
from .greetings import Person
from .phrases import Topic, say
from .prompt_format import IncomingMail, compose_prompt, reply_prompt
from .smalltalk import ANY, FOREIGN, RAW
from .style import Style, draw_style
from .topics import ALL_TOPICS

KINDS = (("yes", "glad"), ("yes", "glad"), ("no", "sorry"), ("query", "asking"))
FOLLOW_UPS = {"day2", "time2", "amount2"}  # what an answer may bring in that the mail did not name


@dataclass(frozen=True)
class Sample:
    """`kind` is reply or compose; `sender` and `owner` are who wrote the incoming mail and who answers."""

    prompt: str
    reply: str
    kind: str
    sender: Person
    owner: Person


def sample_seed(seed: int, index: int, held_out: bool) -> int:
    return (seed * 1_000_003 + index) * 2 + held_out


class Writing:
    """The writing of one mail and its reply over shared facts."""

    def __init__(self, rng: Random, held_out: bool):
        self.rng = rng
        self.held_out = held_out
        self.topic: Topic = rng.choice(ALL_TOPICS)
        self.sent = date(2017, 1, 1) + timedelta(days=rng.randrange(4300))
        self.facts: Facts = draw_facts(rng, self.topic.things, self.sent, held_out)
        self.sender = self._person()
        self.owner = self._person()
        self.said: set[int] = set()  # ids of phrases
        self.question: set[str] = set()  # facts named by the sentence that asks

    def _person(self) -> Person:
        return Person(
            names.first_name(self.rng, self.held_out), names.last_name(self.rng, self.held_out)
        )

    def keep(self) -> list[str]:
        """Words that keep their capital in a mail written without capitals."""
        return [
            *(self.facts[slot] for slot in ("person", "company", "city", "day", "day2")),
            "P.S.",
        ]

    def tell(self, topic: Topic, part: str) -> str | None:
        """A sentence that may name any fact; None where every phrase of the part was used."""
        phrases = topic.parts[part]
        for _ in range(6):
            self.facts.asked = []
            phrase = self.rng.choice(phrases)
            text = say(phrase, self.rng, self.facts)
            if id(phrase) not in self.said:
                break
        else:
            return None
        self.said.add(id(phrase))
        self.facts.told.update(self.facts.asked)
        return text

    def answer(self, topic: Topic, part: str, must: bool = False) -> str | None:
        """A sentence about facts that the mail told.

        Where it `must` be: of a few wordings the one with the fewest new facts and the most of what was asked.
        """
        best: tuple[tuple[int, int], str, list[str], int] | None = None
        for _ in range(7 if must else 5):
            self.facts.asked = []
            phrase = self.rng.choice(topic.parts[part])
            if id(phrase) in self.said:
                continue
            text = say(phrase, self.rng, self.facts)
            named = set(self.facts.asked)
            rank = (len(named - self.facts.told - FOLLOW_UPS), -len(named & self.question))
            if best is None or rank < best[0]:
                best = (rank, text, self.facts.asked, id(phrase))
            if rank[0] == 0 and not must:
                break
        if best is None or (best[0][0] > 0 and not must and self.rng.random() < 0.75):
            return None
        self.said.add(best[3])
        self.facts.told.update(best[2])
        return best[1]

    def incoming(self, style: Style, to: Person | None, writer: Person | None) -> str:
        rng, topic = self.rng, self.topic
        lines = [self.tell(ANY, "hello")] if rng.random() < 0.4 else []
        lines.append(self.tell(topic, "ask"))
        self.question = set(self.facts.asked)
        lines += [self.tell(topic, "more") for _ in range(min(4, style.sentences - 1))]
        if style.sentences > 3 and rng.random() < 0.3:
            lines.insert(rng.randrange(len(lines) + 1), self.tell(ANY, "chat"))
        if rng.random() < 0.35:
            lines.append(self.tell(ANY, "bye"))
        if rng.random() < 0.03:
            lines.insert(rng.randrange(len(lines) + 1), rng.choice(FOREIGN))
        said = [line for line in lines if line]
        text = style.mail(
            rng, to, writer, style.body(rng, said, self.keep()), self._post(style), self.keep()
        )
        if rng.random() < 0.06:
            text += "\n\n" + self._raw()
        if rng.random() < 0.013:
            text = self._lengthened(text)
        return text

    def _lengthened(self, text: str) -> str:
        """A long mail: further paragraphs of other matters, so that far positions are trained too."""
        for _ in range(self.rng.randint(3, 22)):
            topic = self.rng.choice(ALL_TOPICS)
            facts, self.facts = (
                self.facts,
                draw_facts(self.rng, topic.things, self.sent, self.held_out),
            )
            lines = [
                self.tell(topic, self.rng.choice(("more", "also", "yes", "no")))
                for _ in range(self.rng.randint(2, 6))
            ]
            self.facts = facts
            text += "\n\n" + (
                self._raw() if self.rng.random() < 0.1 else " ".join(line for line in lines if line)
            )
        return text

    def _raw(self) -> str:
        words = {"w1": names.compose_word(self.rng, 2), "w2": names.compose_word(self.rng, 1)}
        return self.rng.choice(RAW).format_map({**self.facts, **words})

    def _post(self, style: Style) -> str:
        return self.answer(ANY, "post", must=True) or "" if style.postscript else ""

    def reply(self, style: Style) -> str:
        rng, topic = self.rng, self.topic
        kind, courtesy = rng.choice(KINDS)
        lines = [
            self.answer(ANY, "thanks") if rng.random() < 0.4 else None,
            self.answer(topic, kind, must=True),
        ]
        wanted = style.sentences - 1
        if wanted and rng.random() < 0.4:
            lines.append(self.answer(ANY, courtesy, must=True))
            wanted -= 1
        for at in range(max(0, wanted - 1)):
            is_chat = at > 1 and rng.random() < 0.4
            lines.append(self.answer(ANY, "chat") if is_chat else self.answer(topic, "also"))
        if wanted > 1 and rng.random() < 0.2 and kind != "query":
            lines.append(self.answer(topic, "query"))
        if wanted and rng.random() < 0.7:
            lines.append(self.answer(ANY, "end"))
        if rng.random() < 0.01:
            lines.append(rng.choice(FOREIGN))
        said = [line for line in lines if line]
        body = style.body(rng, said, self.keep())
        return style.mail(rng, self.sender, self.owner, body, self._post(style), self.keep())


def _shown(rng: Random, person: Person) -> str:
    """A name as mail programs write it."""
    draw = rng.random()
    if draw < 0.88:
        return person.full
    if draw < 0.92:
        return person.first
    if draw < 0.95:
        return f"{person.first} {rng.choice('ABCDEFGHJKLMNPRST')}. {person.last}"
    if draw < 0.975:
        return f"{person.last}, {person.first}"
    return f"{person.first}.{person.last}@{names.compose_word(rng, 2)}.example".lower()


def _subject(writing: Writing) -> str:
    subject = (writing.tell(writing.topic, "subject") or writing.facts["thing_bare"]).rstrip(".")
    rng = writing.rng
    return ("Re: " if rng.random() < 0.2 else "") + (
        subject.lower() if rng.random() < 0.12 else subject
    )


def draw_sample(seed: int, index: int, held_out: bool = False) -> Sample:
    """One mail with its reply. Held-out mails name only people that no training mail names."""
    rng = Random(sample_seed(seed, index, held_out))
    writing = Writing(rng, held_out)
    mine, theirs = draw_style(rng), draw_style(rng)
    subject = _subject(writing)
    if rng.random() < 0.1:
        text = writing.incoming(mine, writing.sender, None)
        return Sample(
            compose_prompt(writing.sender.full, subject),
            text,
            "compose",
            writing.sender,
            writing.owner,
        )
    from_name, to_name = _shown(rng, writing.sender), _shown(rng, writing.owner)
    older: list[tuple[str | None, str]] = []
    if rng.random() < 0.2:
        if rng.random() < 0.5:
            older.append((from_name, writing.incoming(theirs, writing.owner, writing.sender)))
        older.append((None, writing.reply(mine)))
    body = writing.incoming(theirs, writing.owner, writing.sender)
    prompt = reply_prompt(IncomingMail(from_name, to_name, subject, writing.sent, body), older)
    return Sample(prompt, writing.reply(mine), "reply", writing.sender, writing.owner)
