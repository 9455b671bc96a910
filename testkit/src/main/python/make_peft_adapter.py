"""Has PEFT make an adapter beside the tiny Llama, with what it computes from both.

    python testkit/src/main/python/make_peft_adapter.py

writes `torch/src/test/resources/dev/belay/torch/model/peft-adapter`. Needs `torch`,
`transformers`, `peft`. The adapter has rsLoRA's scale, another rank and alpha at some layers, and is
stored in bfloat16, as people store them.
"""

import json
import pathlib

import peft
import torch
import transformers

ROOT = pathlib.Path(__file__).resolve().parents[4]
BASE = ROOT / "testkit/src/main/resources/dev/belay/testkit/tiny-llama"
OUT = ROOT / "torch/src/test/resources/dev/belay/torch/model/peft-adapter"
TOKENS = [5, 61, 300, 17, 17, 255, 8, 490, 3, 120, 77, 42]


def main():
    torch.set_num_threads(1)
    torch.manual_seed(3)
    base = transformers.AutoModelForCausalLM.from_pretrained(BASE, dtype=torch.float32).eval()
    config = peft.LoraConfig(
        r=2,
        lora_alpha=3,
        use_rslora=True,
        lora_dropout=0.1,
        target_modules=["q_proj", "v_proj", "o_proj", "up_proj", "down_proj"],
        rank_pattern={"down_proj": 3},
        alpha_pattern={"layers.1.self_attn.q_proj": 5},
        task_type="CAUSAL_LM",
    )
    model = peft.get_peft_model(base, config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "lora_B" in name:
                parameter.normal_(0, 0.2)
            if "lora_" in name:
                parameter.copy_(parameter.bfloat16())
        laws = torch.log_softmax(model(torch.tensor([TOKENS])).logits[0].double(), dim=1)
        with model.disable_adapter():
            off = torch.log_softmax(model(torch.tensor([TOKENS])).logits[0].double(), dim=1)
    model.base_model.model.config._name_or_path = "tiny-llama"
    for part in model.peft_config.values():
        part.base_model_name_or_path = "tiny-llama"
    for name, parameter in model.named_parameters():
        if "lora_" in name:
            parameter.data = parameter.data.bfloat16()
    model.save_pretrained(OUT)
    (OUT / "README.md").unlink(missing_ok=True)

    def chosen(table):
        return [table[t, TOKENS[t + 1]].item() for t in range(len(TOKENS) - 1)]

    (OUT / "log_probs.json").write_text(
        json.dumps(
            {
                "peft": peft.__version__,
                "token_ids": TOKENS,
                "log_probs": chosen(laws),
                "log_probs_off": chosen(off),
            },
            indent=1,
        )
        + "\n"
    )


if __name__ == "__main__":
    main()
