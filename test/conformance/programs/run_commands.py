"""The `flow-run`, `flow`, `task-run` and `api` commands over runs made by hand."""

import json

from conformance import document, get, post, prefect, record, request, runs_of_flow, wait_for_log, wait_for_tasks
from prefect import flow, get_run_logger, task

FLOW = "commanded runs"


@task(task_run_name="step {number}")
def step(number):
    get_run_logger().info("step %s", number)


@flow(name=FLOW, flow_run_name="commanded {number}", log_prints=True)
def commanded(number: int, fails: bool = False):
    for line in range(5):
        print(f"line {line}")
    step(number)
    if fails:
        raise ValueError("asked to fail")


if __name__ == "__main__":
    commanded(1)
    commanded(2, fails=True, return_state=True)
    first, second = [run["id"] for run in sorted(runs_of_flow(FLOW), key=lambda run: run["name"])]
    for run_id in (first, second):
        [step_run] = wait_for_tasks(run_id, 1)
        wait_for_log(run_id, "Finished in state")
    shown = {
        "ls": prefect("flow-run", "ls", "--flow-name", FLOW),
        "ls by state": prefect("flow-run", "ls", "--flow-name", FLOW, "--state", "Failed"),
        "ls by type": prefect("flow-run", "ls", "--flow-name", FLOW, "--state-type", "COMPLETED", "--output", "json"),
        "ls of no flow": prefect("flow-run", "ls", "--flow-name", "never", ok=False),
        "inspect": prefect("flow-run", "inspect", first),
        "inspect missing": prefect("flow-run", "inspect", "00000000-0000-4000-8000-000000000000", ok=False),
        "logs": prefect("flow-run", "logs", first),
        "logs head": prefect("flow-run", "logs", first, "--head", "--num-logs", "2"),
        "logs tail": prefect("flow-run", "logs", first, "--tail", "--num-logs", "2"),
        "logs reversed": prefect("flow-run", "logs", first, "--reverse"),
        "task ls": prefect("task-run", "ls", "--task-run-name", "step 1", ok=False),
        "task inspect": prefect("task-run", "inspect", step_run["id"]),
        "task logs": prefect("task-run", "logs", step_run["id"]),
        "retry without deployment": prefect("flow-run", "retry", second, ok=False),
        "delete": prefect("flow-run", "delete", second),
        "delete again": prefect("flow-run", "delete", second, ok=False),
    }
    flows = prefect("flow", "ls")
    asked = prefect("api", "GET", f"/flow_runs/{first}")
    counted = prefect("api", "POST", "/flow_runs/count", "--data", json.dumps({"flows": {"name": {"any_": [FLOW]}}}))
    wrong = prefect("api", "GET", "/no/such/route", ok=False)
    for name in ("inspect", "task inspect", "ls by type"):
        shown[name].out = [
            line
            for line in shown[name].out
            if "run_time" not in line and "delta" not in line and "duration" not in line.lower()
        ]
    record(
        shown={name: finished.facts for name, finished in shown.items()},
        flows=flows.about(FLOW),
        asked=document(json.loads(asked.raw)),
        counted=counted.facts,
        wrong=wrong.facts,
        left=[run["name"] for run in runs_of_flow(FLOW)],
        flow=document(get(f"/flows/name/{FLOW.replace(' ', '%20')}")),
        tasks_of_deleted=post("/task_runs/count", {"flow_runs": {"id": {"any_": [second]}}}),
        history=[
            sorted([state["state_type"], state["count_runs"]] for state in bucket["states"])
            for bucket in post(
                "/flow_runs/history",
                {
                    "history_start": "2020-01-01T00:00:00Z",
                    "history_end": "2100-01-01T00:00:00Z",
                    "history_interval_seconds": 80 * 365 * 86400,
                    "flows": {"name": {"any_": [FLOW]}},
                },
            )
        ],
        deleted=request("GET", f"/flow_runs/{second}", statuses=(404,)),
    )
