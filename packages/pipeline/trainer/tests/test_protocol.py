"""The JSON-lines loop, end to end, as a child process."""

import json
import time
from pathlib import Path

import pytest
from conftest import SECRET_WORD, make_rows, write_rows
from protocol_schema import load_schema, mismatch
from trainer_child import TrainerChild

SETTINGS = {
    "rank": 4,
    "alpha": 8,
    "learningRate": 5e-3,
    "epochs": 3,
    "batchSize": 8,
    "maxTokens": 256,
    "seed": 11,
}


def job(directory: Path, **overrides) -> dict:
    """Fields of a train request over files in ``directory``."""
    return {
        "trainFile": str(write_rows(directory / "train.jsonl", make_rows(24))),
        "heldOutFile": str(write_rows(directory / "held-out.jsonl", make_rows(8, first=100))),
        "outDir": str(directory / "out"),
        "settings": {**SETTINGS, **overrides},
    }


@pytest.fixture(scope="module")
def child(tmp_path_factory, llama_dir):
    trainer = TrainerChild(tmp_path_factory.mktemp("child") / "stderr.log")
    trainer.result("load", "load", baseDir=str(llama_dir), device="cpu")
    yield trainer
    trainer.close()


def events(child: TrainerChild, request_id: str, kind: str) -> list[dict]:
    return [
        reply["event"]
        for reply in child.replies
        if reply["type"] == "progress"
        and reply["id"] == request_id
        and reply["event"]["kind"] == kind
    ]


def test_a_job_from_load_to_evaluate(child, tmp_path):
    fields = job(tmp_path)
    plan = child.result("plan", "plan", costPerHourUsd=2.0, **fields)
    result = child.result("train", "train", **fields)
    steps = events(child, "train", "step")
    assert [event["step"] for event in steps] == list(range(1, plan["totalSteps"] + 1))
    assert {event["totalSteps"] for event in steps} == {plan["totalSteps"]}
    assert plan["predictedCostUsd"] == pytest.approx(plan["predictedSeconds"] / 3600 * 2.0)
    assert plan["cutTokens"] == result["cutTokens"] == 0

    losses = result["heldOutLossByEpoch"]
    assert [event["heldOutLoss"] for event in events(child, "train", "epoch")] == losses
    assert result["bestEpoch"] == 1 + losses.index(min(losses))
    assert min(losses) < result["baseHeldOutLoss"] - 0.3

    held_out = {"rowsFile": fields["heldOutFile"], "maxTokens": 256}
    of_base = child.result("evaluate", "base", **held_out)
    tuned = child.result("evaluate", "tuned", adapterDir=result["adapterDir"], **held_out)
    assert of_base["rows"] == tuned["rows"] == 8
    assert of_base["loss"] == pytest.approx(result["baseHeldOutLoss"], abs=1e-6)
    assert tuned["loss"] == pytest.approx(min(losses), abs=1e-6)

    metrics = json.loads((tmp_path / "out" / "metrics.json").read_text())
    pairs = metrics["heldOutPairs"]
    nats = sum(pair["tuned"] * pair["tokens"] for pair in pairs)
    assert nats / sum(pair["tokens"] for pair in pairs) == pytest.approx(min(losses))
    assert len(metrics["lossByStep"]) == plan["totalSteps"]


def test_no_mail_in_logs_replies_and_metrics(child, tmp_path):
    fields = job(tmp_path)
    broken = write_rows(tmp_path / "broken.jsonl", make_rows(2))
    broken.write_text(broken.read_text() + f'{{"output": "{SECRET_WORD}\n', "utf-8")
    child.result("train", "quiet", **fields)
    child.ask("train", "broken", **{**fields, "trainFile": str(broken)})
    refusal = child.answer("broken")
    assert refusal["code"] == "data_unreadable"
    assert "Line 3" in refusal["message"]
    said = (
        child.log.read_text()
        + json.dumps(child.replies)
        + (tmp_path / "out/metrics.json").read_text()
    )
    assert SECRET_WORD not in said
    assert "tell me soon" not in said


def test_pause_holds_the_step_and_resume_goes_on(child, tmp_path):
    fields = job(tmp_path, epochs=40)
    child.ask("train", "pausing", **fields)
    child.wait_for(lambda reply: reply.get("event", {}).get("kind") == "step")
    assert child.result("pause", "p")["accepted"]
    paused = child.wait_for(lambda reply: reply.get("event", {}).get("kind") == "paused")
    status = child.result("status", "s")
    assert status == {**status, "state": "paused", "step": paused["event"]["step"]}
    child.ask("train", "second", **fields)
    assert child.answer("second")["code"] == "busy"
    assert child.result("resume", "r")["accepted"]
    running = child.wait_for(lambda reply: reply["type"] == "progress")
    assert running["event"] == {"kind": "running", "step": paused["event"]["step"]}
    following = child.wait_for(lambda reply: reply.get("event", {}).get("kind") == "step")
    assert following["event"]["step"] == paused["event"]["step"] + 1
    assert child.result("cancel", "c")["accepted"]
    assert child.answer("pausing")["code"] == "cancelled"
    assert child.result("status", "s2")["state"] == "idle"


def test_cancel_ends_a_paused_run(child, tmp_path):
    child.ask("train", "held", **job(tmp_path, epochs=40))
    child.wait_for(lambda reply: reply.get("event", {}).get("kind") == "step")
    child.result("pause", "p3")
    child.wait_for(lambda reply: reply.get("event", {}).get("kind") == "paused")
    child.result("cancel", "c3")
    assert child.answer("held", timeout=2)["code"] == "cancelled"
    assert not child.result("cancel", "c4")["accepted"], "nothing runs any more"


