"""Automations that act: a failed run starts a deployment, another cancels a run, a third pauses a deployment."""

from conformance import (
    FLOWS,
    document,
    find_deployment,
    get,
    post,
    prefect,
    record,
    request,
    runs_of_deployment,
    runs_of_flow,
    wait_for,
    wait_for_state,
)
from prefect import flow
from prefect.deployments import run_deployment
from prefect.events import DeploymentEventTrigger, emit_event

POOL = "acting-automations"


@flow(name="watched failure", flow_run_name="watched failure 1")
def watched_failure():
    raise ValueError("watched")


def automation(name, event, actions, **trigger):
    return post(
        "/automations/",
        {
            "name": name,
            "trigger": {
                "type": "event",
                "posture": "Reactive",
                "expect": [event],
                "threshold": 1,
                "within": 0,
                **trigger,
            },
            "actions": actions,
        },
    )


def told():
    """The ends of the actions of the automations made here."""
    names = ["prefect.automation.action.executed", "prefect.automation.action.failed"]
    found = post("/events/filter", {"filter": {"event": {"name": names}}, "limit": 50})["events"]
    return [
        event
        for event in found
        if event["resource"]["prefect.resource.name"] in ("on-failure", "cancels", "pauses", "off")
    ]


if __name__ == "__main__":
    prefect("work-pool", "create", POOL, "--type", "process")
    source = flow.from_source(str(FLOWS), "greetings.py:greet")
    trigger = DeploymentEventTrigger(
        name="on-failure",
        expect={"prefect.flow-run.Failed"},
        match={"prefect.resource.name": "watched failure 1"},
        parameters={"name": "{{ event.resource.name }}", "count": 2},
    )
    source.deploy("acting", work_pool_name=POOL, triggers=[trigger], print_next_steps=False)
    source.deploy("target", work_pool_name=POOL, print_next_steps=False)
    target = find_deployment("greet/target")
    waiting = run_deployment("greet/target", flow_run_name="waiting 1", timeout=0)
    made = [
        automation("cancels", "conformance.cancel", [{"type": "cancel-flow-run"}]),
        automation(
            "pauses",
            "conformance.pause",
            [{"type": "pause-deployment", "source": "selected", "deployment_id": target["id"]}],
        ),
        automation(
            "off",
            "conformance.cancel",
            [{"type": "pause-work-pool", "source": "selected", "work_pool_id": get(f"/work_pools/{POOL}")["id"]}],
        ),
    ]
    request("PATCH", f"/automations/{made[2]['id']}", {"enabled": False})
    watched_failure(return_state=True)
    started = wait_for("the run that the failure starts", lambda: runs_of_deployment("greet/acting"))
    emit_event("conformance.cancel", resource={"prefect.resource.id": f"prefect.flow-run.{waiting.id}"})
    wait_for_state(waiting.id, "Cancelled", "Cancelling")
    emit_event("conformance.pause", resource={"prefect.resource.id": "conformance.anything"})
    wait_for("the pause", lambda: find_deployment("greet/target")["paused"])
    cancelled = get(f"/flow_runs/{waiting.id}")
    events = wait_for("what became of three actions", lambda: [found for found in [told()] if len(found) >= 3])[0]
    for row in made:
        request("DELETE", f"/automations/{row['id']}")
    assert len(runs_of_flow("watched failure")) == 1
    record(
        started=[document(run, "tags") for run in started],
        tags=[sorted(run["tags"]) for run in started],
        creator=[run["created_by"] and run["created_by"]["type"] for run in started],
        cancelled=[cancelled["state_name"], cancelled["state"]["message"]],
        pool=get(f"/work_pools/{POOL}")["is_paused"],
        events=sorted(
            [
                event["event"],
                event["resource"]["prefect.resource.name"],
                event["payload"]["action_type"],
                event["payload"].get("reason"),
            ]
            for event in events
        ),
    )
