"""Work queues: workers bound to one, priorities, paused queues, limits of queues and pools."""

from conformance import (
    FLOWS,
    document,
    get,
    prefect,
    read_all,
    record,
    runs_of_deployment,
    wait_for,
    wait_for_end,
    worker,
)
from prefect import flow
from prefect.deployments import run_deployment

POOL = "queues"


def deploy(name, queue, flow_name="greet"):
    flow.from_source(str(FLOWS), f"greetings.py:{flow_name}").deploy(
        name, work_pool_name=POOL, work_queue_name=queue, print_next_steps=False
    )


def running():
    return [run for run in runs_of_deployment("lasts/limited") if run["state_type"] == "RUNNING"]


if __name__ == "__main__":
    prefect("work-pool", "create", POOL, "--type", "process")
    prefect("work-queue", "create", "urgent", "--pool", POOL, "--priority", "1")
    prefect("work-queue", "create", "paused", "--pool", POOL)
    deploy("urgent", "urgent")
    deploy("ordinary", "default")
    deploy("made-by-deploy", "fresh")
    deploy("paused", "paused")
    deploy("limited", "limited", "lasts")
    prefect("work-queue", "pause", "paused", "--pool", POOL)

    # In one poll the queue of the smaller number comes first, though its run was made last.
    ordinary = run_deployment("greet/ordinary", flow_run_name="ordinary 1", timeout=0)
    held = run_deployment("greet/paused", flow_run_name="held 1", timeout=0)
    urgent = run_deployment("greet/urgent", flow_run_name="urgent 1", timeout=0)
    with worker(POOL, "--limit", "1"):
        ends = [wait_for_end(run.id) for run in (urgent, ordinary)]
    assert ends[0]["start_time"] < ends[1]["start_time"], ends
    waiting = get(f"/flow_runs/{held.id}")["state_type"]
    prefect("work-queue", "resume", "paused", "--pool", POOL)

    # A worker bound to a queue takes nothing of another.
    other = run_deployment("greet/ordinary", flow_run_name="ordinary 2", timeout=0)
    with worker(POOL, "--work-queue", "paused"):
        wait_for_end(held.id)
    untouched = get(f"/flow_runs/{other.id}")["state_type"]
    prefect("worker", "start", "--pool", POOL, "--work-queue", "default", "--run-once", "--name", "of default")
    taken = wait_for_end(other.id)["state_name"]

    # Limits of the queue, then of the pool.
    prefect("work-queue", "set-concurrency-limit", "limited", "1", "--pool", POOL)
    limited = [
        run_deployment("lasts/limited", parameters={"seconds": 3}, flow_run_name=f"limited {n}", timeout=0)
        for n in (1, 2)
    ]
    most = 0
    with worker(POOL):

        def both_ended():
            global most
            most = max(most, len(running()))
            return all(get(f"/flow_runs/{run.id}")["state_type"] == "COMPLETED" for run in limited)

        wait_for("both runs of the limited queue", both_ended)
        by_queue = most
        prefect("work-queue", "clear-concurrency-limit", "limited", "--pool", POOL)
        prefect("work-pool", "set-concurrency-limit", POOL, "1")
        limited = [
            run_deployment("lasts/limited", parameters={"seconds": 3}, flow_run_name=f"pooled {n}", timeout=0)
            for n in (1, 2)
        ]
        most = 0
        wait_for("both runs of the limited pool", both_ended)
        by_pool = most
    assert (by_queue, by_pool) == (1, 1), (by_queue, by_pool)

    rows = read_all(f"work_pools/{POOL}/queues")
    record(
        waiting=waiting,
        untouched=untouched,
        taken=taken,
        most=[by_queue, by_pool],
        queues=[document(row, "last_polled", "status", "id") for row in sorted(rows, key=lambda row: row["name"])],
        runs=[
            [run["name"], run["state_name"], run["work_queue_name"], run["work_pool_name"]]
            for name in ("greet/urgent", "greet/ordinary", "greet/paused", "lasts/limited")
            for run in sorted(runs_of_deployment(name), key=lambda run: run["name"])
        ],
    )
