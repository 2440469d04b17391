"""Runs that suspend, so that their process ends: started anew when they are resumed, with and without input."""

from conformance import FLOWS, get, post, prefect, record, run_facts, serve, wait_for_end, wait_for_state, worker
from prefect import flow
from prefect.deployments import run_deployment
from prefect.flow_runs import resume_flow_run, suspend_flow_run

if __name__ == "__main__":
    prefect("work-pool", "create", "suspending", "--type", "process")
    flow.from_source(str(FLOWS), "greetings.py:suspends").deploy(
        "suspending-worker", work_pool_name="suspending", print_next_steps=False
    )
    with serve("serve_greetings.py", "suspending", "suspends", "lasts"), worker("suspending"):
        plain = run_deployment("suspends/suspending", flow_run_name="plain 1", timeout=0)
        asking = run_deployment(
            "suspends/suspending-worker", parameters={"ask": True}, flow_run_name="asking 1", timeout=0
        )
        outside = run_deployment("lasts/suspending", parameters={"seconds": 20}, flow_run_name="outside 1", timeout=0)
        suspended = wait_for_state(plain.id, "Suspended")
        waiting = wait_for_state(asking.id, "Suspended")
        wait_for_state(outside.id, "Running")
        suspend_flow_run(flow_run_id=outside.id)
        wait_for_state(outside.id, "Suspended")
        refused = post(f"/flow_runs/{asking.id}/resume", {"run_input": {"colour": ["not", "text"]}})
        resume_flow_run(plain.id)
        resume_flow_run(asking.id, run_input={"colour": "green"})
        ended = [wait_for_end(run.id)["state_name"] for run in (plain, asking)]
        stays = get(f"/flow_runs/{outside.id}")

    assert ended == ["Completed", "Completed"], ended
    record(
        suspended={key: suspended["state"][key] for key in ("type", "name", "message")},
        details=[
            waiting["state"]["state_details"][key] for key in ("pause_key", "pause_reschedule", "run_input_keyset")
        ],
        refused=[refused["status"], refused["details"].get("reason")],
        plain=run_facts(plain.id, logs=False),
        asking=run_facts(asking.id, logs=False),
        stays=[stays["state_name"], stays["run_count"]],
    )
