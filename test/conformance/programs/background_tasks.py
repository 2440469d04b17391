"""Background tasks: delayed in one process, served in another, waited for, and seen on the server."""

import sys

from conformance import FLOWS, Process, document, get, post, prefect, record, states_of, task_facts, wait_for
from prefect import flow

sys.path.insert(0, str(FLOWS))
from chores import chore, failing_chore, retried_chore  # noqa: E402


@flow(name="delegates", flow_run_name="delegates 1")
def delegates():
    future = chore.delay(10, note="from a flow")
    future.wait(60)
    return future.state.name


def ended(task_run_id):
    def probe():
        row = get(f"/task_runs/{task_run_id}")
        return row if row["state_type"] in ("COMPLETED", "FAILED", "CRASHED") else None

    return wait_for(f"the end of {task_run_id}", probe)


if __name__ == "__main__":
    waiting = chore.delay(1)
    scheduled = wait_for(
        "the task run",
        lambda: [row for row in [get(f"/task_runs/{waiting.task_run_id}")] if row["state_name"] == "Scheduled"],
    )[0]
    with Process(sys.executable, FLOWS / "chores.py") as served:
        served.wait_for_line("Subscribing to runs of task(s)")
        later = chore.delay(2, note="later")
        failing = failing_chore.delay("no good")
        retried = retried_chore.delay()
        for future in (waiting, later, failing, retried):
            future.wait(60)
        names = [future.state.name for future in (waiting, later, failing, retried)]
        results = [waiting.result(timeout=30), later.result(timeout=30)]
        by_flow = delegates()
        code = served.interrupt()
    assert names == ["Completed", "Completed", "Failed", "Failed"], names
    assert results == [2, 4], results
    rows = [ended(future.task_run_id) for future in (waiting, later, failing, retried)]
    record(
        scheduled=document(scheduled, "expected_start_time"),
        names=names,
        results=results,
        by_flow=by_flow,
        code=code,
        rows=[task_facts(row) for row in rows],
        documents=[document(row, "expected_start_time") for row in rows],
        states=[states_of(row["id"], kind="task") for row in rows],
        inspected=[
            line for line in prefect("task-run", "inspect", rows[0]["id"]).out if "state" in line and "time" not in line
        ][:5],
        logged=sorted(
            line["message"]
            for line in post("/logs/filter", {"logs": {"task_run_id": {"any_": [rows[0]["id"]]}}})
            if "chore 1" in line["message"]
        ),
    )
