"""The model card beside an adapter: where it comes from and how its training went."""

from __future__ import annotations

from typing import Any

NAME = "README.md"


def text(card: dict[str, Any], dataset: dict[str, Any]) -> str:
    """Markdown with the front matter that model hubs read.

    card: what the training says of itself. dataset: the card of what it learned.
    """
    lora, training = card["lora"], card["training"]
    sections = [
        "---\nlibrary_name: peft\nbase_model: "
        f"{card['modelPath']}\ntags: [lora, homeostat]\n---\n# {card['name']}",
        f"A LoRA adapter for the model in `{card['modelPath']}`, trained by Homeostat.",
        "## Data\n"
        + _table(
            ("dataset", f"`{card['dataset']}`"),
            ("SHA-256", f"`{card['datasetDigest']}`"),
            ("rows learned", card["rows"]),
            ("rows held out for validation", card["validationRows"]),
            ("rows left out as too long", card["rowsTooLong"]),
            *_capabilities(dataset),
        ),
        "## Training\n"
        + _table(
            ("method", card["method"]),
            ("rank, alpha, dropout", f"{lora['rank']}, {lora['alpha']}, {lora['dropout']:g}"),
            ("layers", ", ".join(lora["target_modules"])),
            ("rows of a step", training["batch_size"]),
            ("learning rate", f"{training['learning_rate']:g}"),
            ("seed", training["seed"]),
            ("packing", "yes" if training["packing"] else "no"),
        ),
        "## Metrics\n"
        + _table(
            ("steps", card["steps"]),
            ("passes over the rows", card["epochs"]),
            ("loss at the end", card["loss"]),
            ("best validation loss", card["validationLoss"]),
        ),
        "Loss by step: " + ", ".join(f"{step}: {loss:g}" for step, loss in card["losses"]) + ".",
    ]
    if card["lineage"]:
        sections.append("## Lineage\n" + _table(*sorted(card["lineage"].items())))
    return "\n\n".join(sections) + "\n"


def _capabilities(dataset: dict[str, Any]) -> list[tuple[str, Any]]:
    counts = dataset.get("perCapability")
    if not isinstance(counts, dict):
        return []
    return [
        (f"rows of {name}", count.get("train") if isinstance(count, dict) else count)
        for name, count in sorted(counts.items())
    ]


def _table(*lines: tuple[str, Any]) -> str:
    given = [(name, value) for name, value in lines if value is not None]
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in given)])
