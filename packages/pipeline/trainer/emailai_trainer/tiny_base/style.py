"""One writer's habits, and the turning of plain sentences into that writer's mail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from .greetings import (
    CASUAL_CLOSINGS,
    CASUAL_OPENINGS,
    FORMAL_CLOSINGS,
    FORMAL_OPENINGS,
    Person,
    sign,
)

EMOJI = "😀 🙂 😊 😂 😅 😉 😍 🎉 👍 🙏 ❤️ ✨ 🌻 🌱 🍰 ☕ 🚀 🔧 📎 📅 🐶 🎵 ⚽ 🏃 🌧 ☀️ 😢 🤔 💪 🥳 :) :-) ;) :D :(".split()
SPELLED_OUT = (
    (r"\bI'm\b", "I am"),
    (r"n't\b", " not"),
    (r"'ll\b", " will"),
    (r"\bI'd\b", "I would"),
    (r"'ve\b", " have"),
    (r"'re\b", " are"),
    (r"\b([Ii]t|[Tt]hat|[Ww]hat)'s\b", r"\1 is"),
    (r"\b[Ll]et's\b", "Let us"),
    (r"'d\b", " would"),
)


@dataclass(frozen=True)
class Style:
    formal: bool
    casing: str  # sentence, lower or shout
    ends: str  # what a full stop becomes
    joins: str  # what two sentences are joined by now and then, or ""
    layout: str  # block, paragraphs, lines or bullets
    contractions: bool
    emoji: tuple[str, ...]
    keeps_names: bool
    postscript: bool
    opening: str
    closing: str
    sentences: int

    def body(self, rng: Random, sentences: list[str], keep: list[str]) -> str:
        """`keep` are the words whose capitals survive in a mail without capitals."""
        said = [self._sentence(rng, sentence) for sentence in sentences]
        if self.joins and len(said) > 1 and rng.random() < 0.7:
            at = rng.randrange(len(said) - 1)
            if said[at].endswith(".") and not said[at].endswith(".."):
                follower = said[at + 1]
                follower = (
                    follower
                    if follower.startswith("I ") or follower.startswith("I'")
                    else (
                        follower
                        if follower.split(" ")[0].rstrip(",") in keep
                        else follower[:1].lower() + follower[1:]
                    )
                )
                said[at : at + 2] = [said[at][:-1] + self.joins + follower]
        if self.layout == "bullets" and len(said) > 2:
            head, tail = said[0], said[1:]
            return self._cased(head + "\n\n" + "\n".join(f"- {line}" for line in tail), keep)
        if self.layout == "lines":
            return self._cased("\n".join(said), keep)
        if self.layout == "paragraphs" and len(said) > 2:
            cut = rng.randint(1, len(said) - 1)
            return self._cased(" ".join(said[:cut]) + "\n\n" + " ".join(said[cut:]), keep)
        return self._cased(" ".join(said), keep)

    def _sentence(self, rng: Random, sentence: str) -> str:
        if not self.contractions:
            sentence = (
                sentence.replace("can't", "cannot")
                .replace("won't", "will not")
                .replace("Won't", "Will not")
            )
            for pattern, full in SPELLED_OUT:
                sentence = re.sub(pattern, full, sentence)
        if sentence.endswith(".") and self.ends != "." and rng.random() < 0.7:
            sentence = sentence[:-1] + self.ends
        if self.emoji and rng.random() < 0.35:
            sentence += f" {rng.choice(self.emoji)}"
        return sentence

    def _cased(self, text: str, keep: list[str]) -> str:
        if self.casing == "lower":
            text = text.lower()
            for word in keep if self.keeps_names else ():
                text = text.replace(word.lower(), word)
        elif self.casing == "shout":
            text = re.sub(
                r"\b(really|so|very|not|now|great|thank you|thanks|love|please)\b",
                lambda m: m[0].upper(),
                text,
            )
        return text

    def mail(
        self,
        rng: Random,
        to: Person | None,
        writer: Person | None,
        body: str,
        postscript: str,
        keep: list[str],
    ) -> str:
        """The whole mail: opening, body, closing."""
        opening = self.opening.format(f=to.first, l=to.last) if to else ""
        closing = sign(rng, self.closing, writer, self.formal)
        if self.casing == "lower":
            opening, closing = opening.lower(), closing.lower()
            if to and self.keeps_names:
                opening = opening.replace(to.first.lower(), to.first).replace(
                    to.last.lower(), to.last
                )
        if opening.endswith((", ", "- ")) and body.split(" ")[0].rstrip(",.") not in (
            *keep,
            "I",
            "I'm",
            "I'll",
            "I've",
            "I'd",
        ):
            body = body[:1].lower() + body[1:]
        gap = "\n" if self.layout == "lines" else "\n\n"
        text = opening + body + (gap + closing if closing else "")
        return text + (f"\n\nP.S. {self._cased(postscript, keep)}" if postscript else "")


def draw_style(rng: Random) -> Style:
    formal = rng.random() < 0.32
    casing = (
        "sentence" if formal else rng.choices(("sentence", "lower", "shout"), (0.72, 0.22, 0.06))[0]
    )
    return Style(
        formal=formal,
        casing=casing,
        ends="."
        if formal
        else rng.choices((".", "!", "...", "", "!!"), (0.66, 0.15, 0.1, 0.06, 0.03))[0],
        joins=rng.choices(("", "; ", " — ", " - ", ", and "), (0.6, 0.12, 0.1, 0.08, 0.1))[0],
        layout=rng.choices(("block", "paragraphs", "lines", "bullets"), (0.55, 0.3, 0.09, 0.06))[0],
        contractions=rng.random() < (0.35 if formal else 0.95),
        emoji=tuple(rng.sample(EMOJI, 3)) if not formal and rng.random() < 0.15 else (),
        keeps_names=rng.random() < 0.7,
        postscript=rng.random() < 0.05,
        opening=rng.choice(FORMAL_OPENINGS if formal else CASUAL_OPENINGS),
        closing=rng.choice(FORMAL_CLOSINGS if formal else CASUAL_CLOSINGS),
        sentences=rng.choices(
            (1, 2, 3, 4, 5, 6, 8, 10), (0.08, 0.17, 0.2, 0.2, 0.14, 0.1, 0.07, 0.04)
        )[0],
    )
