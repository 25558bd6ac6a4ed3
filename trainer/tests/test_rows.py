"""Rows as files hold them: JSON lines, chats and Parquet."""

from __future__ import annotations

import json

import pyarrow
import pyarrow.parquet
import pytest

from homeostat_trainer import rows
from homeostat_trainer.errors import JobError


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2: expected an object"),
        ('{"capability":"a","prompt":"b"}', "line 2: expected field answer"),
        ('{"capability":"a","prompt":"b","answer":" "}', "line 2: expected field answer"),
        (
            '{"capability":"a","prompt":"b","answer":"c","provenance":"me"}',
            "line 2: expected field provenance to be one of Human, BaseTraining",
        ),
        (
            '{"capability":"a","messages":[{"role":"user","content":"b"}]}',
            "line 2: expected messages to end with a user's and an assistant's message",
        ),
    ],
)
def test_a_malformed_row_is_named_by_file_and_line(tmp_path, line, problem):
    path = tmp_path / "replay.jsonl"
    path.write_text(json.dumps(rows.Row("a", "b", "c").as_json()) + "\n" + line + "\n")

    with pytest.raises(JobError, match=f"{path} {problem}"):
        rows.read(path)


def test_chat_format_and_parquet_are_read(tmp_path):
    chat = {
        "capability": "say",
        "messages": [
            {"role": "user", "content": "one"},
            {"role": "assistant", "content": "two"},
            {"role": "user", "content": "three"},
            {"role": "assistant", "content": "four"},
        ],
    }
    plain = {"capability": "say", "prompt": "a", "answer": "b", "provenance": "Golden"}
    pyarrow.parquet.write_table(
        pyarrow.Table.from_pylist([dict.fromkeys(plain) | chat, plain]), tmp_path / "rows.parquet"
    )
    (tmp_path / "none.parquet").write_text("no")

    first, second = rows.read(tmp_path / "rows.parquet", rows.HUMAN, "file")

    assert (first.prompt, first.answer) == ("three", "four")
    assert first.history == (("user", "one"), ("assistant", "two"))
    assert (first.provenance, second.provenance) == (rows.HUMAN, rows.GOLDEN)
    with pytest.raises(JobError, match=r"none\.parquet is not Parquet"):
        rows.read(tmp_path / "none.parquet")
