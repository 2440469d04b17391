"""Automations: made from files, listed, inspected, paused, resumed, changed, deleted; those a deployment owns."""

import json
from pathlib import Path

from conformance import FLOWS, document, find_deployment, get, prefect, read_all, record, request
from prefect import flow
from prefect.automations import Automation
from prefect.events import DeploymentEventTrigger

YAML = """
name: restart-on-failure
description: From a file.
enabled: true
trigger:
  type: event
  posture: Reactive
  expect: [prefect.flow-run.Failed]
  match: {prefect.resource.id: prefect.flow-run.of-nobody}
  for_each: [prefect.resource.id]
  threshold: 2
  within: 60
actions:
  - type: cancel-flow-run
"""
# None of these may act: the runs of other programs are no concern of theirs.
COMPOUND = {
    "name": "compound-one",
    "enabled": False,
    "trigger": {
        "type": "compound",
        "require": "any",
        "within": 120,
        "triggers": [
            {
                "type": "event",
                "posture": "Proactive",
                "expect": ["prefect.flow-run.Completed"],
                "within": 30,
                "threshold": 1,
            },
            {"type": "event", "expect": ["conformance.never"], "match_related": {"prefect.resource.role": "flow"}},
        ],
    },
    "actions": [{"type": "do-nothing"}, {"type": "run-deployment", "source": "inferred"}],
    "actions_on_trigger": [],
    "tags": ["mine"],
}


def mine():
    names = ("restart-on-failure", "compound-one", "by-python", "changed")
    return sorted((row for row in read_all("automations") if row["name"] in names), key=lambda row: row["name"])


def without_ids(row):
    """Triggers carry ids of their own."""
    return document(json.loads(json.dumps(row)))


if __name__ == "__main__":
    Path("one.yaml").write_text(YAML)
    Path("bad.yaml").write_text(YAML.replace("type: event", "type: no-such-thing"))
    shown = {
        "create": prefect("automation", "create", "--from-file", "one.yaml"),
        "create from JSON": prefect("automation", "create", "--from-json", json.dumps(COMPOUND)),
        "create a bad one": prefect("automation", "create", "--from-file", "bad.yaml", ok=False),
        "inspect": prefect("automation", "inspect", "restart-on-failure", "--output", "json"),
        "inspect missing": prefect("automation", "inspect", "never", ok=False),
        "pause": prefect("automation", "pause", "restart-on-failure"),
    }
    paused = [row["enabled"] for row in mine()]
    shown["resume"] = prefect("automation", "resume", "restart-on-failure")
    Path("one.yaml").write_text(YAML.replace("restart-on-failure", "changed").replace("threshold: 2", "threshold: 3"))
    changing = mine()[1]["id"]
    shown["update"] = prefect("automation", "update", changing, "--from-file", "one.yaml", ok=False)
    made = Automation(
        name="by-python", enabled=False, trigger=COMPOUND["trigger"], actions=[{"type": "do-nothing"}]
    ).create()
    read = Automation.read(made.id)
    made.description = "told later"
    made.update()
    listed = prefect("automation", "ls")
    stored = [without_ids(row) for row in mine()]
    shown["delete"] = prefect("automation", "delete", "compound-one", input="y\n")
    shown["delete missing"] = prefect("automation", "delete", "compound-one", ok=False)

    prefect("work-pool", "create", "automations", "--type", "process")
    source = flow.from_source(str(FLOWS), "greetings.py:greet")
    trigger = DeploymentEventTrigger(
        name="owned",
        expect={"conformance.never"},
        match_related={"prefect.resource.id": "prefect.flow.*"},
        parameters={"name": "x"},
    )
    source.deploy("automations", work_pool_name="automations", triggers=[trigger], print_next_steps=False)
    deployment_id = find_deployment("greet/automations")["id"]
    related = get(f"/automations/related-to/prefect.deployment.{deployment_id}")
    owned = [without_ids(row) for row in read_all("automations") if row["name"] == "owned"]
    refused = request("POST", "/automations/", {"name": "empty"}, statuses=(422,))
    request("DELETE", f"/automations/owned-by/prefect.deployment.{deployment_id}")
    left = [row["name"] for row in read_all("automations") if row["name"] == "owned"]
    gone = request("GET", "/automations/00000000-0000-4000-8000-000000000000", statuses=(404,))
    record(
        shown={name: finished.facts for name, finished in shown.items()},
        paused=paused,
        read=[read.name, read.enabled],
        listed=listed.about("restart-on", "compound-one", "by-python", "changed"),
        stored=stored,
        related=len(related),
        owned=owned,
        refused=sorted((error["type"], error["loc"]) for error in refused["exception_detail"]),
        left=left,
        gone=gone,
    )
