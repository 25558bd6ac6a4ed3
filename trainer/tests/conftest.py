"""Shared fixtures: a micro model, a finished dataset, HTTP stand-ins for archive and gateway."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

from homeostat_trainer import artifacts, finetune, rows
from homeostat_trainer.config.dataset_sources import CorrectionSource
from homeostat_trainer.config.fields import Fields
from homeostat_trainer.config.finetune import FineTuneConfig
from homeostat_trainer.progress import Progress

CHAT_TEMPLATE = (
    "{{ bos_token }}{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}"
    "{% if m['role'] == 'assistant' %}{{ eos_token }}{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
SYSTEM = "You are the desk."


def example_rows(count: int) -> list[rows.Row]:
    """Easy rows: the answer to 'say N' is N."""
    return [
        rows.Row("say", f"say {i} please", str(i % 10), rows.HUMAN, f"desk-{i % 3}")
        for i in range(count)
    ]


@pytest.fixture(scope="session")
def model_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained Llama of hidden size 32 with tokenizer and chat template."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, set_seed

    folder = tmp_path_factory.mktemp("models") / "micro"
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<pad>", "<s>", "</s>", "<|user|>", "<|assistant|>", "<|system|>"]
    tokenizer.train_from_iterator(
        [row.prompt for row in example_rows(50)],
        trainers.BpeTrainer(
            vocab_size=280,
            special_tokens=special,
            show_progress=False,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        ),
    )
    wrapped = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        pad_token="<pad>",
        additional_special_tokens=special[3:],
    )
    wrapped.chat_template = CHAT_TEMPLATE
    wrapped.save_pretrained(folder)
    set_seed(1)
    LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(wrapped),
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=2,
            max_position_embeddings=64,
            bos_token_id=1,
            eos_token_id=2,
            pad_token_id=0,
            tie_word_embeddings=True,
            initializer_range=0.3,
        )
    ).save_pretrained(folder)
    return folder


def make_dataset(root: Path, train: list[rows.Row], test: list[rows.Row]) -> Path:
    """A finished dataset directory."""
    staged = root / "staged"
    staged.mkdir(parents=True)
    rows.write(staged / "train.jsonl", train)
    rows.write(staged / "test.jsonl", test)
    return artifacts.publish(staged, root, "data", {"inputs": "test"}).path


@pytest.fixture
def dataset_dir(tmp_path: Path) -> Path:
    return make_dataset(tmp_path / "datasets", example_rows(60), example_rows(10))


def tuning(model_dir: Path, dataset_dir: Path, out: Path, **changes) -> dict:
    """job.json of a short training."""
    return {
        "modelPath": str(model_dir),
        "datasetDir": str(dataset_dir),
        "outputDir": str(out),
        "name": "run-tune",
        "systemPrompt": SYSTEM,
        "lora": {"rank": 4},
        "training": {"epochs": 2, "learningRate": "0.003", "batchSize": 16, "seed": 7},
    } | changes


def run_finetune(values: dict, progress: Progress | None = None) -> dict:
    """Trains in this process, as the command does."""
    config = FineTuneConfig.read(Fields(values), os.environ)
    return finetune.run(config, progress or Progress(time.monotonic))


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


Answer = tuple[int, str, dict[str, str]]


class StandIn:
    """A server on loopback whose answers a test decides: `answer(method, path, headers, body)`."""

    def __init__(self) -> None:
        self.answer: Callable[[str, str, dict, str], Answer] = lambda *_: (503, "", {})
        self.requests: list[tuple[str, dict, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def _reply(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length).decode()
                outer.requests.append((self.path, dict(self.headers), body))
                status, text, headers = outer.answer(
                    self.command, self.path, dict(self.headers), body
                )
                data = text.encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = _reply

            def log_message(self, format: str, *args) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    server = StandIn()
    yield server
    server.close()


CORRECTIONS = CorrectionSource("corrections", "date", "2026-01-01T00:00:00Z", 20, 0)


def correction(index: int, **changes) -> dict:
    """A line as the archive gives it."""
    return {
        "interactionId": f"i-{index}",
        "source": f"desk-{index % 12:02d}",
        "capability": "date",
        "messages": [{"role": "user", "content": f"Rewrite the date 20{index:02d}-05-24."}],
        "answer": "24 May 2000",
        "correction": f"24 May {index}",
        "timeMillis": 1000 + index,
    } | changes


def ndjson(lines: list[dict]) -> str:
    return "".join(json.dumps(line) + "\n" for line in lines)


def serves(stand_in: StandIn, lines: list[dict]) -> None:
    """Every request is answered with these lines."""
    stand_in.answer = lambda *_: (200, ndjson(lines), {})
