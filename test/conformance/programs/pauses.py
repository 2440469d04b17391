"""Runs that pause in their own process: resumed without input, resumed with input, refused input, and timed out."""

import threading

from conformance import post, record, request, run_facts, runs_of_flow, wait_for, wait_for_state
from prefect import flow, pause_flow_run, task
from prefect.flow_runs import resume_flow_run
from prefect.input import RunInput


class Approval(RunInput):
    approved: bool
    reason: str = "no reason"


@task(task_run_name="before")
def before():
    return 1


@flow(name="pauses plainly", flow_run_name="pauses plainly 1", log_prints=True)
def pauses_plainly():
    before()
    pause_flow_run(timeout=60, poll_interval=1, key="gate")
    print("after the pause")
    return "resumed"


@flow(name="asks approval", flow_run_name="asks approval 1", log_prints=True)
def asks_approval():
    approval = pause_flow_run(
        wait_for_input=Approval.with_initial_data(description="May it?"), timeout=60, poll_interval=1
    )
    print(f"approved: {approval.approved} because {approval.reason}")
    return approval.approved


@flow(name="waits in vain", flow_run_name="waits in vain 1")
def waits_in_vain():
    pause_flow_run(timeout=2, poll_interval=1)


def only(name):
    return wait_for(f"a run of {name}", lambda: [run["id"] for run in runs_of_flow(name)])[0]


def in_thread(call):
    results = []

    def target():
        try:
            results.append(repr(call()))
        except BaseException as error:
            results.append(f"{type(error).__name__}: {error}")

    thread = threading.Thread(target=target)
    thread.start()
    return thread, results


if __name__ == "__main__":
    plain, plain_result = in_thread(pauses_plainly)
    asking, asking_result = in_thread(asks_approval)
    vain, vain_result = in_thread(waits_in_vain)

    plain_id, asking_id, vain_id = only("pauses plainly"), only("asks approval"), only("waits in vain")
    paused = wait_for_state(plain_id, "Paused")
    waiting = wait_for_state(asking_id, "Paused")
    keyset = waiting["state"]["state_details"]["run_input_keyset"]
    schema = request("GET", f"/flow_runs/{asking_id}/input/{keyset['schema']}")
    description = request("GET", f"/flow_runs/{asking_id}/input/{keyset['description']}")

    refusals = {
        "input of the wrong type": post(f"/flow_runs/{asking_id}/resume", {"run_input": {"approved": "perhaps"}}),
        "no input": post(f"/flow_runs/{asking_id}/resume"),
    }
    assert all(answer["status"] == "REJECT" for answer in refusals.values()), refusals
    wait_for_state(asking_id, "Paused")
    resume_flow_run(plain_id)
    resume_flow_run(asking_id, run_input={"approved": True, "reason": "it is safe"})
    for thread in (plain, asking, vain):
        thread.join(60)
    assert plain_result == ["'resumed'"] and asking_result == ["True"], (plain_result, asking_result)
    again = post(f"/flow_runs/{plain_id}/resume")

    record(
        paused={key: paused["state"][key] for key in ("type", "name", "message")},
        policy={key: paused["empirical_policy"][key] for key in ("pause_keys", "resuming")},
        keyset=keyset,
        schema=schema,
        description=description,
        refusals={key: [answer["status"], answer["details"].get("reason")] for key, answer in refusals.items()},
        resumed_again=[again["status"], again["details"].get("reason")],
        results=[plain_result, asking_result, vain_result],
        plain=run_facts(plain_id, tasks=1),
        asking=run_facts(asking_id),
        # The flow and a service of the server are both about to fail it: either may be first.
        vain=wait_for_state(vain_id, "Failed")["state_type"],
    )
