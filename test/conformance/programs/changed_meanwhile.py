"""Deployments that change under their runs: deployed again while runs wait, and deleted while one is running."""

from collections import Counter

from conformance import (
    FLOWS,
    find_deployment,
    get,
    prefect,
    read_all,
    record,
    request,
    run_facts,
    runs_of_deployment,
    wait_for,
    wait_for_end,
    wait_for_state,
    worker,
)
from prefect import flow
from prefect.deployments import run_deployment
from prefect.schedules import Cron

POOL = "changed-meanwhile"


def deploy(name, flow_name="greet", **options):
    source = flow.from_source(str(FLOWS), f"greetings.py:{flow_name}")
    source.deploy(name, work_pool_name=POOL, print_next_steps=False, **options)


def waiting(key):
    return [run for run in runs_of_deployment(key) if run["auto_scheduled"] and run["state_type"] == "SCHEDULED"]


def deploy_again(minute):
    deploy("again", schedules=[Cron(f"{minute} 4 * * *")])
    return wait_for("runs of the new schedule", lambda: [found for found in [waiting("greet/again")] if found])[0]


if __name__ == "__main__":
    prefect("work-pool", "create", POOL, "--type", "process")
    first = deploy_again(0)
    late = run_deployment("greet/again", flow_run_name="late 1", timeout=0)
    wait_for_state(late.id, "Late")
    same = deploy_again(0)
    other = deploy_again(30)
    times = Counter(run["expected_start_time"] for run in waiting("greet/again"))
    assert set(times.values()) == {1}, times
    kept = [run["name"] for run in runs_of_deployment("greet/again") if not run["auto_scheduled"]]

    deploy("deleted", "lasts")
    running = run_deployment("lasts/deleted", parameters={"seconds": 6}, flow_run_name="running 1", timeout=0)
    with worker(POOL):
        wait_for_state(running.id, "Running")
        later = run_deployment(
            "lasts/deleted", flow_run_name="later 1", scheduled_time=None, timeout=0, parameters={"seconds": 1}
        )
        wait_for_end(later.id)
        planned = request(
            "POST",
            f"/deployments/{find_deployment('lasts/deleted')['id']}/create_flow_run",
            {
                "name": "planned 1",
                "state": {"type": "SCHEDULED", "state_details": {"scheduled_time": "2099-01-01T00:00:00Z"}},
            },
        )
        request("DELETE", f"/deployments/{find_deployment('lasts/deleted')['id']}")
        wait_for_end(running.id)
        wait_for_end(late.id)
    gone = request("GET", f"/flow_runs/{planned['id']}", statuses=(404,))
    left = read_all("flow_runs", flow_runs={"id": {"any_": [str(running.id), str(later.id)]}})
    record(
        counts=[len(first), len(same), len(other)],
        minutes=sorted({run["expected_start_time"][14:16] for run in other}),
        new_rows=len({run["id"] for run in first} & {run["id"] for run in other}),
        kept=kept,
        late=run_facts(late.id, logs="any order"),
        gone=gone,
        left=sorted([run["name"], run["state_name"], run["deployment_id"] is not None] for run in left),
        running=run_facts(running.id, logs=False),
        pool=get(f"/work_pools/{POOL}")["status"],
    )
