"""A process worker of a pool: what it runs, what goes wrong in it, job variables, and the settings of the pool."""

from conformance import (
    FLOWS,
    document,
    find_deployment,
    get,
    post,
    prefect,
    record,
    run_facts,
    wait_for,
    wait_for_end,
    wait_for_state,
    worker,
)
from prefect import flow
from prefect.deployments import run_deployment

POOL = "workers"


def deploy(flow_name, **options):
    source = flow.from_source(str(FLOWS), f"greetings.py:{flow_name}")
    return source.deploy("workers", work_pool_name=POOL, print_next_steps=False, **options)


def facts_of_worker(row):
    return document(row, "last_heartbeat_time")


if __name__ == "__main__":
    prefect("work-pool", "create", POOL, "--type", "process")
    deploy("greet", parameters={"name": "by deploy"}, tags=["deployed"], description="Deployed.", version="v2")
    deploy("breaks")
    deploy("vanishes")
    deploy("shows_environment", job_variables={"env": {"GREETING": "from the deployment"}})
    before = get(f"/work_pools/{POOL}")
    with worker(POOL) as working:
        runs = {
            "good": run_deployment("greet/workers", flow_run_name="good 1", timeout=0),
            "broken": run_deployment("breaks/workers", flow_run_name="broken 1", timeout=0),
            "gone": run_deployment("vanishes/workers", flow_run_name="gone 1", timeout=0),
            "environment": run_deployment("shows-environment/workers", flow_run_name="environment 1", timeout=0),
            "own environment": run_deployment(
                "shows-environment/workers",
                flow_run_name="environment 2",
                timeout=0,
                job_variables={"env": {"GREETING": "from the run"}},
            ),
        }
        ends = {name: wait_for_end(run.id)["state_name"] for name, run in runs.items()}
        pool = wait_for(
            "the pool to be ready", lambda: [row for row in [get(f"/work_pools/{POOL}")] if row["status"] == "READY"]
        )[0]
        workers = post(f"/work_pools/{POOL}/workers/filter")
        polled = find_deployment("greet/workers")
        code = working.interrupt()
    assert ends == {
        "good": "Completed",
        "broken": "Failed",
        "gone": "Crashed",
        "environment": "Completed",
        "own environment": "Completed",
    }, ends
    retried = prefect("flow-run", "retry", runs["broken"].id, ok=False)
    wait_for_state(runs["broken"].id, "AwaitingRetry", "Scheduled", "Late")
    once = prefect("worker", "start", "--pool", POOL, "--run-once", "--name", "once")
    wait_for_end(runs["broken"].id)
    missing = prefect(
        "worker", "start", "--pool", "no-such-pool", "--run-once", "--no-create-pool-if-not-found", ok=False
    )
    record(
        before=document(before, "base_job_template"),
        pool=document(pool, "base_job_template"),
        template=sorted(pool["base_job_template"]["variables"]["properties"]),
        workers=[facts_of_worker(row) for row in workers],
        deployment=document(polled, "last_polled"),
        polled=polled["last_polled"] is not None,
        code=code,
        stopped=any("stopped!" in line for line in working.lines),
        ends=ends,
        retried=retried.facts,
        once=once.code,
        missing=[missing.code, missing.out],
        runs={
            name: run_facts(run.id, logs="any order", tasks=1 if name == "good" else None) for name, run in runs.items()
        },
    )
