"""The facts of one mail: who, what, when, how much. Drawn once, so that a reply can speak of the same."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from . import names

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = (
    "January February March April May June July August September October November December".split()
)
CITIES = (
    "Lisbon Porto Ghent Lyon Turin Basel Graz Leeds Cardiff Oslo Bergen Uppsala Tampere Riga Gdansk Brno Split Athens "
    "Izmir Haifa Cairo Nairobi Accra Dakar Mumbai Kyoto Busan Hanoi Perth Boston Denver Austin Quebec Lima Bogota"
).split()
NOUNS = (
    "report list plan draft budget schedule contract recipe map key ladder camera guitar bicycle tent letter form file "
    "folder photo film book manual drawing model sample survey poster banner table chair lamp sofa carpet curtain engine "
    "pump filter cable battery charger screen keyboard server backup script article essay poem story song choir play "
    "concert exhibition workshop course seminar lecture exam project grant proposal quote invoice receipt ticket voucher "
    "menu cake bread soup wine garden hedge fence gate roof chimney stove boiler window door lock bridge boat harbour "
    "tower museum library archive kitchen studio office warehouse parking space playground orchard greenhouse pond "
    "newsletter website calendar agenda petition vote election committee council audit review inspection permit licence "
    "policy claim donation raffle auction sale market tournament race match team kit trophy uniform costume mask puppet "
    "violin piano organ drum microphone loudspeaker projector telescope compass suitcase passport visa timetable"
).split()
ADJECTIVES = (
    "new old red blue green final first second small big broken spare missing annual monthly weekly yearly summer winter "
    "spring autumn revised short long open shared joint public local northern southern wooden yellow grey borrowed"
).split()
JOBS = "designer,accountant,nurse,teacher,cook,engineer,translator,driver,editor,carpenter,analyst,gardener".split(
    ","
)
PLANTS = (
    "beans,roses,tomatoes,plums,lettuce,dahlias,courgettes,herbs,peas,pears,sunflowers,leeks".split(
        ","
    )
)
ERRORS = (
    "cannot open file",
    "access denied",
    "out of paper",
    "no such host",
    "null",
    "timed out",
    "disk full",
)
COMPANY_ENDS = (
    "",
    "",
    "",
    " Ltd",
    " & Sons",
    " GmbH",
    " Group",
    " AG",
    " Partners",
    " Foundation",
    " Labs",
)
TITLE_FORMS = (
    "The {w} {n}",
    "{W}",
    "A {n} in {W}",
    "The Last {N}",
    "{W} and the {N}",
    "Letters from {W}",
)


def thing_noun(rng: Random, things: list[str]) -> str:
    if things and rng.random() < 0.75:
        return rng.choice(things)
    noun = rng.choice(NOUNS)
    return f"{rng.choice(NOUNS)} {noun}" if rng.random() < 0.25 else noun


def named_thing(rng: Random, noun: str) -> str:
    """`report`, `red report`, `Brennick report`: what stands after `the`."""
    draw = rng.random()
    if draw < 0.4:
        return noun
    if draw < 0.65:
        return f"{rng.choice(ADJECTIVES)} {noun}"
    if draw < 0.85:
        return f"{names.proper_word(rng)} {noun}"
    return f"{names.compose_word(rng, rng.choice((1, 2)))} {noun}"


def clock_time(rng: Random) -> str:
    hour, minute = rng.randint(7, 20), rng.choice((0, 0, 15, 30, 30, 45))
    form = rng.random()
    if form < 0.5:
        return f"{hour}:{minute:02d}"
    if form < 0.85:
        twelve, half = (hour - 1) % 12 + 1, "am" if hour < 12 else "pm"
        return f"{twelve}{'' if minute == 0 else f':{minute:02d}'}{' ' if rng.random() < 0.5 else ''}{half}"
    number = "one two three four five six seven eight nine ten eleven twelve".split()[
        (hour - 1) % 12
    ]
    return number if minute != 30 else f"half past {number}"


def money(rng: Random) -> str:
    value = rng.choice(
        (
            rng.randint(5, 99),
            rng.randint(100, 999),
            rng.randint(10, 99) * 10,
            rng.randint(10, 99) * 100,
        )
    )
    return rng.choice(
        ("€{:,}", "${:,}", "£{:,}", "{:,} euros", "{:,} EUR", "CHF {:,}", "{:,} dollars")
    ).format(value)


def _ordinal(number: int) -> str:
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def calendar_day(rng: Random, sent: date) -> str:
    day = sent + timedelta(days=rng.randint(3, 80))
    month = MONTHS[day.month - 1]
    return rng.choice(
        (
            f"{day.day} {month}",
            f"{month} {day.day}",
            f"{day.day} {month[:3]}",
            f"{day.day}.{day.month}.",
            f"the {_ordinal(day.day)}",
        )
    )


def place(rng: Random) -> str:
    word = names.proper_word(rng) if rng.random() < 0.7 else names.last_name(rng)
    return rng.choice(
        (
            "the {} Room",
            "Café {}",
            "{} Street {}",
            "the {} Hall",
            "room {1}",
            "the {} Hotel",
            "{} Park",
            "the old {}",
        )
    ).format(word, rng.randint(1, 90))


def code(rng: Random) -> str:
    letters = "".join(rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(rng.randint(1, 3)))
    return rng.choice(("{}-{}", "{}{}", "#{1}", "{}/{}")).format(letters, rng.randint(100, 99999))


def title(rng: Random) -> str:
    noun, word = rng.choice(NOUNS), names.compose_word(rng, 2)
    return rng.choice(TITLE_FORMS).format(
        w=rng.choice(ADJECTIVES).capitalize(),
        n=noun.capitalize(),
        W=word.capitalize(),
        N=noun.capitalize(),
    )


class Facts(dict):
    """Slots of one mail by name; remembers in `told` which of them were written down so far."""

    def __init__(self, slots: dict[str, str]):
        super().__init__(slots)
        self.told: set[str] = set()
        self.asked: list[str] = []

    def __getitem__(self, slot: str) -> str:
        self.asked.append(slot.split("_")[0])
        return super().__getitem__(slot)


def draw_facts(rng: Random, things: list[str], sent: date, held_out: bool) -> Facts:
    """All slots of one mail. Raises nothing; every slot that a phrase may name is there."""
    noun, other = thing_noun(rng, things), thing_noun(rng, things)
    thing, other = named_thing(rng, noun), named_thing(rng, other)
    article = "our" if rng.random() < 0.08 else "the"
    day, day2 = rng.sample(DAYS if rng.random() < 0.3 else DAYS[:5], 2)
    company = names.proper_word(rng) + rng.choice(COMPANY_ENDS)
    city = rng.choice(CITIES) if rng.random() < 0.5 else names.proper_word(rng)
    project = rng.choice(("Project {}", "{}", "the {} project", "{} 2")).format(
        names.proper_word(rng)
    )
    web = names.compose_word(rng, 2)
    return Facts(
        {
            "thing": f"{article} {thing}",
            "thing_cap": f"{article.capitalize()} {thing}",
            "thing_bare": thing,
            "thing_noun": noun,
            "other": f"the {other}",
            "other_bare": other,
            "day": day,
            "day2": day2,
            "time": clock_time(rng),
            "time2": clock_time(rng),
            "date": calendar_day(rng, sent),
            "month": rng.choice(MONTHS),
            "year": str(sent.year - rng.randint(1, 9)),
            "amount": money(rng),
            "amount2": money(rng),
            "n": str(rng.randint(3, 60)),
            "n2": str(rng.randint(2, 9)),
            "n3": str(rng.randint(2, 6)),
            "person": names.first_name(rng, held_out),
            "last": names.last_name(rng, held_out),
            "full": f"{names.first_name(rng, held_out)} {names.last_name(rng, held_out)}",
            "company": company,
            "city": city,
            "place": place(rng),
            "project": project,
            "code": code(rng),
            "job": rng.choice(JOBS),
            "plant": rng.choice(PLANTS),
            "title": title(rng),
            "title2": title(rng),
            "error": rng.choice(ERRORS),
            "url": rng.choice(
                ("https://{}.example/{}", "https://www.{}.example", "http://{}.test/a?id={}")
            ).format(web, rng.randint(1, 999)),
        }
    )
