"""Limits of a deployment: with ENQUEUE the second run waits its turn, with CANCEL_NEW it is cancelled."""

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
    wait_for,
    wait_for_end,
    wait_for_state,
    worker,
)
from prefect import flow
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments import run_deployment

POOL = "deployment-limits"


def deploy(name, strategy, limit=1):
    flow.from_source(str(FLOWS), "greetings.py:lasts").deploy(
        name,
        work_pool_name=POOL,
        concurrency_limit=ConcurrencyLimitConfig(limit=limit, collision_strategy=strategy, grace_period_seconds=60),
        print_next_steps=False,
    )


def pair(name, seconds):
    first = run_deployment(f"lasts/{name}", parameters={"seconds": seconds}, flow_run_name=f"{name} 1", timeout=0)
    wait_for_state(first.id, "Running")
    second = run_deployment(f"lasts/{name}", parameters={"seconds": 1}, flow_run_name=f"{name} 2", timeout=0)
    return first, second


def limit_of(name):
    return find_deployment(f"lasts/{name}")["global_concurrency_limit"]


if __name__ == "__main__":
    prefect("work-pool", "create", POOL, "--type", "process")
    deploy("enqueues", ConcurrencyLimitStrategy.ENQUEUE)
    deploy("cancels", ConcurrencyLimitStrategy.CANCEL_NEW)
    with worker(POOL):
        first, second = pair("enqueues", 12)
        third, fourth = pair("cancels", 12)
        busy = wait_for("a taken slot", lambda: limit_of("cancels")["active_slots"])
        cancelled = wait_for_end(fourth.id)["state_name"]
        wait_for(
            "the second to wait",
            lambda: get(f"/flow_runs/{second.id}")["state_name"] in ("AwaitingConcurrencySlot", "Running", "Completed"),
        )
        ends = [wait_for_end(run.id)["state_name"] for run in (first, second, third, fourth)]
        free = wait_for(
            "free slots",
            lambda: [limit_of(name) for name in ("enqueues", "cancels") if limit_of(name)["active_slots"] == 0],
        )
    first_run, second_run = get(f"/flow_runs/{first.id}"), get(f"/flow_runs/{second.id}")
    assert second_run["start_time"] >= first_run["end_time"], (first_run, second_run)
    row = find_deployment("lasts/enqueues")
    request("PATCH", f"/deployments/{row['id']}", {"concurrency_limit": None})
    cleared = find_deployment("lasts/enqueues")
    states = [state for state in run_facts(second.id)["states"] if state == "AwaitingConcurrencySlot"]
    record(
        busy=busy,
        cancelled=cancelled,
        ends=ends,
        free=[document(limit) for limit in free],
        waited=len(states) > 0,
        deployments={
            name: document(find_deployment(f"lasts/{name}"), "last_polled", "status")
            for name in ("enqueues", "cancels")
        },
        cleared=[cleared["global_concurrency_limit"], cleared["concurrency_limit"]],
        first=run_facts(first.id, logs=False),
        fourth=run_facts(fourth.id, logs="any order"),
        names=[[run["name"], run["state_name"]] for run in runs_of_deployment("lasts/cancels")],
    )
