"""`prefect flow serve` of an entrypoint, limited to one run at a time, and served again by another process."""

from conformance import (
    FLOWS,
    Process,
    document,
    find_deployment,
    get,
    prefect,
    record,
    run_facts,
    runs_of_deployment,
    wait_for,
    wait_for_end,
    wait_for_state,
)
from prefect.deployments import run_deployment

KEY = "lasts/by-command"


def serve(*args):
    process = Process("prefect", "flow", "serve", f"{FLOWS}/greetings.py:lasts", "--name", "by-command", *args)
    process.wait_for_line("polling for scheduled runs")
    return process


if __name__ == "__main__":
    with serve(
        "--description", "By command.", "--tag", "one", "--interval", "86400", "--limit", "1", "--version", "v4"
    ) as served:
        first = run_deployment(KEY, parameters={"seconds": 4}, flow_run_name="first 1", timeout=0)
        wait_for_state(first.id, "Running")
        second = run_deployment(KEY, parameters={"seconds": 0.1}, flow_run_name="second 1", timeout=0)
        wait_for_end(first.id)
        ended = wait_for_end(second.id)
        overlap = ended["start_time"] < get(f"/flow_runs/{first.id}")["end_time"]
        deployment = find_deployment(KEY)
        code = served.interrupt()
    paused = find_deployment(KEY)["paused"]
    with serve("--no-pause-on-shutdown") as again:
        third = run_deployment(KEY, parameters={"seconds": 0.1}, flow_run_name="third 1", timeout=0)
        wait_for_end(third.id)
        later = find_deployment(KEY)
        again_code = again.interrupt()
    kept = find_deployment(KEY)["paused"]
    deployment["schedules"] = [
        {
            key: value
            for key, value in row.items()
            if key not in ("id", "created", "updated", "deployment_id", "schedule")
        }
        for row in deployment["schedules"]
    ]
    assert not overlap
    record(
        codes=[code, again_code],
        deployment=document(deployment, "last_polled", "status"),
        later=document(later, "last_polled", "status", "schedules"),
        rows=len(later["schedules"]),
        paused=[paused, kept],
        second=run_facts(second.id, logs=False),
        shown=prefect("deployment", "inspect", KEY).code,
        names=sorted(run["name"] for run in runs_of_deployment(KEY) if not run["auto_scheduled"]),
        gone=wait_for(
            "nothing running", lambda: not [run for run in runs_of_deployment(KEY) if run["state_type"] == "RUNNING"]
        ),
    )
