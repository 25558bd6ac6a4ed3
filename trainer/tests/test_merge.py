"""The command merge on a micro model: exact where it can be, guarded, found again, killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from conftest import SYSTEM, make_dataset

from homeostat_trainer import adapters, artifacts, merge
from homeostat_trainer.answers import Asker
from homeostat_trainer.config.fields import Fields
from homeostat_trainer.config.merge import METHODS, MergeConfig
from homeostat_trainer.errors import JobError
from homeostat_trainer.progress import Progress
from homeostat_trainer.rows import Row

COUNT = 60


def make_adapter(model_dir: Path, root: Path, name: str, seed: int, **lora) -> artifacts.Artifact:
    """A finished adapter with random weights, as a FineTuneJob leaves it."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    torch.manual_seed(seed)
    values = {
        "r": 4,
        "lora_alpha": 8,
        "target_modules": ["q_proj", "up_proj", "down_proj"],
        "init_lora_weights": False,
    }
    model = get_peft_model(
        AutoModelForCausalLM.from_pretrained(model_dir),
        LoraConfig(task_type="CAUSAL_LM", **(values | lora)),
    )
    staged = root / "staged" / name
    model.save_pretrained(staged)
    (staged / "README.md").unlink(missing_ok=True)
    settings = json.loads((staged / "adapter_config.json").read_text())
    settings["base_model_name_or_path"] = str(model_dir)
    (staged / "adapter_config.json").write_text(json.dumps(settings))
    return artifacts.publish(staged, root / "adapters", name, {"inputs": name})


def rows_it_answers(model_dir: Path, adapter: Path, capability: str) -> list[Row]:
    """Rows whose references are the adapter's own answers; all prompts have one length."""
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(model_dir)
    prompts = [f"{capability} {number} please" for number in range(300)]
    lengths = [len(ids) for ids in tokenizer(prompts).input_ids]
    usual = Counter(lengths).most_common(1)[0][0]
    asked = [
        Row(capability, prompt, "x" * 60)
        for prompt, length in zip(prompts, lengths, strict=True)
        if length == usual
    ][:COUNT]
    model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(model_dir), adapter)
    answers = Asker(model.eval(), tokenizer, asked, SYSTEM).answers(asked)
    return [
        Row(capability, row.prompt, answer)
        for row, answer in zip(asked, answers, strict=True)
        if answer.strip()
    ]


@pytest.fixture(scope="module")
def inputs(model_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> dict:
    """Two adapters with the datasets that they are perfect at; the second changes nothing."""
    root = tmp_path_factory.mktemp("inputs")
    strong = make_adapter(model_dir, root, "strong", 1)
    silent = make_adapter(model_dir, root, "silent", 2, init_lora_weights=True)
    other = make_adapter(model_dir, root, "other", 3)
    found = {}
    for artifact, capability in ((strong, "date"), (silent, "date"), (other, "ticket")):
        name = artifact.card["inputs"]
        source = strong if name == "silent" else artifact
        items = rows_it_answers(model_dir, source.path, capability)
        assert len(items) > 40
        found[name] = {
            "name": name,
            "path": str(artifact.path),
            "digest": artifact.digest,
            "datasets": [{"path": str(make_dataset(root / f"data-{name}", [], items))}],
        }
    return found


def job(model_dir: Path, out: Path, *inputs: dict, **changes) -> dict:
    return {
        "name": "both",
        "modelPath": str(model_dir),
        "outputDir": str(out),
        "systemPrompt": SYSTEM,
        "inputs": list(inputs),
        "maximumRank": 16,
        "guard": {"maximumRegression": "0.2"},
    } | changes


def run(values: dict, progress: Progress | None = None) -> dict:
    config = MergeConfig.read(Fields(values), {})
    return merge.run(config, progress or Progress(time.monotonic))


def test_concatenation_is_exactly_the_sum_of_the_weighted_changes(model_dir, inputs):
    import torch

    first, second = inputs["strong"] | {"weight": "0.7"}, inputs["other"] | {"weight": "1.3"}
    config = MergeConfig.read(Fields(job(model_dir, Path("none"), first, second)), {})
    bench = adapters.Bench(config)
    given = adapters.ranks(config.inputs, config.model_path)
    trial = config.trials(given)[0]

    assert (trial.method, bench.merge(trial, given, 16)) == ("Concatenation", 8)
    layers = [m for m in bench.model.modules() if hasattr(m, "get_delta_weight")]
    changed = [layer for layer in layers if adapters.MERGED in layer.lora_A]
    assert len(changed) == 6
    for layer in changed:
        strong, other = (layer.get_delta_weight(adapters.loaded_as(n)) for n in ("strong", "other"))
        expected = 0.7 * strong + 1.3 * other
        assert torch.allclose(layer.get_delta_weight(adapters.MERGED), expected, atol=1e-6)


def test_a_merge_that_keeps_everything_is_published_as_the_engine_reads_it(
    model_dir, inputs, tmp_path
):
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    result = run(job(model_dir, tmp_path, inputs["strong"], inputs["silent"]))

    assert (result["verdict"], result["method"], result["rank"]) == ("Pass", "Concatenation", 8)
    assert result["guard"][0]["input"] == "strong"
    assert result["guard"][0]["merged"] == result["guard"][0]["best"] == 1.0
    assert result["capabilities"] == 1
    path = tmp_path / result["name"]
    assert {file.name for file in path.iterdir()} == {
        "COMPLETE",
        "README.md",
        "adapter_config.json",
        "adapter_model.safetensors",
        "card.json",
    }
    settings = json.loads((path / "adapter_config.json").read_text())
    assert settings["base_model_name_or_path"] == str(model_dir)
    assert settings["lora_alpha"] == settings["r"] == 8
    assert "| strong |" in (path / "README.md").read_text()
    PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(model_dir), path)


