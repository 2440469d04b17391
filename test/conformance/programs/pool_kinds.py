"""The types of pools that Prefect offers: their templates, pools of them, and workers whose package is not there."""

import json

from conformance import FLOWS, document, find_deployment, get, prefect, record, request
from prefect import flow

KINDS = {
    "azure-container-instance": "prefect-azure",
    "cloud-run": "prefect-gcp",
    "cloud-run-v2": "prefect-gcp",
    "docker": "prefect-docker",
    "ecs": "prefect-aws",
    "kubernetes": "prefect-kubernetes",
    "process": "prefect",
    "vertex-ai": "prefect-gcp",
}


def without_words(value):
    """Each server describes what it offers in its own words."""
    if isinstance(value, dict):
        return {
            key: without_words(item)
            for key, item in value.items()
            if not (key == "description" and isinstance(item, str))
        }
    return [without_words(item) for item in value] if isinstance(value, list) else value


if __name__ == "__main__":
    offered = get("/collections/views/aggregate-worker-metadata")
    templates = {
        kind: without_words(offered[package][kind]["default_base_job_configuration"])
        for kind, package in KINDS.items()
    }
    by_command = json.loads(prefect("work-pool", "get-default-base-job-template", "--type", "docker").raw)
    assert without_words(by_command) == templates["docker"], by_command

    shown = {
        "create": prefect("work-pool", "create", "kind-docker", "--type", "docker"),
        "create of a cloud's": prefect("work-pool", "create", "kind-ecs", "--type", "ecs", "--paused"),
        "create of no type": prefect("work-pool", "create", "kind-none", "--type", "no-such-type", ok=False),
    }
    stored = get("/work_pools/kind-docker")
    assert without_words(stored["base_job_template"]) == templates["docker"], stored

    source = flow.from_source(str(FLOWS), "greetings.py:greet")
    variables = {"image": "example.org/flows:1", "auto_remove": True, "env": {"A": "b"}}
    source.deploy("kind-docker", work_pool_name="kind-docker", job_variables=variables, print_next_steps=False)
    deployed = find_deployment("greet/kind-docker")
    runs = f"/deployments/{deployed['id']}/create_flow_run"
    request("POST", runs, {"job_variables": {"image": "example.org/flows:2"}})
    refused = request("POST", runs, {"job_variables": {"image_pull_policy": "Sometimes"}}, statuses=(409, 422))
    needed = request(
        "POST",
        "/work_pools/",
        {
            "name": "kind-vertex",
            "type": "vertex-ai",
            "base_job_template": offered["prefect-gcp"]["vertex-ai"]["default_base_job_configuration"],
        },
    )
    shown["worker without its package"] = prefect(
        "worker", "start", "--pool", "kind-docker", "--install-policy", "never", "--run-once", ok=False
    )
    record(
        offered={package: sorted(kinds) for package, kinds in offered.items()},
        templates=templates,
        shown={name: finished.facts for name, finished in shown.items()},
        stored=document(stored, "base_job_template"),
        deployed=document(deployed),
        refused=refused,
        needed=document(needed, "base_job_template"),
    )
