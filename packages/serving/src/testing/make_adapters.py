"""
``python make_adapters.py HF_DIR OUT SEED...``: one random LoRA a seed for the base in HF_DIR, written as the trainer
writes them. Prints one content-named GGUF path a line. Strong enough to change what the base says.
"""

import sys
from pathlib import Path

import torch
from emailai_trainer.adapter_files import write_gguf_adapter
from emailai_trainer.base import load_base

RANK, ALPHA, STRENGTH = 4, 8.0, 0.3

hf_dir, out, *seeds = sys.argv[1:]
base = load_base(Path(hf_dir), "cpu")
paths = []
for seed in seeds:
    base.adapter.reset(RANK, ALPHA, seed=int(seed))
    generator = torch.Generator().manual_seed(int(seed))
    tensors = {
        name: tensor if ".lora_A." in name else torch.randn(tensor.shape, generator=generator) * STRENGTH
        for name, tensor in base.adapter.state().items()
    }
    paths.append(write_gguf_adapter(Path(out), base, tensors)[0])
print("\n".join(str(path) for path in paths))