def test_an_input_may_have_any_name_that_the_api_allows(model_dir, inputs, tmp_path):
    named = [inputs["strong"] | {"name": "values"}, inputs["silent"] | {"name": "merged"}]

    assert run(job(model_dir, tmp_path, *named))["guard"][0]["input"] == "values"


def test_a_merge_that_loses_a_skill_fails_and_leaves_nothing_behind(model_dir, inputs, tmp_path):
    result = run(job(model_dir, tmp_path, inputs["strong"] | {"weight": "0.001"}, inputs["silent"]))

    assert result["verdict"] == "Fail"
    assert result["guard"][0]["difference"] < -0.5
    assert "name" not in result
    assert list(tmp_path.iterdir()) == []
    assert artifacts.open_complete(Path(inputs["strong"]["path"]))


def test_too_few_items_are_inconclusive_and_say_how_many_are_needed(model_dir, inputs, tmp_path):
    result = run(
        job(
            model_dir,
            tmp_path,
            inputs["strong"],
            inputs["silent"],
            guard={"maximumRegression": "0.05"},
        )
    )

    assert result["verdict"] == "Inconclusive"
    assert result["guard"][0]["itemsNeeded"] == 72
    assert list(tmp_path.iterdir()) == []


def test_a_search_takes_the_best_on_one_half_and_guards_it_on_the_other(
    model_dir, inputs, tmp_path
):
    result = run(
        job(
            model_dir,
            tmp_path,
            inputs["strong"],
            inputs["silent"],
            search={"methods": ["TIES", "Concatenation"], "weights": ["0.001", "1"]},
        )
    )

    tried = result["tried"]
    assert [(t["method"], t["weights"]) for t in tried] == [
        (method, [a, b])
        for method in ("TIES", "Concatenation")
        for a in (0.001, 1.0)
        for b in (0.001, 1.0)
    ]
    chosen = [t for t in tried if t.get("chosen")]
    assert [(t["method"], t["weights"][0], t["worst"]) for t in chosen] == [
        ("Concatenation", 1.0, 0.0)
    ]
    assert min(t["worst"] for t in tried) < -0.5
    asked = sum(1 for _ in (Path(inputs["strong"]["datasets"][0]["path"]) / "test.jsonl").open())
    assert result["guard"][0]["items"] == (asked + 1) // 2


def test_progress_counts_every_answer_that_is_waited_for(model_dir, inputs, tmp_path):
    seen = []

    class Watched(Progress):
        def step(self, done, total, **more):
            super().step(done, total, **more)
            seen.append((done, total, self.state()["message"]))

    search = {"methods": ["Concatenation", "TIESSVD"]}
    run(
        job(model_dir, tmp_path, inputs["strong"], inputs["silent"], search=search),
        Watched(time.monotonic),
    )

    assert [done for done, _, _ in seen] == sorted({done for done, _, _ in seen})
    assert {total for _, total, _ in seen} == {seen[-1][0]}
    assert "input strong answers" in {message for _, _, message in seen}


@pytest.mark.parametrize("method", METHODS)
def test_every_method_merges_and_repeats_itself(model_dir, inputs, tmp_path, method):
    loose = {"maximumRegression": "1"}
    values = job(
        model_dir, tmp_path / "one", inputs["strong"], inputs["silent"], method=method, guard=loose
    )
    one, two = run(values), run(values | {"outputDir": str(tmp_path / "two")})

    assert (one["verdict"], one["method"]) == ("Pass", method)
    assert one["digest"] == two["digest"]
    assert one["rank"] == (4 if method in ("Linear", "TIES", "DARETIES") else 8)


