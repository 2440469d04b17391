"""Messages to a running flow: send_input and receive_input, their storage, and keys that are taken."""

import threading

from conformance import get, post, record, request, run_facts, runs_of_flow, wait_for, wait_for_state
from prefect import flow
from prefect.input import receive_input, send_input
from prefect.input.run_input import RunInput


class Order(RunInput):
    item: str
    count: int


@flow(name="takes orders", flow_run_name="takes orders 1", log_prints=True)
def takes_orders():
    total = 0
    for order in receive_input(Order, timeout=60, poll_interval=0.5):
        print(f"{order.count} of {order.item}")
        total += order.count
        if order.item == "last":
            return total


if __name__ == "__main__":
    results = []
    thread = threading.Thread(target=lambda: results.append(takes_orders()))
    thread.start()
    run_id = wait_for("the run", lambda: [run["id"] for run in runs_of_flow("takes orders")])[0]
    wait_for_state(run_id, "Running")
    Order(item="apples", count=2).send_to(run_id)
    Order(item="last", count=3).send_to(run_id)
    thread.join(60)
    assert results == [5], results

    send_input("a plain text", flow_run_id=run_id, key_prefix="notes")
    post(f"/flow_runs/{run_id}/input", {"key": "mine", "value": '"1"'})
    taken = request("POST", f"/flow_runs/{run_id}/input", {"key": "mine", "value": '"2"'}, statuses=(409,))
    kept = post(f"/flow_runs/{run_id}/input/filter", {"prefix": "", "limit": 50})
    value = get(f"/flow_runs/{run_id}/input/mine")
    request("DELETE", f"/flow_runs/{run_id}/input/mine")
    gone = request("GET", f"/flow_runs/{run_id}/input/mine", statuses=(404,))

    record(
        taken=taken,
        kept=sorted([row["key"].split("-")[0], row["value"]] for row in kept),
        value=value,
        gone=gone,
        run=run_facts(run_id),
    )
