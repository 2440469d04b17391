"""Automations that call out: a failed run calls a webhook, and a custom webhook tells of it."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from conformance import post, record, request, wait_for
from prefect import flow, tags
from prefect.automations import Automation, EventTrigger
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.blocks.webhook import Webhook
from prefect.events.actions import CallWebhook, SendNotification

heard = {}


class Listener(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        heard[self.path] = {"token": self.headers["x-token"], "type": self.headers["content-type"], "body": body}
        self.send_response(202)
        self.end_headers()
        self.wfile.write(b"heard")

    def log_message(self, *_):
        pass


@flow(name="called failure", flow_run_name="called failure 1")
def called_failure(numbers: list[int]):
    raise ValueError("no luck")


PAYLOAD = """{
  "run": {{ flow_run.name | tojson }}, "flow": "{{ flow.name|upper }}", "state": "{{ flow_run.state.name }}",
  "message": {{ flow_run.state.message | tojson }}, "at": "{{ flow_run.state.timestamp }}",
  "numbers": [{% for n in flow_run.parameters.numbers if n is odd %}{{ n * 2 }}{{ "," if not loop.last }}{% endfor %}],
  "kind": "{{ event.resource.id.split('.')[1] }}", "automation": "{{ automation.name }}",
  "cause": {% if event.payload.intended %}"{{ event.payload.intended.to }}"{% else %}null{% endif %}
}"""
BODY = "{{ flow.name }}/{{ flow_run.name }} observed in `{{ flow_run.state.name }}`: {{ flow_run.tags | join(', ') }}"
NAMES = ("calls", "tells")


def ends():
    names = ["prefect.automation.action.executed", "prefect.automation.action.failed"]
    found = post("/events/filter", {"filter": {"event": {"name": names}}, "limit": 50})["events"]
    return [event for event in found if event["resource"]["prefect.resource.name"] in NAMES]


def without_moment(text):
    """A time in the way of Python, whatever it is."""
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00:00", "<time>", text)


if __name__ == "__main__":
    listener = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{listener.server_port}"
    webhook = Webhook(url=f"{address}/webhook", headers={"X-Token": "secret"})
    notifier = CustomWebhookNotificationBlock(
        name="bell",
        url=address + "/{{ name }}",
        json_data={"title": "{{subject}}", "text": "{{ body }}", "key": "{{key}}"},
        headers={"X-Token": "of {{key}}"},
        secrets={"key": "k3y"},
    )
    trigger = EventTrigger(
        expect={"prefect.flow-run.Failed"},
        match={"prefect.resource.name": "called failure 1"},
        threshold=1,
        posture="Reactive",
    )
    call = CallWebhook(block_document_id=webhook.save("caller"), payload=PAYLOAD)
    tell = SendNotification(block_document_id=notifier.save("bell"), subject="On {{ flow.name }}", body=BODY)
    made = [
        Automation(name=name, trigger=trigger, actions=[action]).create()
        for name, action in zip(NAMES, (call, tell), strict=True)
    ]
    with tags("one"):
        called_failure([1, 2, 3], return_state=True)
    events = wait_for("what became of two actions", lambda: [found for found in [ends()] if len(found) >= 2])[0]
    for automation in made:
        request("DELETE", f"/automations/{automation.id}")
    listener.shutdown()
    assert set(heard) == {"/webhook", "/bell"}
    heard["/webhook"]["body"] = json.loads(without_moment(heard["/webhook"]["body"]))
    heard["/bell"]["body"] = json.loads(heard["/bell"]["body"])
    record(
        heard=heard,
        events=sorted(
            [
                event["event"],
                event["resource"]["prefect.resource.name"],
                event["payload"].get("reason"),
                event["payload"].get("status_code"),
                event["payload"].get("response_body"),
                [related["prefect.resource.role"] for related in event["related"]],
            ]
            for event in events
        ),
    )
