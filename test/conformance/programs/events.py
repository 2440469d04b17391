"""Events: emitted by hand and by runs, streamed to a subscriber and to the command line, kept and counted."""

import asyncio
import json
import threading

from conformance import Process, normal, post, record, request, runs_of_flow, wait_for
from prefect import flow, task
from prefect.assets import materialize
from prefect.events import emit_event
from prefect.events.clients import get_events_subscriber
from prefect.events.filters import EventFilter, EventNameFilter


@task(task_run_name="announces")
def announces():
    emit_event("conformance.from-a-task", resource={"prefect.resource.id": "conformance.in-run"}, payload={"n": 1})


@materialize("conformance://table", task_run_name="materializes")
def materializes():
    return 1


@flow(name="makes events", flow_run_name="makes events 1")
def makes_events():
    announces()
    materializes()


def events(**event_filter):
    """All events that match, oldest first."""
    found = post("/events/filter", {"filter": {"order": "ASC", **event_filter}, "limit": 50})
    return found["events"]


def facts(event):
    resource = normal(event["resource"])
    if event["event"] == "prefect.flow-run.Pending":
        resource["prefect.resource.name"] = "<name>"
    return {
        "event": event["event"],
        "resource": resource,
        "related": sorted((normal(related) for related in event["related"]), key=json.dumps),
        "payload": sorted(event["payload"]),
        "follows": event["follows"] is not None,
    }


def bare(event):
    return {**facts(event), "payload": event["payload"]}


class Subscriber(threading.Thread):
    """Collects what the server streams of events of a name, until two have come."""

    def __init__(self):
        super().__init__(daemon=True)
        self.ready = threading.Event()
        self.seen = []

    def run(self):
        asyncio.run(self.listen())

    async def listen(self):
        async with get_events_subscriber(
            filter=EventFilter(event=EventNameFilter(prefix=["conformance."]))
        ) as subscriber:
            self.ready.set()
            async for event in subscriber:
                self.seen.append([event.event, event.resource.id, dict(event.payload)])
                if len(self.seen) == 3:
                    return


if __name__ == "__main__":
    subscriber = Subscriber()
    subscriber.start()
    assert subscriber.ready.wait(30), "no subscription"
    with Process("prefect", "events", "stream", "--format", "text") as streamed:
        streamed.wait_for_line("Subscribing")
        emit_event(
            "conformance.first",
            resource={"prefect.resource.id": "conformance.thing.1", "prefect.resource.name": "thing", "colour": "red"},
            related=[{"prefect.resource.id": "conformance.owner", "prefect.resource.role": "owner"}],
            payload={"deep": {"list": [1, None, "ä"]}},
        )
        emitted = Process(
            "prefect",
            "events",
            "emit",
            "conformance.by-cli",
            "--resource-id",
            "conformance.thing.2",
            "--payload",
            '{"a": 1}',
        )
        emitted_code = emitted.wait()
        makes_events()
        subscriber.join(60)
        streamed.wait_for_line("conformance.by-cli")
    assert len(subscriber.seen) == 3, subscriber.seen

    [run] = runs_of_flow("makes events")
    run_resource = f"prefect.flow-run.{run['id']}"
    flow_events = wait_for(
        "the run's events", lambda: [found] if len(found := events(resource={"id": [run_resource]})) >= 3 else None
    )[0]
    mine = wait_for(
        "my events", lambda: [found] if len(found := events(event={"prefix": ["conformance."]})) >= 3 else None
    )[0]
    task_events = wait_for(
        "the events of tasks",
        lambda: (
            [found]
            if len(found := events(event={"prefix": ["prefect.task-run."]}, related={"id": [run_resource]})) >= 6
            else None
        ),
    )[0]
    assets = events(event={"prefix": ["prefect.asset."]})
    page = post("/events/filter", {"filter": {"event": {"prefix": ["conformance."]}}, "limit": 2})
    next_page = request("GET", page["next_page"].split("/api", 1)[1]) if page["next_page"] else None
    counted = post("/events/count-by/event", {"filter": {"event": {"prefix": ["conformance."]}}})
    by_resource = events(any_resource={"id": ["conformance.owner"]})
    record(
        seen=sorted(subscriber.seen),
        emitted=emitted_code,
        mine=sorted((bare(event) for event in mine), key=lambda event: event["event"]),
        flow=[facts(event) for event in flow_events if event["event"] != "prefect.flow-run.heartbeat"],
        tasks=sorted((facts(event) for event in task_events), key=json.dumps),
        assets=[facts(event) for event in assets],
        page=[len(page["events"]), page["total"], next_page and len(next_page["events"])],
        counted=sorted([row["value"], row["count"]] for row in counted),
        by_resource=[event["event"] for event in by_resource],
        refused=request("POST", "/events/filter", {"limit": 1000}, statuses=(422,))["exception_detail"][0]["type"],
    )
