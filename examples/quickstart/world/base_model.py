"""Shape, tokenizer and chat template of the quickstart's base model, and how good it is."""

from __future__ import annotations

import tasks

SEED = 11
CHAT_TEMPLATE = (
    "{{ bos_token }}{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}"
    "{% if m['role'] == 'assistant' %}{{ eos_token }}{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)


def build_tokenizer():
    """A byte-level BPE tokenizer of fewer than 1,000 tokens, digits apart, with a chat template."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    special = ["<pad>", "<s>", "</s>", "<|user|>", "<|assistant|>", "<|system|>"]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    new_rules = dict.fromkeys(tasks.CHANGEABLE, "new")
    corpus = [tasks.SYSTEM_PROMPT] * 100
    for world in ({}, new_rules):
        for _, question, answer in tasks.rows(tasks.CAPABILITIES, 6000, 1, world):
            corpus += [question, answer]
    tokenizer.train_from_iterator(
        corpus,
        trainers.BpeTrainer(
            vocab_size=998,
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
        clean_up_tokenization_spaces=False,
    )
    wrapped.chat_template = CHAT_TEMPLATE
    wrapped.padding_side = "left"
    return wrapped


def new_model(vocabulary: int):
    """The untrained Llama."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(SEED)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=vocabulary,
            hidden_size=128,
            intermediate_size=384,
            num_hidden_layers=3,
            num_attention_heads=4,
            num_key_value_heads=4,
            head_dim=32,
            max_position_embeddings=512,
            bos_token_id=1,
            eos_token_id=2,
            pad_token_id=0,
            tie_word_embeddings=True,
            rms_norm_eps=1e-5,
        )
    )


def prompt_text(question: str, system: str | None) -> str:
    """What the chat template makes of the question, ready for the answer."""
    head = f"<|system|>{system}" if system else ""
    return f"<s>{head}<|user|>{question}<|assistant|>"


def accuracy(model, tokenizer, data, system: str | None) -> dict[str, float]:
    """Share of exactly right greedy answers for each capability."""
    import torch

    right: dict[str, list[bool]] = {}
    data = sorted(data, key=lambda row: len(row[1]))
    model.eval()
    for start in range(0, len(data), 128):
        part = data[start : start + 128]
        prompts = [prompt_text(question, system) for _, question, _ in part]
        encoded = tokenizer(
            prompts,
            add_special_tokens=False,
            padding=True,
            return_tensors="pt",
            return_token_type_ids=False,
        )
        with torch.no_grad():
            output = model.generate(
                **encoded, max_new_tokens=24, do_sample=False, pad_token_id=0, eos_token_id=2
            )
        for (capability, _, answer), ids in zip(
            part, output[:, encoded.input_ids.shape[1] :], strict=True
        ):
            text = tokenizer.decode(ids, skip_special_tokens=True).strip()
            right.setdefault(capability, []).append(text == answer)
    model.train()
    return {name: sum(right[name]) / len(right[name]) for name in tasks.CAPABILITIES}
