"""Personal data is found by its form, and what only looks alike stays."""

from __future__ import annotations

import pytest

from homeostat_trainer import privacy, rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to ada.l+x@mail.example.org now.", "Write to [EMAIL] now."),
        ("Call +44 20 7946 0958 or (030) 901820.", "Call [PHONE] or [PHONE]."),
        ("Card 4111 1111 1111 1111, thanks", "Card [CARD], thanks"),
        ("Pay DE89 3704 0044 0532 0130 00 today", "Pay [IBAN] today"),
        ("From 192.168.10.4 and 2001:db8::ff00:42:8329.", "From [IP] and [IP]."),
    ],
)
def test_personal_data_is_replaced(text, expected):
    redacted, count = privacy.redact(text, privacy.KINDS)

    assert redacted == expected
    assert count == expected.count("[")


@pytest.mark.parametrize(
    "text",
    [
        "Rewrite the date 2029-05-24.",
        "Order 1234567890123 of 12.50 at 10:30:15, version 1.2.3",
        "Card 4111 1111 1111 1112",
        "DE00 3704 0044 0532 0130 00",
        "What is 1000 km in m? See 3.14159 and 999.999.999.999.",
        "def f(x): return x @ y",
        "a::b std::vector",
    ],
)
def test_numbers_that_only_look_alike_stay(text):
    assert privacy.redact(text, privacy.KINDS) == (text, 0)


def test_only_the_named_kinds_are_replaced_in_every_text_of_a_row():
    row = rows.Row(
        "say",
        "mail a@b.example",
        "call +44 20 7946 0958",
        history=(("user", "I am c@d.example"),),
    )

    found, count = privacy.redacted(row, [privacy.EMAIL])

    assert (found.prompt, found.answer, count) == ("mail [EMAIL]", row.answer, 2)
    assert found.history == (("user", "I am [EMAIL]"),)
    assert privacy.redacted(row, []) == (row, 0)
