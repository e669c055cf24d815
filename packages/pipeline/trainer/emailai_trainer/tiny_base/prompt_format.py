"""What the model reads, in Python: the same text that the product's contracts render for a live draft.

Source of truth is packages/contracts/src/prompt.ts; a test compares the shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

REPLY_INSTRUCTION = "Write my reply to this email."
COMPOSE_INSTRUCTION = "Write my email."
WEEKDAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True)
class IncomingMail:
    from_name: str
    to_name: str
    subject: str
    sent: date
    body: str


def prompt_date(day: date) -> str:
    """`Thu 12 Mar 2026`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def escape_role_tokens(text: str) -> str:
    """Only what our own corpus can hold: a line that starts like a delimiter."""
    text = text.replace("<|", "< |").replace("|>", "| >")
    return "\n".join(
        "- --" + line[3:] if line.startswith("---") else line for line in text.split("\n")
    )


def reply_prompt(mail: IncomingMail, older: list[tuple[str | None, str]]) -> str:
    """User message of a reply; `older` holds (name or None for the owner, body), oldest first."""
    lines = [REPLY_INSTRUCTION, ""]
    for name, body in older:
        lines += [f"--- earlier, from {name or 'me'} ---", escape_role_tokens(body.strip())]
    lines += [
        "--- email ---",
        f"From: {mail.from_name}",
        f"To: {mail.to_name}",
        f"Date: {prompt_date(mail.sent)}",
        f"Subject: {mail.subject}",
        "",
        escape_role_tokens(mail.body.strip()),
        "--- end ---",
    ]
    return "\n".join(lines)


def compose_prompt(to_name: str, subject: str) -> str:
    lines = [
        COMPOSE_INSTRUCTION,
        "",
        "--- email ---",
        f"To: {to_name}",
        f"Subject: {subject}",
        "--- end ---",
    ]
    return "\n".join(lines)
