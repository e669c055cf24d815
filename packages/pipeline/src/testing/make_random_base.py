"""
``python make_random_base.py OUT MODEL_TYPE DTYPE``: a random little base with grouped-query attention, in both its
forms, and a random adapter that matters, in both of its. Prints where they are, and each token's text, as one JSON
object. The base is the one the trainer's own tests use.
"""

import json
import sys
from pathlib import Path

TRAINER_TESTS = Path(__file__).resolve().parents[2] / "trainer" / "tests"
sys.path.insert(0, str(TRAINER_TESTS))

import torch  # noqa: E402
from conftest import make_base  # noqa: E402
from emailai_trainer.adapter_files import write_gguf_adapter, write_peft_adapter  # noqa: E402
from emailai_trainer.base import load_base  # noqa: E402
from emailai_trainer.prepare_base import prepare_base  # noqa: E402
from transformers import AutoModelForCausalLM  # noqa: E402

RANK, ALPHA, STRENGTH = 4, 8.0, 0.2

out, model_type, dtype = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
source = make_base(out / "source", model_type)
weights = AutoModelForCausalLM.from_pretrained(source, dtype=getattr(torch, dtype))
weights.save_pretrained(source)
facts = prepare_base(source, out / "base")
base = load_base(out / "base" / "hf", "cpu")
base.adapter.reset(RANK, ALPHA, seed=1)
with torch.no_grad():
    for _, lora in base.adapter.linears():
        lora.lora_b.normal_(0, STRENGTH)
tensors = base.adapter.state()
write_peft_adapter(out / "peft", base, tensors)
adapter_file, adapter_sha256 = write_gguf_adapter(
    out / "adapter", base, tensors, half=dtype == "float16"
)
tokens = base.tokenizer.convert_ids_to_tokens(range(len(base.tokenizer)))
specials = set(base.tokenizer.all_special_tokens)
print(
    json.dumps(
        {
            "hfDir": str(out / "base" / "hf"),
            "ggufFile": str(out / "base" / "base.gguf"),
            "ggufSha256": facts["sha256"],
            "contextTokens": facts["contextTokens"],
            "peftDir": str(out / "peft"),
            "adapter": {"path": str(adapter_file), "sha256": adapter_sha256},
            "tokenTexts": [
                token if token in specials else base.tokenizer.convert_tokens_to_string([token])
                for token in tokens
            ],
        }
    )
)
