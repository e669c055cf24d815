"""How mails open and close. None of these is a greeting or a sign-off of a demo writer."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

CASUAL_OPENINGS = (
    *["Hi {f},\n\n"] * 7,
    *["Hello {f},\n\n"] * 3,
    *["Hey {f},\n\n"] * 3,
    *["{f},\n\n"] * 3,
    "Hi {f}!\n\n",
    "Hi {f} -\n\n",
    "Hi {f},\n",
    "Hello {f}!\n\n",
    "{f}, ",
    "{f} - ",
    "Thanks {f}, ",
    "Thank you, {f}.\n\n",
    "Hi {f}, ",
    "Morning {f},\n\n",
    "Hey {f}!\n\n",
    "{f}:\n\n",
    "Hi there {f},\n\n",
    "Hey {f}, ",
    "{f}!\n\n",
    "Hello {f} -\n\n",
    "Evening {f},\n\n",
    "",
)
FORMAL_OPENINGS = (
    *["Dear {f},\n\n"] * 6,
    *["Dear {f} {l},\n\n"] * 3,
    "Good morning {f},\n\n",
    "Good afternoon {f},\n\n",
    "Good evening {f},\n\n",
    "Hello {f},\n\n",
    "Hello {f} {l},\n\n",
    "Dear {f},\n",
    "Dear {f} -\n\n",
    "Hi {f},\n\n",
)
CASUAL_CLOSINGS = (
    *["Best,"] * 4,
    *["Thanks,"] * 4,
    *["Cheers,"] * 3,
    "Cheers",
    "Thanks!",
    "Thanks",
    "Talk soon,",
    "See you,",
    "Take care,",
    "Bye,",
    "Best",
    "Ciao,",
    "Many thanks,",
    "Later,",
    "Have a good day,",
    "Greetings,",
    "Love,",
    "See you soon,",
    "",
    "",
    "",
    "",
    "Thanks again,",
    "All the best,",
    "Speak soon,",
)
FORMAL_CLOSINGS = (
    *["Kind regards,"] * 4,
    *["Best regards,"] * 4,
    *["Regards,"] * 2,
    "Best wishes,",
    "All the best,",
    "Sincerely,",
    "Yours sincerely,",
    "Yours,",
    "Many thanks,",
    "With best wishes,",
    "With thanks,",
    "Warm regards,",
    "Respectfully,",
)


@dataclass(frozen=True)
class Person:
    first: str
    last: str

    @property
    def full(self) -> str:
        return f"{self.first} {self.last}"


def sign(rng: Random, closing: str, writer: Person | None, formal: bool) -> str:
    """The last lines of a mail; `None` where the writer's name is not known to the reader of the prompt."""
    if writer is None:
        return closing.rstrip(",")
    forms = (
        (writer.full,) * 5 + (writer.first,) * 2
        if formal
        else (
            *(writer.first,) * 8,
            writer.full,
            writer.full,
            writer.first[0],
            writer.first[0] + writer.last[0],
            f"/{writer.first}",
            f"- {writer.first}",
        )
    )
    name = rng.choice(forms)
    if closing and rng.random() < 0.06 and not formal:
        return f"{closing.rstrip(',!')}, {name}"
    return f"{closing}\n{name}" if closing else name
