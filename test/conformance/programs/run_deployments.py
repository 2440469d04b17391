"""run_deployment() in every form: waited for, not waited for, from async code, at a time, with a key, as a subflow."""

import asyncio
from datetime import datetime, timedelta, timezone

from conformance import (
    document,
    get,
    outcome,
    record,
    run_facts,
    runs_of_deployment,
    runs_of_flow,
    serve,
    tasks_of,
    wait_for,
    wait_for_end,
    wait_for_tasks,
)
from prefect import flow
from prefect.deployments import run_deployment

KEY = "greet/run-deployments"


@flow(name="orders runs", flow_run_name="orders runs 1")
def orders_runs():
    child = run_deployment(
        KEY, parameters={"name": "child"}, flow_run_name="ordered 1", poll_interval=0.5, tags=["ordered"]
    )
    loose = run_deployment(
        KEY, parameters={"name": "loose"}, flow_run_name="ordered 2", poll_interval=0.5, as_subflow=False
    )
    return [child.state.name, loose.state.name]


@flow(name="orders runs async", flow_run_name="orders runs async 1")
async def orders_runs_async():
    runs = await asyncio.gather(
        *[
            run_deployment(KEY, parameters={"name": f"async {n}"}, flow_run_name=f"gathered {n}", poll_interval=0.5)
            for n in (1, 2)
        ]
    )
    return [run.state.name for run in runs]


if __name__ == "__main__":
    with serve("serve_greetings.py", "run-deployments", "greet", "breaks", "lasts"):
        waited = run_deployment(
            KEY, parameters={"name": "waited"}, flow_run_name="waited 1", tags=["b", "a"], poll_interval=0.5
        )
        assert waited.state.name == "Completed", waited
        failed = run_deployment("breaks/run-deployments", flow_run_name="failed 1", poll_interval=0.5)
        assert failed.state.name == "Failed", failed
        at_once = run_deployment(KEY, flow_run_name="at once 1", timeout=0)
        short = run_deployment(
            "lasts/run-deployments", flow_run_name="short 1", parameters={"seconds": 4}, timeout=0.5, poll_interval=0.2
        )
        assert not short.state.is_final(), short
        keyed = run_deployment(KEY, flow_run_name="keyed 1", idempotency_key="a key of mine", timeout=0)
        again = run_deployment(KEY, flow_run_name="keyed 2", idempotency_key="a key of mine", timeout=0)
        assert keyed.id == again.id and again.name == "keyed 1", (keyed, again)
        tomorrow = datetime.now(timezone.utc) + timedelta(days=1)
        planned = run_deployment(KEY, flow_run_name="planned 1", scheduled_time=tomorrow, timeout=0)
        soon = datetime.now(timezone.utc) + timedelta(seconds=2)
        timed = run_deployment(KEY, flow_run_name="timed 1", scheduled_time=soon, poll_interval=0.5)
        ordered = orders_runs()
        gathered = asyncio.run(orders_runs_async())
        refused = {
            "no such deployment": outcome(lambda: run_deployment("greet/nowhere", timeout=0)),
            "wrong parameter": outcome(lambda: run_deployment(KEY, parameters={"count": "many"}, timeout=0)),
        }
        ended = [wait_for_end(run.id)["state_name"] for run in (at_once, short, keyed)]
        # servers round the time that is left to whole seconds
        earliest = soon - timedelta(seconds=0.5)
        assert datetime.fromisoformat(get(f"/flow_runs/{timed.id}")["start_time"]) >= earliest, timed

    [parent] = runs_of_flow("orders runs")
    [parent_async] = runs_of_flow("orders runs async")
    stand_ins = wait_for_tasks(parent["id"], 1)
    wait_for("the tasks of gathered runs", lambda: len(tasks_of(parent_async["id"])) == 2)
    child = wait_for("the child", lambda: [run for run in runs_of_deployment(KEY) if run["name"] == "ordered 1"])[0]
    assert child["parent_task_run_id"] == stand_ins[0]["id"], child
    record(
        waited=run_facts(waited.id, tasks=1, logs="any order"),
        failed=run_facts(failed.id, logs="any order"),
        planned=document(get(f"/flow_runs/{planned.id}")),
        ended=ended,
        ordered=[ordered, gathered],
        refused=refused,
        parent=run_facts(parent["id"], tasks=1, logs=False),
        parent_async=run_facts(parent_async["id"], tasks=2, logs=False),
        child=run_facts(child["id"], tasks=1, logs="any order"),
        names=sorted(
            [
                run["name"],
                run["state_name"],
                run["parent_task_run_id"] is not None,
                run["created_by"]["type"] if run["created_by"] else None,
            ]
            for run in runs_of_deployment(KEY)
        ),
    )
