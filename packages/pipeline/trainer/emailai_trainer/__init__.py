"""The trainer: LoRA fine-tuning on one person's mail, driven by JSON lines."""
