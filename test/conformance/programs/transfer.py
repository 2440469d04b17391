"""`prefect transfer` from one server to another, TRANSFER_TO."""

import json
import os
import re
import subprocess
from pathlib import Path

import httpx
from conformance import FLOWS, document, find_deployment, normal, prefect, read_all, record, tidy, wait_for
from prefect import flow
from prefect.blocks.core import Block
from prefect.schedules import Cron
from pydantic import SecretStr

TARGET = os.environ["TRANSFER_TO"]
AUTOMATION = {
    "name": "moves",
    "trigger": {"type": "event", "posture": "Reactive", "expect": ["moves.never"], "threshold": 1, "within": 0},
}


class Moves(Block):
    """Of a type of its own: Prefect leaves the blocks of types that are there already."""

    _block_type_slug = "moves"
    address: str = "here"
    password: SecretStr


def there(path, body=None):
    """What the other server holds."""
    found = httpx.get(TARGET + path, timeout=60) if body is None else httpx.post(TARGET + path, json=body, timeout=60)
    assert found.status_code == 200, (path, found.text)
    return found.json()


def transfer():
    """The command itself, by the profiles alone: the variable with the address would go before them."""
    env = {key: value for key, value in os.environ.items() if key != "PREFECT_API_URL"}
    command = ["prefect", "transfer", "--from", "here", "--to", "there"]
    done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=240)
    # How far it was is told as often as there was time for it.
    said = [re.sub(r"(?<=block-schema/)\w+", "<id>", line) for line in tidy(done.stdout) if "..." not in line]
    return {"exit": done.returncode, "said": sorted(said), "error": tidy(done.stderr)[-3:]}


def all_told():
    found = there("/events/filter", {"filter": {"event": {"prefix": ["prefect.workspace.transfer."]}}})["events"]
    return found if len(found) == 2 else None


def make():
    prefect("work-pool", "create", "moves", "--type", "process")
    prefect("work-queue", "create", "side", "--pool", "moves", "--limit", "3")
    prefect("variable", "set", "moves", '{"a": [1, null]}', "--tag", "x")
    prefect("gcl", "create", "moves", "--limit", "3", "--slot-decay-per-second", "0.5")
    Moves(password="hunter5").save("moves")
    flow.from_source(str(FLOWS), "greetings.py:greet").deploy(
        "moves",
        work_pool_name="moves",
        work_queue_name="side",
        schedules=[Cron("0 0 1 1 *", timezone="Europe/Paris", slug="yearly", parameters={"name": "year"})],
        tags=["a"],
        parameters={"name": "x"},
        concurrency_limit=2,
        print_next_steps=False,
    )
    runs = {"type": "run-deployment", "source": "selected", "deployment_id": find_deployment("greet/moves")["id"]}
    prefect("automation", "create", "--from-json", json.dumps({**AUTOMATION, "actions": [runs]}))


if __name__ == "__main__":
    profiles = Path(os.environ["PREFECT_HOME"]) / "profiles.toml"
    profiles.parent.mkdir(parents=True, exist_ok=True)
    profiles.write_text(
        f"""
[profiles.here]
PREFECT_API_URL = "{os.environ["PREFECT_API_URL"]}"

[profiles.there]
PREFECT_API_URL = "{TARGET}"
"""
    )
    # What came here by a transfer goes on from here.
    if not read_all("variables", variables={"name": {"any_": ["moves"]}}):
        make()

    moved = transfer()

    deployed = there("/deployments/name/greet/moves")
    [automation] = there("/automations/filter", {})
    [block] = there("/block_documents/filter", {"include_secrets": True})
    assert block["data"] == {"address": "here", "password": "hunter5"}, block
    told = wait_for("what is told of the transfer", all_told)
    record(
        moved=moved,
        deployment=document(deployed),
        pool=document(there("/work_pools/moves"), "base_job_template"),
        queue=document(there("/work_pools/moves/queues/side")),
        variable=document(there("/variables/name/moves")),
        limit=document(there("/v2/concurrency_limits/moves")),
        block=document(block, "block_schema", "block_type"),
        automation=document(automation),
        runs_the_deployment_there=automation["actions"][0]["deployment_id"] == deployed["id"],
        told=sorted(([event["event"], normal(event["payload"])] for event in told), key=json.dumps),
    )
