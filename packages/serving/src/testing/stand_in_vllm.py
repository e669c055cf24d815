"""
``python stand_in_vllm.py HF_DIR PORT``: what vLLM documents of its HTTP API and this product uses, with PyTorch and
PEFT behind it, one request at a time. For machines without vLLM: it reads the same PEFT directories, takes the same
requests and answers in the same shapes and words (v0.11 to v0.15: /v1/models, /v1/load_lora_adapter,
/v1/unload_lora_adapter, /v1/completions with token ids, streamed).
"""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging

HF_DIR, PORT = Path(sys.argv[1]), int(sys.argv[2])
BASE_NAME = "tiny"

torch.set_num_threads(1)
logging.disable_progress_bar()
logging.set_verbosity_error()
tokenizer = AutoTokenizer.from_pretrained(HF_DIR)
base = AutoModelForCausalLM.from_pretrained(HF_DIR, dtype=torch.float32).eval()
window = base.config.max_position_embeddings
wrapped: PeftModel | None = None
loaded: dict[str, str] = {}
turn = threading.Lock()


class Refusal(Exception):
    def __init__(self, status: int, kind: str, message: str, param: str | None = None):
        super().__init__(message)
        self.status = status
        body = {"message": message, "type": kind, "param": param, "code": status}
        self.body = {"error": body}


def models() -> dict:
    shared = {"object": "model", "created": int(time.time()), "owned_by": "vllm", "permission": []}
    entries = [
        {"id": BASE_NAME, "root": str(HF_DIR), "parent": None, "max_model_len": window, **shared}
    ]
    for name, path in loaded.items():
        entries.append(
            {"id": name, "root": path, "parent": BASE_NAME, "max_model_len": None, **shared}
        )
    return {"object": "list", "data": entries}


def load(body: dict) -> str:
    global wrapped
    name, path = body.get("lora_name"), body.get("lora_path")
    if not name or not path:
        message = "Both 'lora_name' and 'lora_path' must be provided."
        raise Refusal(400, "InvalidUserInput", message)
    if name in loaded and not body.get("load_inplace"):
        message = (
            f"The lora adapter '{name}' has already been loaded. If you want to load the adapter "
            "in place, set 'load_inplace' to True."
        )
        raise Refusal(400, "InvalidUserInput", message)
    if not (Path(path) / "adapter_config.json").is_file():
        message = f"Loading lora {name} failed: No adapter found for {path}"
        raise Refusal(404, "NotFoundError", message)
    with turn:
        if wrapped is None:
            wrapped = PeftModel.from_pretrained(base, path, adapter_name=key(name))
        else:
            if name in loaded:
                wrapped.delete_adapter(key(name))
            wrapped.load_adapter(path, adapter_name=key(name))
        loaded[name] = path
    return f"Success: LoRA adapter '{name}' added successfully."


def unload(body: dict) -> str:
    name = body.get("lora_name")
    if not name:
        message = "'lora_name' needs to be provided to unload a LoRA adapter."
        raise Refusal(400, "InvalidUserInput", message)
    if name not in loaded:
        raise Refusal(404, "NotFoundError", f"The lora adapter '{name}' cannot be found.")
    # The weights stay: PEFT cannot be left without an adapter, and names are what is asked for.
    del loaded[name]
    return f"Success: LoRA adapter '{name}' removed successfully."


def key(name: str) -> str:
    """PEFT takes no dots in names."""
    return name.replace(":", "-")


def write(body: dict):
    """Yields text and, last, why it ended and how many tokens it took."""
    name = body["model"]
    if name != BASE_NAME and name not in loaded:
        raise Refusal(404, "NotFoundError", f"The model `{name}` does not exist.", "model")
    prompt = body["prompt"]
    limit = body.get("max_tokens", 16)
    if len(prompt) + limit > window:
        message = (
            f"This model's maximum context length is {window} tokens. However, you requested "
            f"{limit} output tokens and your prompt contains {len(prompt)} input tokens."
        )
        raise Refusal(400, "BadRequestError", message)
    return steps(name, prompt, limit, body)


@torch.no_grad()
def steps(name: str, prompt: list[int], limit: int, body: dict):
    ends = {*body.get("stop_token_ids", []), tokenizer.eos_token_id}
    generator = torch.Generator().manual_seed(body.get("seed") or 0)
    written: list[int] = []
    told = ""
    with turn:
        if wrapped is not None and name != BASE_NAME:
            wrapped.set_adapter(key(name))
        bare = wrapped.disable_adapter() if wrapped is not None and name == BASE_NAME else None
        model = base if wrapped is None else wrapped
        if bare is not None:
            bare.__enter__()
        try:
            cache, read = None, torch.tensor([prompt])
            while len(written) < limit:
                answer = model(input_ids=read, past_key_values=cache, use_cache=True)
                cache, token = answer.past_key_values, pick(answer.logits[0, -1], body, generator)
                written.append(token)
                if token in ends:
                    yield None, "stop", len(written)
                    return
                text = tokenizer.decode(written, skip_special_tokens=True)
                if not text.endswith("\ufffd"):
                    yield text[len(told) :], None, len(written)
                    told = text
                read = torch.tensor([[token]])
            yield None, "length", len(written)
        finally:
            if bare is not None:
                bare.__exit__(None, None, None)


def pick(logits: torch.Tensor, body: dict, generator: torch.Generator) -> int:
    temperature = body.get("temperature", 1.0)
    if temperature <= 0:
        return int(logits.argmax())
    kept = logits.topk(min(body.get("top_k") or len(logits), len(logits)))
    drawn = torch.multinomial((kept.values / temperature).softmax(-1), 1, generator=generator)
    return int(kept.indices[drawn])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        return

    def do_GET(self) -> None:
        if self.path == "/v1/models":
            return self.send(200, models())
        return self.send(404, {"detail": "Not Found"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        try:
            if self.path == "/v1/load_lora_adapter":
                return self.send(200, load(body))
            if self.path == "/v1/unload_lora_adapter":
                return self.send(200, unload(body))
            if self.path == "/v1/completions":
                return self.stream(body, write(body))
            return self.send(404, {"detail": "Not Found"})
        except Refusal as refusal:
            return self.send(refusal.status, refusal.body)

    def send(self, status: int, body: dict | str) -> None:
        is_text = isinstance(body, str)
        data = (body if is_text else json.dumps(body)).encode()
        self.send_response(status)
        if not is_text:
            self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def stream(self, body: dict, pieces) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream; charset=utf-8")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        about = {"id": "cmpl-1", "object": "text_completion", "created": int(time.time())}
        about["model"] = body["model"]

        def say(choices: list, more: dict) -> None:
            self.wfile.write(
                b"data: " + json.dumps({**about, "choices": choices, **more}).encode() + b"\n\n"
            )

        tokens = 0
        try:
            for text, reason, written in pieces:
                tokens = written
                say(
                    [{"index": 0, "text": text or "", "logprobs": None, "finish_reason": reason}],
                    {},
                )
            usage = {"prompt_tokens": len(body["prompt"]), "completion_tokens": tokens}
            usage["total_tokens"] = len(body["prompt"]) + tokens
            if (body.get("stream_options") or {}).get("include_usage"):
                say([], {"usage": usage})
            self.wfile.write(b"data: [DONE]\n\n")
        except (BrokenPipeError, ConnectionResetError):
            # The reader has left: leaving the generator gives the turn to the next.
            pieces.close()


server = ThreadingHTTPServer(("127.0.0.1", PORT), Handler)
server.daemon_threads = True
print("ready", flush=True)
server.serve_forever()
