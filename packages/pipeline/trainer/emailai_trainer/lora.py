"""
LoRA on frozen linears: y = x Wᵀ + b + (alpha / rank) · (x Aᵀ) Bᵀ, one autograd function a linear.

A [rank, in] starts kaiming-uniform (bound 1/√in, as PEFT does), B [out, rank] at zero; both are f32 whatever the
base is. Dropout is zero.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn
from torch.nn import functional

LINEARS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


# oneDNN compiles and keeps a kernel for every number of rows it meets, and each step has another number of
# tokens: rounded up, there are a dozen. Without this a run's memory grows by 20 MB a step.
HALF_ROWS = 128


def _rows(x: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """[…, width] as [rows, width] in ``dtype``; a copy to another type gets zero rows up to ``HALF_ROWS``."""
    flat = x.reshape(-1, x.shape[-1])
    if flat.dtype == dtype:
        return flat
    filled = flat.shape[0]
    rounded = -(-filled // HALF_ROWS) * HALF_ROWS
    copy = torch.empty(rounded, flat.shape[1], dtype=dtype, device=x.device)
    copy[:filled] = flat
    copy[filled:] = 0
    return copy


class _LoraProduct(torch.autograd.Function):
    """
    The frozen weight gets no gradient, and the input only where something below it learns. Products are computed
    in the weight's type and handed on in the input's. Saves x and x Aᵀ: [tokens, in] and [tokens, rank].
    """

    @staticmethod
    def forward(ctx, x, weight, bias, a, b, scale):
        rows, a_cast, b_cast = _rows(x, weight.dtype), a.to(weight.dtype), b.to(weight.dtype)
        down = rows @ a_cast.t()
        y = functional.linear(rows, weight, bias).addmm_(down, b_cast.t(), alpha=scale)
        ctx.save_for_backward(rows, down, weight, a_cast, b_cast)
        ctx.scale = scale
        return _handed_on(y, x)

    @staticmethod
    def backward(ctx, grad_y):
        x, down, weight, a, b = ctx.saved_tensors
        grad_rows = _rows(grad_y, weight.dtype)
        grad_down = (grad_rows @ b).mul_(ctx.scale)
        grad_a = (grad_down.t() @ x).float()
        grad_b = (grad_rows.t() @ down).float().mul_(ctx.scale)
        grad_x = None
        if ctx.needs_input_grad[0]:
            grad_x = _handed_on((grad_rows @ weight).addmm_(grad_down, a), grad_y)
        return grad_x, None, None, grad_a, grad_b, None


def _handed_on(rows: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    """[rows, width] without the added rows, in the type and leading sizes of ``like``."""
    lead = like.shape[:-1]
    return rows[: lead.numel()].to(like.dtype).view(*lead, rows.shape[-1])


class LoraLinear(nn.Module):
    """Stands where a frozen ``nn.Linear`` stood; without a rank it is that linear."""

    def __init__(self, linear: nn.Linear):
        super().__init__()
        self.linear = linear
        self.lora_a: nn.Parameter | None = None
        self.lora_b: nn.Parameter | None = None
        self.scale = 0.0
        self.is_on = False
        # The frozen weight (and bias) in bf16 while a step computes its products in bf16, else None.
        self._half: tuple[torch.Tensor, torch.Tensor | None] | None = None
        self.uses_half = False

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.is_on:
            return self.linear(x)
        weight, bias = self._frozen()
        return _LoraProduct.apply(x, weight, bias, self.lora_a, self.lora_b, self.scale)

    def _frozen(self) -> tuple[torch.Tensor, torch.Tensor | None]:
        if not self.uses_half:
            return self.linear.weight, self.linear.bias
        if self._half is None:
            bias = self.linear.bias
            self._half = (self.linear.weight.bfloat16(), None if bias is None else bias.bfloat16())
        return self._half

    def reset(self, rank: int, alpha: float, generator: torch.Generator) -> None:
        """A fresh adapter of this rank; drawn on the CPU, so that every device starts the same."""
        device = self.linear.weight.device
        bound = 1 / math.sqrt(self.linear.in_features)
        drawn = torch.rand(rank, self.linear.in_features, generator=generator)
        self.lora_a = nn.Parameter(((drawn * 2 - 1) * bound).to(device))
        self.lora_b = nn.Parameter(torch.zeros(self.linear.out_features, rank, device=device))
        self.scale = alpha / rank
        self.is_on = True

    def drop(self) -> None:
        self.lora_a = self.lora_b = self._half = None
        self.is_on = False


class Adapter:
    """All LoRA linears of one model, attached once and re-initialised in place for each job."""

    def __init__(self, model: nn.Module):
        for parameter in model.parameters():
            parameter.requires_grad_(False)
        self._linears: dict[str, LoraLinear] = {}
        for name, module in list(model.named_modules()):
            leaf = name.rpartition(".")[2]
            if leaf in LINEARS and isinstance(module, nn.Linear):
                lora = LoraLinear(module)
                model.get_submodule(name.rpartition(".")[0]).add_module(leaf, lora)
                self._linears[name] = lora
        self.rank = 0
        self.alpha = 0.0

    def reset(self, rank: int, alpha: float, seed: int) -> None:
        """Random A, zero B: the model still answers as its base does."""
        generator = torch.Generator().manual_seed(seed)
        for lora in self._linears.values():
            lora.reset(rank, alpha, generator)
        self.rank, self.alpha = rank, alpha

    def drop(self) -> None:
        """Back to the bare base."""
        for lora in self._linears.values():
            lora.drop()
        self.rank, self.alpha = 0, 0.0

    def set_on(self, is_on: bool) -> None:
        """Switches the adapter's share on or off without losing it."""
        for lora in self._linears.values():
            lora.is_on = is_on and lora.lora_a is not None

    @contextmanager
    def half_products(self) -> Iterator[None]:
        """Within, frozen weights and inputs of every linear are multiplied in bf16."""
        for lora in self._linears.values():
            lora.uses_half = True
        try:
            yield
        finally:
            for lora in self._linears.values():
                lora.uses_half = False

    def linears(self) -> Iterator[tuple[str, LoraLinear]]:
        yield from self._linears.items()

    def parameters(self) -> list[nn.Parameter]:
        return [
            p
            for lora in self._linears.values()
            for p in (lora.lora_a, lora.lora_b)
            if p is not None
        ]

    def state(self) -> dict[str, torch.Tensor]:
        """Copies on the CPU, f32, by PEFT's names without its prefix: ``….q_proj.lora_A.weight``."""
        tensors: dict[str, torch.Tensor] = {}
        for name, lora in self._linears.items():
            if lora.lora_a is None or lora.lora_b is None:
                raise ValueError("the adapter has no weights")
            tensors[f"{name}.lora_A.weight"] = lora.lora_a.detach().cpu().clone()
            tensors[f"{name}.lora_B.weight"] = lora.lora_b.detach().cpu().clone()
        return tensors

    @torch.no_grad()
    def load_state(self, tensors: dict[str, torch.Tensor]) -> None:
        """Copies into the parameters, which ``reset`` must have made with the same rank."""
        for name, lora in self._linears.items():
            if lora.lora_a is None or lora.lora_b is None:
                raise ValueError("reset the adapter before loading its weights")
            lora.lora_a.copy_(tensors[f"{name}.lora_A.weight"])
            lora.lora_b.copy_(tensors[f"{name}.lora_B.weight"])
