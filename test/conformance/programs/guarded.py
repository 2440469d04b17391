"""A server that asks for a password: who has it works as ever, who has not is refused."""

import os
import sys

from conformance import (
    FLOWS,
    Process,
    get,
    prefect,
    record,
    run_facts,
    runs_of_flow,
    serve,
    wait_for_end,
    wait_for_tasks,
    worker,
)
from prefect import flow, task
from prefect.deployments import run_deployment


@task(task_run_name="inside")
def inside():
    return 1


@flow(name="guarded", flow_run_name="guarded 1")
def guarded():
    return inside()


def refused(auth):
    """What a flow run by hand says with this password."""
    with Process(
        sys.executable, FLOWS / "endless.py", "never starts", env={"PREFECT_API_AUTH_STRING": auth}
    ) as process:
        code = process.wait()
        return [code, any("401" in line for line in process.lines), runs_of_flow("never starts")]


if __name__ == "__main__":
    assert guarded() == 1
    [run] = runs_of_flow("guarded")
    wait_for_tasks(run["id"], 1)
    prefect("work-pool", "create", "guarded", "--type", "process")
    flow.from_source(str(FLOWS), "greetings.py:greet").deploy(
        "guarded-worker", work_pool_name="guarded", print_next_steps=False
    )
    with serve("serve_greetings.py", "guarded", "greet"), worker("guarded"):
        runs = [
            run_deployment("greet/guarded", flow_run_name="served 1", timeout=0),
            run_deployment("greet/guarded-worker", flow_run_name="worked 1", timeout=0),
        ]
        watched = prefect("deployment", "run", "greet/guarded", "--flow-run-name", "watched 1", "--watch")
        ends = [wait_for_end(run.id)["state_name"] for run in runs]
    assert ends == ["Completed", "Completed"], ends
    record(
        run=run_facts(run["id"], tasks=1),
        ends=ends,
        watched=watched.code,
        served=run_facts(runs[0].id, tasks=1, logs="any order"),
        refused=[refused("admin:wrong"), refused("nobody")],
        health=get("/health"),
        known=os.environ["PREFECT_API_AUTH_STRING"] != "",
    )
