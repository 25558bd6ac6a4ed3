"""Personal data in texts, found by form and replaced by placeholders.

The placeholders are those of the gateway's redaction. Numbers count as cards and accounts only
with the right checksum, and as phone numbers only in an international form or with an area code in
brackets, so that dates, orders and amounts stay.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from homeostat_trainer.rows import Row

EMAIL = "Email"
PHONE = "Phone"
CREDIT_CARD = "CreditCard"
IBAN = "Iban"
IP_ADDRESS = "IpAddress"
KINDS = (EMAIL, PHONE, CREDIT_CARD, IBAN, IP_ADDRESS)

_SUSPICIOUS = re.compile(r"[@\d:]")  # nothing is found in a text without these


def _luhn(text: str) -> bool:
    digits = [int(c) for c in text if c.isdigit()]
    if not 13 <= len(digits) <= 19:
        return False
    doubled = [d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0 and len(set(digits)) > 1


def _iban(text: str) -> bool:
    account = re.sub(r"\s", "", text).upper()
    if not 15 <= len(account) <= 34:
        return False
    turned = account[4:] + account[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def _address(text: str) -> bool:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return False
    return found.version == 4 or (len(text) > 5 and any(c.isdigit() for c in text))


def _phone(text: str) -> bool:
    return 8 <= sum(c.isdigit() for c in text) <= 15


_FORMS: dict[str, tuple[str, re.Pattern[str], Callable[[str], bool]]] = {
    EMAIL: (
        "[EMAIL]",
        re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}\b"),
        lambda text: True,
    ),
    IBAN: (
        "[IBAN]",
        re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"),
        _iban,
    ),
    CREDIT_CARD: ("[CARD]", re.compile(r"(?<![\w.])\d(?:[ -]?\d){12,18}(?![\d.]\d)"), _luhn),
    IP_ADDRESS: (
        "[IP]",
        re.compile(
            r"(?<![\w.:])(?:(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{1,4})"
            r"(?![\w.:]*\w)"
        ),
        _address,
    ),
    PHONE: (
        "[PHONE]",
        re.compile(
            r"(?<![\w+])(?:\+\d{1,3}[ .-]?(?:\(\d{1,5}\)[ .-]?)?\d(?:[ .-]?\d){5,12}"
            r"|\(\d{2,5}\)[ .-]?\d(?:[ .-]?\d){5,10})(?!\d)"
        ),
        _phone,
    ),
}


def redact(text: str, kinds: Sequence[str]) -> tuple[str, int]:
    """The text without personal data of these kinds, and how much was replaced."""
    if not _SUSPICIOUS.search(text):
        return text, 0
    replaced = 0
    for kind, form in _FORMS.items():
        if kind in kinds:
            text, found = _without(text, *form)
            replaced += found
    return text, replaced


def _without(
    text: str, placeholder: str, form: re.Pattern[str], right: Callable[[str], bool]
) -> tuple[str, int]:
    found = sum(right(match[0]) for match in form.finditer(text))
    if not found:
        return text, 0
    return form.sub(lambda match: placeholder if right(match[0]) else match[0], text), found


def redacted(row: Row, kinds: Sequence[str]) -> tuple[Row, int]:
    """The row without personal data, and how much was replaced."""
    if not kinds:
        return row, 0
    prompt, asked = redact(row.prompt, kinds)
    answer, answered = redact(row.answer, kinds)
    history, earlier = row.history, 0
    if history:
        turns = [(role, *redact(text, kinds)) for role, text in history]
        history = tuple((role, text) for role, text, _ in turns)
        earlier = sum(count for _, _, count in turns)
    total = asked + answered + earlier
    if not total:
        return row, 0
    return replace(row, prompt=prompt, answer=answer, history=history), total
