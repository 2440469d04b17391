"""Commands beside a run's life: the shell, block types from a file, a typed SDK, automations by id, refusals."""

import ast
import json
from pathlib import Path

from conformance import (
    FLOWS,
    document,
    find_deployment,
    get,
    normal,
    post,
    prefect,
    record,
    request,
    run_facts,
    runs_of_flow,
)
from prefect import flow

NOBODY = "00000000-0000-4000-8000-000000000000"
BLOCK = """
from prefect.blocks.core import Block
from pydantic import SecretStr


class SideBlock(Block):
    _block_type_slug = "side-block"
    address: str = "here"
    password: SecretStr = SecretStr("x")
"""
AUTOMATIONS = """
automations:
- name: side-reactive
  trigger: {type: event, posture: Reactive, expect: [side.never], threshold: 1, within: 0}
  actions: [{type: do-nothing}]
- name: side-proactive
  trigger: {type: event, posture: Proactive, expect: [side.never], threshold: 1, within: 3600}
  actions: [{type: do-nothing}]
"""


def shell():
    shown = {
        "watch": prefect("shell", "watch", "echo out; echo err >&2", "--flow-name", "side shell", "--tag", "side"),
        "watch what fails": prefect("shell", "watch", "exit 3", "--flow-name", "side shell fails", ok=False),
    }
    return {
        "shown": {name: finished.code for name, finished in shown.items()},
        "runs": [run_facts(runs_of_flow(name)[0]["id"], logs=False) for name in ("side shell", "side shell fails")],
    }


def blocks():
    Path("side_block.py").write_text(BLOCK)
    shown = [
        prefect("block", "register", "-f", "side_block.py"),
        prefect("block", "register", "-m", "prefect.never", ok=False),
        prefect("block", "type", "inspect", "side-block"),
    ]
    kind = get("/block_types/slug/side-block")
    [schema] = post("/block_schemas/filter", {"block_schemas": {"block_type_id": {"any_": [kind["id"]]}}})
    made = post(
        "/block_documents/",
        {
            "name": "by-hand",
            "data": {"address": "there", "password": "hunter9"},
            "block_type_id": kind["id"],
            "block_schema_id": schema["id"],
        },
    )
    shown += [
        prefect("block", "inspect", "--id", made["id"]),
        prefect("block", "inspect", "--id", NOBODY, ok=False),
        prefect("block", "delete", "--id", made["id"], input="y\n"),
        prefect("block", "type", "delete", "side-block", input="y\n"),
        prefect("block", "type", "delete", "secret", input="y\n", ok=False),
    ]
    return [finished.facts for finished in shown]


def sdk():
    flow.from_source(str(FLOWS), "greetings.py:greet").deploy(
        "side", work_pool_name="side", tags=["side"], print_next_steps=False
    )
    made = prefect("sdk", "generate", "-o", "sdk.py", "--deployment", "greet/side")
    prefect("sdk", "generate", "-o", "none.py", "--deployment", "greet/never", ok=False)
    written = ast.parse(Path("sdk.py").read_text())
    run = prefect("deployment", "run", "--id", find_deployment("greet/side")["id"], "--param", "name=9", ok=False)
    return [made.code, [node.name for node in ast.walk(written) if isinstance(node, ast.ClassDef)], run.code]


def automations():
    Path("side.yaml").write_text(AUTOMATIONS)
    made = prefect("automation", "create", "--from-file", "side.yaml")
    [as_json] = json.loads(prefect("automation", "inspect", "side-reactive", "--json").raw)
    automation_id = as_json["id"]
    partly = '{"name": "side-changed"}'
    changed = prefect("automation", "update", "--id", automation_id, "--from-json", partly, ok=False)
    shown = [
        made,
        changed,
        prefect("automation", "inspect", "side-proactive", "--yaml"),
        prefect("automation", "pause", "--id", automation_id),
        prefect("automation", "inspect", "--id", automation_id),
        prefect("automation", "delete", "--id", automation_id, input="y\n"),
        prefect("automation", "delete", "--id", automation_id, input="y\n", ok=False),
        prefect("automation", "delete", "side-proactive", input="y\n"),
    ]
    return [document(as_json), [finished.facts for finished in shown]]


def others():
    shown = [
        prefect("server", "status"),
        prefect("work-pool", "storage", "inspect", "side"),
        prefect("work-queue", "ls", "--match", "side-", "--pool", "side"),
        prefect("gcl", "inspect", "side-never", ok=False),
        prefect("api", "PATCH", f"/flows/{NOBODY}", "--data", '{"tags": ["x"]}', ok=False),
        prefect("api", "POST", "/flows/filter", "--data", '{"limit": "x"}', ok=False),
        prefect("events", "emit", "side.event", ok=False),
        # It is set for the whole server: not here, where other programs keep results.
        prefect("experimental", "result-storage", "inspect"),
        prefect("experimental", "result-storage", "set", "--block", "local-file-system/never", ok=False),
    ]
    return [[*finished.facts.values(), finished.err[-8:]] for finished in shown]


if __name__ == "__main__":
    prefect("work-pool", "create", "side", "--type", "process")
    record(
        shell=shell(),
        blocks=blocks(),
        sdk=sdk(),
        automations=automations(),
        others=others(),
        gone=normal(request("GET", "/block_types/slug/side-block", statuses=(404,))),
    )
