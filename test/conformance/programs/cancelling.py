"""Cancelling: a run that waits, one that a served deployment runs, one that a worker runs, one that has ended."""

from datetime import datetime, timedelta, timezone

from conformance import FLOWS, prefect, record, run_facts, serve, wait_for_log, wait_for_state, worker
from prefect import flow
from prefect.deployments import run_deployment

if __name__ == "__main__":
    prefect("work-pool", "create", "cancelling", "--type", "process")
    flow.from_source(str(FLOWS), "greetings.py:lasts").deploy(
        "cancelling-worker", work_pool_name="cancelling", print_next_steps=False
    )
    with serve("serve_greetings.py", "cancelling", "lasts"), worker("cancelling"):
        tomorrow = datetime.now(timezone.utc) + timedelta(days=1)
        waiting = run_deployment("lasts/cancelling", flow_run_name="waiting 1", scheduled_time=tomorrow, timeout=0)
        served = run_deployment("lasts/cancelling", flow_run_name="served 1", timeout=0)
        worked = run_deployment("lasts/cancelling-worker", flow_run_name="worked 1", timeout=0)
        for run in (served, worked):
            wait_for_state(run.id, "Running")
            wait_for_log(run.id, "it lasts")
        said = [prefect("flow-run", "cancel", run.id) for run in (waiting, served, worked)]
        for run in (waiting, served, worked):
            wait_for_state(run.id, "Cancelled")
        hooks = [wait_for_log(run.id, "the hook ran")["level"] for run in (served, worked)]
        ended = prefect("flow-run", "cancel", served.id, ok=False)
        missing = prefect("flow-run", "cancel", "00000000-0000-4000-8000-000000000000", ok=False)
        wait_for_state(served.id, "Cancelled")

    record(
        said=[finished.facts for finished in said],
        hooks=hooks,
        ended=ended.facts,
        missing=missing.facts,
        waiting=run_facts(waiting.id),
        served=run_facts(served.id, logs=False),
        worked=run_facts(worked.id, logs=False),
    )
