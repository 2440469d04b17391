"""The `work-pool` and `work-queue` commands: create, inspect, update, pause, limits, previews, delete."""

import json
from pathlib import Path

from conformance import FLOWS, document, get, prefect, read_all, record, request
from prefect import flow
from prefect.deployments import run_deployment

POOL = "commanded"


def without_counts(finished):
    return {"exit": finished.code, "said": [line for line in finished.out if "ago" not in line]}


if __name__ == "__main__":
    template = prefect("work-pool", "get-default-base-job-template", "--type", "process")
    parsed = json.loads(template.raw)
    parsed["variables"]["properties"]["working_dir"]["default"] = "/srv"
    Path("template.json").write_text(json.dumps(parsed))
    pool = {
        "create": prefect("work-pool", "create", POOL, "--type", "process", "--paused"),
        "create again": prefect("work-pool", "create", POOL, "--type", "process", ok=False),
        "create over": prefect(
            "work-pool", "create", POOL, "--type", "process", "--base-job-template", "template.json", "--overwrite"
        ),
        "create of no type": prefect("work-pool", "create", "typeless", "--type", "no-such-type", ok=False),
        "inspect": prefect("work-pool", "inspect", POOL, "--output", "json"),
        "inspect missing": prefect("work-pool", "inspect", "never", ok=False),
        "update": prefect("work-pool", "update", POOL, "--description", "Told.", "--concurrency-limit", "7"),
        "pause": prefect("work-pool", "pause", POOL),
        "resume": prefect("work-pool", "resume", POOL),
        "limit": prefect("work-pool", "set-concurrency-limit", POOL, "3"),
        "slots": prefect("work-pool", "slots", POOL),
        "no limit": prefect("work-pool", "clear-concurrency-limit", POOL),
    }
    stored = get(f"/work_pools/{POOL}")
    default = stored["base_job_template"]["variables"]["properties"]["working_dir"].get("default")
    queue = {
        "create": prefect("work-queue", "create", "side", "--pool", POOL, "--limit", "4", "--priority", "2"),
        "create again": prefect("work-queue", "create", "side", "--pool", POOL, ok=False),
        "create without pool": prefect("work-queue", "create", "alone", ok=False),
        "inspect": prefect("work-queue", "inspect", "side", "--pool", POOL, "--output", "json"),
        "pause": prefect("work-queue", "pause", "side", "--pool", POOL),
        "paused": prefect("work-queue", "ls", "--pool", POOL),
        "resume": prefect("work-queue", "resume", "side", "--pool", POOL),
        "limit": prefect("work-queue", "set-concurrency-limit", "side", "9", "--pool", POOL),
        "slots": prefect("work-queue", "slots", "side", "--pool", POOL),
        "no limit": prefect("work-queue", "clear-concurrency-limit", "side", "--pool", POOL),
        "inspect missing": prefect("work-queue", "inspect", "never", "--pool", POOL, ok=False),
    }
    flow.from_source(str(FLOWS), "greetings.py:greet").deploy(
        "commanded", work_pool_name=POOL, work_queue_name="side", print_next_steps=False
    )
    run_deployment("greet/commanded", flow_run_name="previewed 1", timeout=0)
    preview = {
        "pool": prefect("work-pool", "preview", POOL, "--hours", "1"),
        "queue": prefect("work-queue", "preview", "side", "--pool", POOL, "--hours", "1"),
        "read-runs": prefect("work-queue", "read-runs", "side", "--pool", POOL),
    }
    queues = [
        document(row, "last_polled")
        for row in sorted(read_all(f"work_pools/{POOL}/queues"), key=lambda row: row["name"])
    ]
    queue["delete"] = prefect("work-queue", "delete", "side", "--pool", POOL, input="y\n")
    queue["delete missing"] = prefect("work-queue", "delete", "side", "--pool", POOL, ok=False)
    listed = prefect("work-pool", "ls")
    pool["delete"] = prefect("work-pool", "delete", POOL, input="y\n")
    pool["delete missing"] = prefect("work-pool", "delete", POOL, ok=False)
    gone = request("GET", f"/work_pools/{POOL}", statuses=(404,))
    record(
        template=parsed,
        pool={name: finished.facts for name, finished in pool.items()},
        stored=document(stored, "base_job_template"),
        default=default,
        queue={name: finished.facts for name, finished in queue.items()},
        queues=queues,
        preview={name: [finished.code, finished.about("previewed 1")["said"]] for name, finished in preview.items()},
        listed=listed.about(POOL),
        gone=gone,
    )
