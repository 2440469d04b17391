"""Global concurrency limits: made and changed on the command line, taken by concurrency() and rate_limit()."""

import threading
import time

from conformance import document, get, outcome, post, prefect, record, request, run_facts, runs_of_flow, wait_for
from prefect import flow
from prefect.concurrency.sync import concurrency, rate_limit

inside = {"now": 0, "most": 0}
# Whoever is inside waits for a second one: that two may be there at once must not hang on how quick a machine is.
pair = threading.Barrier(2)


@flow(name="takes slots", flow_run_name="takes slots 1", log_prints=True)
def takes_slots():
    with concurrency("two-at-once", occupy=2, timeout_seconds=30):
        print(f"holding {get('/v2/concurrency_limits/two-at-once')['active_slots']}")
    with concurrency("not-there", occupy=1):
        print("no such limit, no wait")


def work():
    with concurrency("two-at-once", timeout_seconds=60):
        inside["now"] += 1
        inside["most"] = max(inside["most"], inside["now"])
        pair.wait(60)
        time.sleep(0.5)
        inside["now"] -= 1


def take(name, **options):
    with concurrency(name, **options):
        return "taken"


if __name__ == "__main__":
    shown = {
        "create": prefect("gcl", "create", "two-at-once", "--limit", "2"),
        "create again": prefect("gcl", "create", "two-at-once", "--limit", "2", ok=False),
        "create with decay": prefect("gcl", "create", "decays", "--limit", "2", "--slot-decay-per-second", "2"),
        "create off": prefect("gcl", "create", "switched-off", "--limit", "1", "--disable"),
        "inspect": prefect("gcl", "inspect", "two-at-once"),
        "inspect as JSON": prefect("gcl", "inspect", "decays", "--output", "json"),
        "inspect missing": prefect("gcl", "inspect", "never", ok=False),
    }
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert inside["most"] == 2, inside
    takes_slots()
    started = time.monotonic()
    for _ in range(6):
        rate_limit("decays", timeout_seconds=30)
    waited = time.monotonic() - started
    said = {
        "off": outcome(lambda: take("switched-off", timeout_seconds=1)),
        "strict": outcome(lambda: take("not-there", strict=True)),
        "too many": outcome(lambda: take("two-at-once", occupy=3, timeout_seconds=1)),
        "rate without decay": outcome(lambda: rate_limit("two-at-once", timeout_seconds=1)),
        "rate strict": outcome(lambda: rate_limit("not-there", strict=True)),
    }
    with concurrency("two-at-once", occupy=2):
        held = get("/v2/concurrency_limits/two-at-once")["active_slots"]
        said["full"] = outcome(lambda: take("two-at-once", timeout_seconds=1))
        refused = request(
            "POST",
            "/v2/concurrency_limits/increment",
            {"names": ["two-at-once"], "slots": 1, "mode": "concurrency"},
            statuses=(423,),
        )
    released = wait_for("free slots", lambda: get("/v2/concurrency_limits/two-at-once")["active_slots"] == 0)
    shown |= {
        "update": prefect("gcl", "update", "two-at-once", "--limit", "5", "--active-slots", "1"),
        "update nothing": prefect("gcl", "update", "two-at-once", ok=False),
        "disable": prefect("gcl", "disable", "two-at-once"),
        "disable again": prefect("gcl", "disable", "two-at-once", ok=False),
        "enable": prefect("gcl", "enable", "two-at-once"),
        "enable again": prefect("gcl", "enable", "two-at-once", ok=False),
        "delete": prefect("gcl", "delete", "switched-off", input="y\n"),
        "delete missing": prefect("gcl", "delete", "switched-off", ok=False),
    }
    listed = prefect("gcl", "ls")
    record(
        shown={name: finished.facts for name, finished in shown.items()},
        listed=listed.about("two-at-once", "decays", "switched-off", "Name"),
        said=said,
        waited=waited > 1,
        held=held,
        refused=refused,
        released=released,
        limit=document(get("/v2/concurrency_limits/two-at-once")),
        run=run_facts(runs_of_flow("takes slots")[0]["id"]),
        filtered=sorted(
            row["name"]
            for row in post("/v2/concurrency_limits/filter", {"limit": 200})
            if row["name"] in ("two-at-once", "decays")
        ),
    )
