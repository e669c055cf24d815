"""Cross-entropy of reply tokens from hidden states, without ever holding all logits."""

import torch

# Logits held at once: 2^25 f32 values are 128 MiB; a 128k vocabulary then takes 256 positions at a time.
MAX_LOGITS = 2**25


class _ReplyNats(torch.autograd.Function):
    """
    The head is frozen, so the gradient for the hidden states is all there is: it is computed beside the loss,
    chunk by chunk, and the logits are dropped.
    """

    @staticmethod
    def forward(
        ctx, hidden: torch.Tensor, head: torch.Tensor, targets: torch.Tensor
    ) -> torch.Tensor:
        rows = max(1, MAX_LOGITS // head.shape[0])
        wants_grad = ctx.needs_input_grad[0]
        nats = torch.empty(hidden.shape[0], dtype=torch.float32, device=hidden.device)
        grad = torch.empty_like(hidden) if wants_grad else None
        for start in range(0, hidden.shape[0], rows):
            part = slice(start, start + rows)
            logits = (hidden[part] @ head.T).float()
            log_sum = logits.logsumexp(-1)
            wanted = targets[part, None]
            nats[part] = log_sum - logits.gather(1, wanted)[:, 0]
            if grad is not None:
                probabilities = logits.sub_(log_sum[:, None]).exp_()
                probabilities.scatter_add_(
                    1, wanted, torch.full_like(wanted, -1, dtype=torch.float32)
                )
                grad[part] = probabilities.to(head.dtype) @ head
        ctx.save_for_backward(grad)
        return nats

    @staticmethod
    def backward(ctx, grad_nats: torch.Tensor):
        (grad,) = ctx.saved_tensors
        return grad * grad_nats[:, None].to(grad.dtype), None, None


def reply_nats(hidden: torch.Tensor, head: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """
    ``hidden`` [n, width], ``head`` [vocabulary, width] (frozen), ``targets`` [n]: -ln p of each, f32 [n].
    """
    return _ReplyNats.apply(hidden, head, targets)
