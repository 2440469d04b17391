"""From schedule to run: auto-scheduled runs of a pool's deployment, late runs, pauses of deployments and rows."""

from conformance import (
    FLOWS,
    document,
    find_deployment,
    get,
    prefect,
    record,
    request,
    run_facts,
    runs_of_deployment,
    states_of,
    wait_for,
    wait_for_end,
    wait_for_state,
    worker,
)
from prefect import flow
from prefect.deployments import run_deployment
from prefect.schedules import Interval

POOL = "scheduled-work"


def waiting(key):
    return [run for run in runs_of_deployment(key) if run["state_type"] == "SCHEDULED"]


def completed(key):
    return [run for run in runs_of_deployment(key) if run["state_type"] == "COMPLETED"]


if __name__ == "__main__":
    prefect("work-pool", "create", POOL, "--type", "process")
    source = flow.from_source(str(FLOWS), "greetings.py:greet")
    source.deploy("late", work_pool_name=POOL, print_next_steps=False)
    source.deploy("rarely", work_pool_name=POOL, cron="0 4 * * *", print_next_steps=False)
    source.deploy("not-yet", work_pool_name=POOL, cron="0 5 * * *", paused=True, print_next_steps=False)
    late = run_deployment("greet/late", flow_run_name="late 1", timeout=0)
    rare = wait_for("runs of the cron", lambda: waiting("greet/rarely"))
    was_late = wait_for_state(late.id, "Late")
    with worker(POOL, "--limit", "2"):
        wait_for_end(late.id)
        source.deploy(
            "often",
            work_pool_name=POOL,
            schedules=[Interval(6, parameters={"name": "scheduled"}, slug="often")],
            tags=["scheduled"],
            print_next_steps=False,
        )
        wait_for("two scheduled runs", lambda: len(completed("greet/often")) >= 2)
        row = find_deployment("greet/often")
        request("PATCH", f"/deployments/{row['id']}", {"paused": True})
        dropped = [run for run in waiting("greet/often") if run["state_name"] == "Scheduled"]
    assert dropped == [], dropped
    [run] = completed("greet/often")[:1]

    rarely = find_deployment("greet/rarely")
    prefect("deployment", "schedule", "pause", "greet/rarely", rarely["schedules"][0]["id"])
    after_pause = [run["id"] for run in waiting("greet/rarely")]
    prefect("deployment", "schedule", "resume", "greet/rarely", rarely["schedules"][0]["id"])
    again = wait_for("runs of the resumed row", lambda: waiting("greet/rarely"))
    sleeping = find_deployment("greet/not-yet")
    none = waiting("greet/not-yet")
    request("PATCH", f"/deployments/{sleeping['id']}", {"paused": False})
    woken = wait_for("runs of the woken deployment", lambda: waiting("greet/not-yet"))
    request("DELETE", f"/deployments/{sleeping['id']}")
    record(
        was_late={key: was_late["state"][key] for key in ("type", "name", "message")},
        late=run_facts(late.id, logs="any order", tasks=1, late=True),
        key=run["idempotency_key"] is not None,
        rare=[len(rare), document(rare[0]), states_of(rare[0]["id"])],
        run=run_facts(run["id"], tasks=1, logs=False),
        after_pause=len(after_pause),
        again=len(again),
        none=len(none),
        woken=len(woken),
        left=[request("POST", "/flow_runs/count", {"flow_runs": {"id": {"any_": [run["id"] for run in woken]}}})],
        queue=get(f"/work_pools/{POOL}/queues/default")["status"],
    )