def test_a_killed_run_resumes_and_ends_the_same(child, llama_dir, tmp_path):
    fields = job(tmp_path, epochs=6)
    whole = child.result("train", "whole", **fields)
    again = {**fields, "outDir": str(tmp_path / "again")}
    victim = TrainerChild(tmp_path / "victim.log")
    victim.result("load", "l", baseDir=str(llama_dir), device="cpu")
    victim.ask("train", "t", **again)
    victim.wait_for(lambda reply: reply.get("event", {}).get("epoch") == 2)
    victim.wait_for(lambda reply: reply.get("event", {}).get("kind") == "step")
    victim.close()  # SIGKILL
    resumed = child.result("train", "resumed", **again)
    [event] = events(child, "resumed", "resumed")
    assert 2 <= event["fromEpoch"] < 6
    assert events(child, "resumed", "step")[0]["step"] == event["fromEpoch"] * 3 + 1
    for key in ("ggufSha256", "heldOutLossByEpoch", "bestEpoch", "trainLoss", "baseHeldOutLoss"):
        assert resumed[key] == whole[key], key


def test_other_settings_do_not_resume(child, tmp_path):
    fields = job(tmp_path)
    child.result("train", "first", **fields)
    other = {**fields, "settings": {**fields["settings"], "seed": 12}}
    child.result("train", "fresh", **other)
    assert events(child, "fresh", "resumed") == []
    assert len(events(child, "fresh", "step")) == 9


def test_config_mistakes_answer_within_a_second(tmp_path, llama_dir):
    trainer = TrainerChild(tmp_path / "log")
    try:
        fields = job(tmp_path)
        unsupported = tmp_path / "gpt"
        unsupported.mkdir()
        (unsupported / "config.json").write_text('{"model_type": "gpt_neox"}')
        mistakes = [
            ("load", {"baseDir": str(tmp_path / "nowhere"), "device": "cpu"}, "base_missing"),
            ("load", {"baseDir": str(unsupported), "device": "cpu"}, "base_unsupported"),
            ("load", {"baseDir": str(llama_dir), "device": "abacus"}, "bad_request"),
            ("load", {"baseDir": "relative", "device": "cpu"}, "bad_request"),
            ("train", {**fields, "trainFile": str(tmp_path / "gone.jsonl")}, "data_unreadable"),
            ("train", {**fields, "settings": {**SETTINGS, "epochs": 0}}, "bad_request"),
            ("train", {**fields, "settings": {**SETTINGS, "rank": 2.5}}, "bad_request"),
            ("plan", {**fields, "costPerHourUsd": -1}, "bad_request"),
            (
                "evaluate",
                {"rowsFile": fields["trainFile"], "adapterDir": str(tmp_path), "maxTokens": 9},
                "data_unreadable",
            ),
            ("train", fields, "base_missing"),
            ("dance", {}, "bad_request"),
        ]
        started = time.monotonic()
        for number, (kind, wrong, code) in enumerate(mistakes):
            trainer.ask(kind, str(number), **wrong)
            reply = trainer.answer(str(number), timeout=2)
            assert (reply["type"], reply["code"]) == ("error", code), (kind, wrong)
        trainer.send("no json")
        reply = trainer.wait_for(lambda reply: reply["type"] == "error")
        assert (reply["id"], reply["code"]) == (None, "bad_request")
        assert time.monotonic() - started < 1
    finally:
        trainer.close()


@pytest.mark.parametrize("way", ["shutdown", "end of stdin"])
def test_it_leaves_when_told(tmp_path, way):
    trainer = TrainerChild(tmp_path / "log")
    try:
        if way == "shutdown":
            trainer.result("shutdown", "x")
        else:
            trainer.process.stdin.close()
        assert trainer.process.wait(timeout=5) == 0
    finally:
        trainer.close()


def test_unload_empties(child, llama_dir):
    assert child.result("unload", "u") == {}
    assert child.result("status", "us")["state"] == "empty"
    child.result("load", "back", baseDir=str(llama_dir), device="cpu")


def test_everything_said_is_as_the_contract_says(child, llama_dir, tmp_path):
    """Whatever this module's trainer has said so far, and one of everything."""
    schema = load_schema()
    fields = job(tmp_path, epochs=1)
    results = {
        "loadResult": child.result("load", "L", baseDir=str(llama_dir), device="cpu"),
        "planResult": child.result("plan", "P", costPerHourUsd=0, **fields),
        "trainResult": child.result("train", "T", **fields),
        "evaluateResult": child.result("evaluate", "E", rowsFile=fields["trainFile"], maxTokens=99),
        "statusResult": child.result("status", "S"),
    }
    for name, result in results.items():
        assert mismatch(schema[name], result) is None
        assert mismatch(schema[name], {}) is not None
    child.ask("evaluate", "gone", rowsFile=str(tmp_path / "gone"), maxTokens=9)
    assert child.answer("gone")["type"] == "error"
    assert {reply["type"] for reply in child.replies} == {"ready", "progress", "done", "error"}
    for reply in child.replies:
        assert mismatch(schema["reply"], reply) is None
    request = {"type": "train", "id": "T", **fields}
    assert mismatch(schema["request"], request) is None
