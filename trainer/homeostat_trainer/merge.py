"""The command `merge`: adapters of one base become one that can what each of them can.

Every merge that is to be tried answers the datasets' held-out items. With more than one, the best
on one half of the items is taken and the other half guards it, so that the choice does not flatter
the guard. A merge that loses more than allowed, or cannot show that it does not, is not kept.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from homeostat_trainer import artifacts, merge_card, merge_guard, paired, rows
from homeostat_trainer.adapters import Bench, ranks, refusal
from homeostat_trainer.answers import Asker
from homeostat_trainer.config.merge import MergeConfig, Trial
from homeostat_trainer.dataset import TEST, TRAIN
from homeostat_trainer.errors import JobError
from homeostat_trainer.metrics import METRICS
from homeostat_trainer.progress import Progress

_SHOWN = 8  # capabilities in the result; the model card has all
_POWER = 3  # times the items that must agree, so that a few may differ


def run(config: MergeConfig, progress: Progress) -> dict[str, Any]:
    """Merges and guards, or finds the adapter when an earlier run of this Job finished it.

    Result: `verdict`, and with Pass `name` and `digest`; what was tried and what the guard saw.
    """
    started = time.monotonic()
    given = ranks(config.inputs, config.model_path)
    inputs = artifacts.digest_of(_origin(config))
    done = artifacts.find(config.output_dir, config.name, inputs)
    if done is None:
        told, done = _Merging(config, given, progress).finish(inputs)
    else:
        told = done.card["merge"]
    result = {**told, "guard": told["guard"][:_SHOWN], "capabilities": len(told["guard"])}
    if done is not None:
        result |= {"name": done.path.name, "digest": done.digest}
    return result | {"seconds": round(time.monotonic() - started)}


def _origin(config: MergeConfig) -> dict[str, Any]:
    """What decides the result: the same origin gives the same adapter."""
    return {
        "modelPath": config.model_path,
        "systemPrompt": config.system_prompt,
        "inputs": [
            [i.name, i.digest, i.weight, [[d.path.name, d.corrects] for d in i.datasets]]
            for i in config.inputs
        ],
        "method": config.method,
        "density": config.density,
        "search": [config.methods, config.densities, config.weights],
        "guard": [config.metric, config.maximum_regression],
        "maximumRank": config.maximum_rank,
        "seed": config.seed,
    }


class _Merging:
    """One run: the model with its adapters, the items, and what was found out so far."""

    def __init__(self, config: MergeConfig, given: tuple[int, ...], progress: Progress):
        progress.phase("Loading")
        self._config = config
        self._ranks = given
        self._progress = progress
        trials = config.trials(given)
        self._refused = {trial: self._refusal(trial) for trial in trials}
        self._possible = [trial for trial in trials if self._refused[trial] is None]
        if not self._possible:
            reasons = "; ".join(f"{t.method}: {self._refused[t]}" for t in trials)
            raise JobError(f"no merge is possible: {reasons}")
        searching = len(self._possible) > 1
        enough = _POWER * paired.items_that_agree(config.maximum_regression)
        asked = merge_guard.items(_evidence(config), enough * (2 if searching else 1))
        every = [item.row for part in asked.values() for item in part]
        if not every:
            raise JobError("the datasets have no rows: nothing shows what the inputs can")
        self._searched, self._guarded = merge_guard.halves(asked) if searching else (asked, asked)
        self._asked = 0
        self._to_ask = (len(config.inputs) + len(self._possible)) * _count(self._searched)
        if searching:
            self._to_ask += (len(config.inputs) + 1) * _count(self._guarded)
        self._bench = Bench(config)
        self._asker = Asker(self._bench.model, self._bench.tokenizer, every, config.system_prompt)

    def finish(self, inputs: str) -> tuple[dict[str, Any], artifacts.Artifact | None]:
        """What to tell, and the adapter when it passed."""
        config = self._config
        self._progress.phase("Merging", f"{len(self._possible)} to try")
        before = self._inputs(self._searched)
        tried: dict[Trial, dict[str, Any]] = {}
        for trial in self._possible:
            merged, rank = self._merged(trial, self._searched)
            tried[trial] = {
                "rank": rank,
                "score": round(merge_guard.mean(merged), 4),
                "worst": round(merge_guard.worst(merged, before), 4) + 0.0,
            }
        chosen = max(self._possible, key=lambda t: (tried[t]["worst"], tried[t]["score"]))
        if self._guarded is not self._searched:
            before = self._inputs(self._guarded)
            merged, rank = self._merged(chosen, self._guarded)
        results = merge_guard.judge(self._guarded, merged, before, config.maximum_regression)
        told = {
            "verdict": merge_guard.verdict(results),
            "method": chosen.method,
            "rank": rank,
            "tried": [
                self._row(trial, tried.get(trial), trial is chosen) for trial in self._refused
            ],
            "guard": results,
        }
        return told, self._publish(inputs, told) if told["verdict"] == merge_guard.PASS else None

    def _publish(self, inputs: str, told: Mapping[str, Any]) -> artifacts.Artifact:
        config = self._config
        self._progress.phase("Saving")
        card = {
            "name": config.name,
            "inputs": inputs,
            "modelPath": config.model_path,
            "adapters": [
                {
                    "name": i.name,
                    "files": i.path.name,
                    "digest": i.digest,
                    "datasets": [d.path.name for d in i.datasets],
                }
                for i in config.inputs
            ],
            "maximumRegression": config.maximum_regression,
            "metric": config.metric,
            "merge": told,
        }
        with tempfile.TemporaryDirectory() as folder:
            staged = self._bench.save(Path(folder), config.model_path)
            (staged / "README.md").write_text(merge_card.text(card), encoding="utf-8")
            return artifacts.publish(staged, config.output_dir, config.name, card)

    def _refusal(self, trial: Trial) -> str | None:
        return refusal(trial, self._ranks, self._config.maximum_rank)

    def _inputs(self, asked: merge_guard.Items) -> dict[str, merge_guard.Scores]:
        found = {}
        for each in self._config.inputs:
            self._bench.activate(each.name)
            found[each.name] = self._scores(asked, f"input {each.name}")
        return found

    def _merged(self, trial: Trial, asked: merge_guard.Items) -> tuple[merge_guard.Scores, int]:
        rank = self._bench.merge(trial, self._ranks, self._config.maximum_rank)
        return self._scores(asked, trial.method), rank

    def _scores(self, asked: merge_guard.Items, who: str) -> merge_guard.Scores:
        """The active adapter's score on each item."""
        score = METRICS[self._config.metric]
        every = [item.row for part in asked.values() for item in part]
        before = self._asked

        def report(count: int) -> None:
            self._asked = before + count
            self._progress.step(self._asked, self._to_ask, message=f"{who} answers")

        values = iter(
            score(answer, row.answer)
            for answer, row in zip(self._asker.answers(every, report), every, strict=True)
        )
        return {name: [next(values) for _ in part] for name, part in asked.items()}

    def _row(self, trial: Trial, found: Mapping[str, Any] | None, chosen: bool) -> dict[str, Any]:
        row: dict[str, Any] = {"method": trial.method, "weights": list(trial.weights)}
        if trial.density is not None:
            row["density"] = trial.density
        if found is None:
            return row | {"refused": self._refused[trial]}
        return row | found | ({"chosen": True} if chosen else {})


def _count(asked: merge_guard.Items) -> int:
    return sum(len(part) for part in asked.values())


def _evidence(config: MergeConfig) -> list[merge_guard.Evidence]:
    """Each dataset once, where it is named last."""
    corrects = {d.path: d.corrects for i in config.inputs for d in i.datasets}
    ordered = dict.fromkeys(d.path for i in reversed(config.inputs) for d in reversed(i.datasets))
    return [
        merge_guard.Evidence(corrects[path], rows.read(path / TEST), rows.read(path / TRAIN))
        for path in reversed([artifacts.open_complete(path).path for path in ordered])
    ]
