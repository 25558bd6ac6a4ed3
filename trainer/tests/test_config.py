"""job.json: what is wrong is named by field, with what was expected and what was found."""

from __future__ import annotations

import pytest

from homeostat_trainer.config import evaluate as evaluation
from homeostat_trainer.config import fields
from homeostat_trainer.config import finetune as tuning
from homeostat_trainer.errors import JobError

FINETUNE = {
    "modelPath": "/models/base",
    "datasetDir": "/d",
    "outputDir": "/o",
    "name": "fix",
    "lora": {"rank": 8},
    "training": {"learningRate": "0.003", "epochs": 6},
}
EVALUATE = {
    "gatewayUrl": "http://gateway/",
    "model": "support",
    "candidate": "c",
    "stable": "s",
    "datasetDir": "/d",
    "gates": [{"name": "g", "minimumImprovement": "0.1"}],
}


def finetune(**changes) -> tuning.FineTuneConfig:
    return tuning.FineTuneConfig.read(fields.Fields(FINETUNE | changes), {})


def evaluate(**changes) -> evaluation.EvaluateConfig:
    return evaluation.EvaluateConfig.read(fields.Fields(EVALUATE | changes), {"GATEWAY_KEY": "k"})


def test_decimals_may_be_texts_and_what_is_absent_has_a_default():
    job = finetune()

    assert job.training == tuning.Training(6, 0.003, 32, 1)
    assert job.lora == tuning.Lora(8, 16, 0.0, tuning.ALL_LINEAR)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "field name to be a text that is not empty, found ''"),
        ({"modelPath": None}, "field modelPath to be a text that is not empty, found nothing"),
        ({"lora": {"rank": 0}}, "field lora.rank to be a whole number of at least 1, found 0"),
        ({"lora": {"rank": True}}, "field lora.rank to be a whole number"),
        ({"lora": []}, "expected lora to be an object"),
        ({"lora": {"dropout": "x"}}, "field lora.dropout to be a number from 0 to 0.9, found 'x'"),
        ({"lora": {"targetModules": []}}, "field lora.targetModules to be a list of texts"),
        ({"training": {"learningRate": "nan"}}, "field training.learningRate to be a number from"),
        ({"training": {"epochs": 1.5}}, "field training.epochs to be a whole number"),
    ],
)
def test_a_wrong_field_is_named(changes, message):
    with pytest.raises(JobError, match=message):
        finetune(**changes)


@pytest.mark.parametrize(
    ("gate", "message"),
    [
        ({"name": "g"}, "gate g to have exactly one of .*, found none"),
        ({"name": "g", "minimum": "0.9", "maximumRegression": "0.1"}, "exactly one of"),
        (
            {"name": "g", "minimum": "2"},
            "field gates.0..minimum to be a number from 0 to 1, found '2'",
        ),
        (
            {"name": "g", "minimum": "0.9", "metric": "Bleu"},
            "metric of gate g to be one of ExactMatch",
        ),
    ],
)
def test_a_wrong_gate_is_named(gate, message):
    with pytest.raises(JobError, match=message):
        evaluate(gates=[gate])


def test_gates_carry_their_bound():
    job = evaluate(
        gates=[
            {"name": "a", "capability": "date", "minimumImprovement": "0.1"},
            {"name": "b", "metric": "TokenF1", "maximumRegression": 0.05},
        ]
    )

    assert job.gates == (
        evaluation.Gate("a", "date", "ExactMatch", "minimumImprovement", 0.1),
        evaluation.Gate("b", None, "TokenF1", "maximumRegression", 0.05),
    )
    assert job.gateway_url == "http://gateway"


def test_a_missing_key_is_named():
    with pytest.raises(JobError, match="environment variable GATEWAY_KEY"):
        evaluation.EvaluateConfig.read(fields.Fields(EVALUATE), {})


def test_a_file_that_is_no_json_is_named(tmp_path):
    (tmp_path / "job.json").write_text("{")

    with pytest.raises(JobError, match=r"job.json is not JSON"):
        fields.load(tmp_path / "job.json")
