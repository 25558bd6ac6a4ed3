"""The stand-in judge: grades by reference or by the world, keeps the world over a restart."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from http.server import ThreadingHTTPServer

import pytest

import calibration
import grader

QUESTION = "Rewrite the date 2029-05-24."


@pytest.fixture
def url(tmp_path):
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), grader.handler(grader.World(tmp_path / "world.json"))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def post(url: str, value: object) -> dict:
    request = urllib.request.Request(url, json.dumps(value).encode(), method="POST")
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def judged(url: str, answer: str, reference: str | None = None, question: str = QUESTION) -> int:
    material = {"question": question, "answer": answer, "reference": reference}
    content = f"Judge this.\nMATERIAL: {json.dumps(material)}\nReply as JSON."
    reply = post(
        f"{url}/v1/chat/completions",
        {
            "model": "toy-grader",
            "messages": [
                {"role": "system", "content": "You are a judge."},
                {"role": "user", "content": content},
            ],
        },
    )
    scores = json.loads(reply["choices"][0]["message"]["content"])["scores"]
    assert [s["dimension"] for s in scores] == ["correctness"]
    assert scores[0]["reason"]
    return scores[0]["score"]


@pytest.mark.parametrize(
    ("answer", "score"),
    [
        ("24 May 2029", 5),
        ("24 may 2029.", 5),
        ("24 May", 3),
        ("25 May 2030", 2),
        ("soon", 1),
        ("", 1),
    ],
)
def test_answers_get_one_to_five(url, answer, score):
    assert judged(url, answer) == score


def test_the_world_changes_and_is_kept_over_a_restart(url, tmp_path):
    assert judged(url, "24 May") == 3

    assert post(f"{url}/world", {"date": "new"})["date"] == "new"

    assert judged(url, "24 May") == 5
    assert judged(url, "24 May 2029") == 3
    assert grader.World(tmp_path / "world.json").rules()["date"] == "new"


def test_a_penalty_rates_every_answer_lower_until_it_is_lifted(url):
    post(f"{url}/penalty", {"points": 2})
    assert judged(url, "24 May 2029") == 3
    assert judged(url, "soon") == 1

    post(f"{url}/penalty", {"points": 0})
    assert judged(url, "24 May 2029") == 5


def test_a_reference_wins_over_the_world(url):
    post(f"{url}/world", {"date": "new"})

    assert judged(url, "24 May 2029", reference="24 May 2029") == 5


def test_content_in_parts_is_read(url):
    material = json.dumps({"question": QUESTION, "answer": "24 May 2029", "reference": None})
    reply = post(
        f"{url}/v1/chat/completions",
        {
            "messages": [
                {"role": "user", "content": [{"type": "text", "text": f"MATERIAL: {material}"}]},
            ]
        },
    )

    assert '"score": 5' in reply["choices"][0]["message"]["content"]


@pytest.mark.parametrize(
    ("path", "body", "message"),
    [
        ("/world", {"date": "newer"}, "expected"),
        ("/world", {"weather": "new"}, "expected"),
        ("/world", {"order": "new"}, "order has no new rules"),
        ("/world", [], "expected an object"),
        ("/penalty", {"points": 5}, "from 0 to 4"),
        ("/penalty", {"points": "2"}, "from 0 to 4"),
        ("/v1/chat/completions", {"messages": [{"role": "user", "content": "hello"}]}, "MATERIAL"),
        ("/v1/chat/completions", {}, "expected an object with messages"),
        (
            "/v1/chat/completions",
            {
                "messages": [
                    {
                        "role": "user",
                        "content": 'MATERIAL: {"question": "What is love?", "answer": "x"}',
                    }
                ]
            },
            "not of this world",
        ),
    ],
)
def test_bad_requests_say_what_is_expected(url, path, body, message):
    with pytest.raises(urllib.error.HTTPError) as error:
        post(url + path, body)

    assert error.value.code == 400
    assert message in json.load(error.value)["error"]["message"]


def test_the_judge_agrees_well_but_not_always_with_the_labels():
    pairs = [
        (grader.score(item["answer"], item["reference"])[0], item["labels"]["correctness"])
        for item in calibration.items()
    ]

    def disagreement(every):
        return sum((a - b) ** 2 for a, b in every) / len(every)

    by_chance = [(a, b) for a, _ in pairs for _, b in pairs]
    kappa = 1 - disagreement(pairs) / disagreement(by_chance)
    bias = sum(a - b for a, b in pairs) / len(pairs) / 4
    assert 0.9 < kappa < 1
    assert abs(bias) < 0.03
    assert {label for _, label in pairs} == {1, 2, 3, 4, 5}
