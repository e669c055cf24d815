"""The phrase bank, one module an area of life. All of it is our own text."""

from ..phrases import Topic
from . import anything, home, leisure, money, work

# The open topics come thrice: there the thing is arbitrary and must be copied, not guessed.
ALL_TOPICS: tuple[Topic, ...] = (
    work.TOPICS + money.TOPICS + home.TOPICS + leisure.TOPICS + anything.TOPICS * 5
)