def test_without_a_method_the_ranks_decide(model_dir, inputs, tmp_path):
    values = job(
        model_dir,
        tmp_path,
        inputs["strong"],
        inputs["silent"],
        maximumRank=6,
        guard={"maximumRegression": "1"},
    )

    assert (run(values)["method"], run(values)["rank"]) == ("TIESSVD", 6)


def test_what_is_not_possible_is_in_the_table_and_alone_ends_the_job(model_dir, inputs, tmp_path):
    values = job(
        model_dir,
        tmp_path,
        inputs["strong"],
        inputs["silent"],
        maximumRank=6,
        guard={"maximumRegression": "1"},
    )
    tried = run(values | {"search": {"methods": ["Concatenation", "Linear"]}})["tried"]

    assert tried[0]["refused"] == "ranks add up to 8, the engine loads 6"
    assert tried[1]["chosen"]
    with pytest.raises(JobError, match="no merge is possible: Concatenation: ranks add up to 8"):
        run(values | {"method": "Concatenation"})


def test_a_finished_merge_is_found_and_not_made_again(model_dir, inputs, tmp_path, monkeypatch):
    values = job(model_dir, tmp_path, inputs["strong"], inputs["silent"])
    first = run(values)
    monkeypatch.setattr(merge, "Bench", lambda config: pytest.fail("merged again"))

    again = run(values)
    assert again | {"seconds": 0} == first | {"seconds": 0}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"digest": "0" * 64}, "expected files of digest 000000000000"),
        ({"path": "/none"}, "found no COMPLETE"),
    ],
)
def test_an_input_that_is_not_what_was_named_is_refused(
    model_dir, inputs, tmp_path, changes, message
):
    with pytest.raises(JobError, match=message):
        run(job(model_dir, tmp_path, inputs["strong"], inputs["silent"] | changes))


@pytest.mark.parametrize(
    ("lora", "message"),
    [
        ({"use_dora": True}, "uses use_dora, which no merge keeps"),
        ({"rank_pattern": {"q_proj": 2}}, "uses rank_pattern"),
    ],
)
def test_what_a_merge_would_lose_is_refused(model_dir, inputs, tmp_path, lora, message):
    made = make_adapter(model_dir, tmp_path, "strange", 4, **lora)
    strange = inputs["silent"] | {"path": str(made.path), "digest": made.digest}

    with pytest.raises(JobError, match=message):
        run(job(model_dir, tmp_path / "out", inputs["strong"], strange))


def test_adapters_of_another_base_are_refused(model_dir, inputs, tmp_path):
    with pytest.raises(JobError, match="merge adapters of one base model"):
        run(
            job(model_dir, tmp_path, inputs["strong"], inputs["silent"])
            | {"modelPath": str(tmp_path / "another")}
        )


def test_a_large_search_and_an_unknown_method_are_refused(model_dir, inputs, tmp_path):
    values = job(model_dir, tmp_path, inputs["strong"], inputs["silent"])

    with pytest.raises(JobError, match="at most 16 merges to try, found 18"):
        run(values | {"search": {"methods": ["TIES", "Linear"], "weights": [0.5, 0.8, 1]}})
    with pytest.raises(JobError, match="expected method to be one of Concatenation"):
        run(values | {"method": "Average"})


@pytest.mark.parametrize(
    ("signum", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGTERM, 143)]
)
def test_killed_in_the_middle_it_leaves_nothing_and_the_next_attempt_gives_the_same(
    model_dir, inputs, tmp_path, signum, code
):
    values = job(
        model_dir,
        tmp_path / "adapters",
        inputs["strong"],
        inputs["silent"],
        search={"methods": list(METHODS), "weights": [1]},
    )
    (tmp_path / "job.json").write_text(json.dumps(values))
    env = os.environ | {
        "TERMINATION_LOG": str(tmp_path / "last-words"),
        "PROGRESS_PORT": "0",
        "PROGRESS_HOST": "127.0.0.1",
    }
    command = [sys.executable, "-m", "homeostat_trainer", "merge", "--config"]
    with subprocess.Popen(
        [*command, str(tmp_path / "job.json")],
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    ) as process:
        for line in process.stdout:
            if "Merging" in line:
                break
        process.send_signal(signum)
        process.communicate()
    assert process.returncode == code
    assert not (tmp_path / "last-words").exists()
    assert not (tmp_path / "adapters").exists()

    again = run(values)
    whole = run(values | {"outputDir": str(tmp_path / "undisturbed")})
    assert again["digest"] == whole["digest"]
    assert [p.name for p in (tmp_path / "adapters").iterdir()] == [again["name"]]
