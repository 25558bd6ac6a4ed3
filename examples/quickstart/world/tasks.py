"""The toy world of the quickstart: what support desks ask, and which answer is right today.

One parser (`answer`) is the only source of truth: the base model is trained on its answers, the
stand-in judge grades with it and the traffic generator corrects with it. A *world* says for each
capability whether its `old` rules (those of the base training) or its `new` rules hold.
"""

from __future__ import annotations

import random
import re

CAPABILITIES = ("date", "extract", "ticket", "order", "units")
SYSTEM_PROMPT = "You are the support desk."

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_FIELDS = {
    "name": (
        "Alice Bob Carol David Emma Frank Grace Henry Irene Jack Karen Leo Maria Nina Oscar Paula "
        "Quinn Rosa Sam Tina Umar Vera Will Xena Yusuf Zoe"
    ).split(),
    "city": (
        "Berlin Paris Madrid Rome Oslo Vienna Dublin Lisbon Prague Athens Warsaw Zurich Cairo "
        "Tokyo Delhi Lima"
    ).split(),
    "color": "red blue green black white silver gold purple orange pink".split(),
    "plan": "basic standard premium trial business student".split(),
    "fruit": (
        "apple banana cherry grape lemon mango melon olive peach plum kiwi fig date berry lime pear"
    ).split(),
}
_TOPICS = {
    "invoice": [
        "invoice",
        "charged twice",
        "credit card",
        "payment failed",
        "wrong amount",
        "tax receipt",
    ],
    "refund": ["refund", "money back", "reimbursement", "chargeback"],
    "delivery": [
        "parcel",
        "courier",
        "late delivery",
        "tracking number",
        "wrong address",
        "lost package",
    ],
    "login": ["password", "locked out", "two factor code", "cannot sign in", "username"],
    "crash": ["crash", "error message", "blue screen", "freezes", "bug in the app"],
}
_QUEUES = {
    "old": {
        "invoice": "billing",
        "refund": "billing",
        "delivery": "shipping",
        "login": "account",
        "crash": "technical",
    },
    # The queues move to city offices. Only words that the base model already says: a LoRA on this
    # small a model cannot teach it tokens that it never produced.
    "new": {
        "invoice": "Dublin",
        "refund": "Lisbon",
        "delivery": "Vienna",
        "login": "Oslo",
        "crash": "Zurich",
    },
}
_GREETINGS = ["Hello, ", "Hi team, ", "", "Please help: ", "Urgent! ", "Good morning, "]
_CLOSINGS = ["", " Thanks.", " Can you fix this?", " I am not happy.", " Please reply soon."]
_COMPLAINTS = [
    "I have a problem with {}.",
    "My issue is about {}.",
    "Customer reports: {}.",
    "There is a {} on order {number}.",
    "We saw {} since {month}.",
]
_UNITS = {
    ("km", "m"): 1000,
    ("kg", "g"): 1000,
    ("m", "cm"): 100,
    ("hours", "minutes"): 60,
    ("weeks", "days"): 7,
    ("dozen", "pieces"): 12,
}
_DATE_FORMS = [
    "Rewrite the date {}.",
    "Format this date: {}",
    "Please write {} as a date for the letter.",
]
_UNIT_FORMS = ["Convert {} {} to {}.", "How much is {} {} in {}?", "What is {} {} in {}?"]

_DATE = re.compile(r"(?:the date|this date:|please write) (\d{4})-(\d{2})-(\d{2})", re.I)
_RECORD = re.compile(r"^Record: (.+)\. Give the (\w+)$")
_TICKET = re.compile(r"^Route this ticket: (.+)$")
_LIST = re.compile(r"^Reverse the list: (.+)$")
_UNIT = re.compile(r"^(?:Convert|How much is|What is) (\d+) (\w+) (?:to|in) (\w+)[.?]$")

CHANGEABLE = ("date", "ticket")  # capabilities that have new rules, too


def ask(capability: str, rng: random.Random) -> str:
    """A question of the capability, drawn with `rng`."""
    if capability == "date":
        day = f"{rng.randint(1990, 2039)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        return rng.choice(_DATE_FORMS).format(day)
    if capability == "extract":
        keys = rng.sample(list(_FIELDS), 3)
        record = "; ".join(f"{key} {rng.choice(_FIELDS[key])}" for key in keys)
        return f"Record: {record}. Give the {rng.choice(keys)}"
    if capability == "ticket":
        word = rng.choice(_TOPICS[rng.choice(list(_TOPICS))])
        body = rng.choice(_COMPLAINTS).format(
            word, number=rng.randint(100, 999), month=rng.choice(_MONTHS)
        )
        return f"Route this ticket: {rng.choice(_GREETINGS)}{body}{rng.choice(_CLOSINGS)}"
    if capability == "order":
        return "Reverse the list: " + ", ".join(rng.sample(_FIELDS["fruit"], rng.randint(2, 4)))
    if capability == "units":
        source, target = rng.choice(list(_UNITS))
        return rng.choice(_UNIT_FORMS).format(rng.randint(1, 20), source, target)
    raise ValueError(f"unknown capability {capability!r}; known are {', '.join(CAPABILITIES)}")


def capability_of(question: str) -> str | None:
    """The capability that a question belongs to; None for a question from outside this world."""
    patterns = zip(CAPABILITIES, (_DATE, _RECORD, _TICKET, _LIST, _UNIT), strict=True)
    return next((name for name, pattern in patterns if pattern.search(question)), None)


def answer(question: str, world: dict[str, str] | None = None) -> str | None:
    """The right answer in `world` (capability → "old" or "new"; absent means old); None when the
    question is not one of this world's."""
    capability = capability_of(question)
    rules = (world or {}).get(capability, "old")
    if capability == "date":
        year, month, day = _DATE.search(question).groups()
        if not 1 <= int(month) <= 12:
            return None
        short = f"{day} {_MONTHS[int(month) - 1]}"
        return short if rules == "new" else f"{short} {year}"
    if capability == "extract":
        record, key = _RECORD.search(question).groups()
        return dict(part.split(" ", 1) for part in record.split("; ") if " " in part).get(key)
    if capability == "ticket":
        text = _TICKET.search(question).group(1)
        topics = (t for t, words in _TOPICS.items() if any(word in text for word in words))
        return _QUEUES[rules].get(next(topics, None))
    if capability == "order":
        return ", ".join(reversed(_LIST.search(question).group(1).split(", ")))
    if capability == "units":
        number, source, target = _UNIT.search(question).groups()
        factor = _UNITS.get((source, target))
        return None if factor is None else f"{int(number) * factor} {target}"
    return None


def rows(
    capabilities: tuple[str, ...], count: int, seed: int, world: dict[str, str] | None = None
) -> list[tuple[str, str, str]]:
    """`count` shuffled rows (capability, question, answer), the capabilities taking turns."""
    rng = random.Random(seed)
    drawn = []
    for i in range(count):
        capability = capabilities[i % len(capabilities)]
        question = ask(capability, rng)
        drawn.append((capability, question, answer(question, world)))
    rng.shuffle(drawn)
    return drawn
