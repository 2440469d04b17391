"""Cached tasks and transactions: what ran, what came from the cache, what was rolled back."""

from datetime import timedelta

from conformance import record, run_facts, runs_of_flow
from prefect import flow, task
from prefect.cache_policies import INPUTS, TASK_SOURCE
from prefect.transactions import transaction

ran = []


@task(cache_policy=INPUTS, persist_result=True, task_run_name="costly {number}")
def costly(number):
    ran.append(number)
    return number * 10


@task(cache_policy=INPUTS + TASK_SOURCE, persist_result=True, cache_expiration=timedelta(days=1), task_run_name="dated")
def dated(number):
    ran.append("dated")
    return number


@task(cache_key_fn=lambda context, parameters: "one key for all", persist_result=True, task_run_name="keyed")
def keyed(number):
    ran.append("keyed")
    return number


@task(cache_policy=INPUTS, persist_result=True, refresh_cache=True, task_run_name="refreshed")
def refreshed(number):
    ran.append("refreshed")
    return number


@flow(name="caches", flow_run_name="caches {attempt}")
def caches(attempt):
    return [costly(1), costly(1), costly(2), dated(attempt * 0), keyed(attempt), refreshed(3)]


undone = []


@task(task_run_name="writes", persist_result=True)
def writes(name):
    return name


@writes.on_rollback
def undo(txn):
    undone.append("writes")


@writes.on_commit
def done(txn):
    undone.append("committed")


@task(task_run_name="checks")
def checks():
    raise RuntimeError("not good")


@flow(name="rolls back", flow_run_name="rolls back 1")
def rolls_back():
    with transaction(key="a transaction"):
        writes("a")
        checks()


@flow(name="commits", flow_run_name="commits 1")
def commits():
    with transaction():
        writes("b")


if __name__ == "__main__":
    first = caches(1)
    second = caches(2)
    assert first == [10, 10, 20, 0, 1, 3] and second == first, (first, second)
    assert ran == [1, 2, "dated", "keyed", "refreshed", "refreshed"], ran
    state = rolls_back(return_state=True)
    commits()
    assert undone == ["writes", "committed"], undone

    record(
        ran=ran,
        undone=undone,
        state=state.name,
        caches=[run_facts(run["id"], tasks=6, logs=False) for run in runs_of_flow("caches")],
        rolls_back=run_facts(runs_of_flow("rolls back")[0]["id"], tasks=2),
        commits=run_facts(runs_of_flow("commits")[0]["id"], tasks=1),
    )
