"""Flows run by hand: tasks, subflows, logs, tags, parameters, retries of tasks and flows, mapped and named tasks."""

from conformance import document, get, read_all, record, run_facts, runs_of_flow, tasks_of, wait_for
from prefect import flow, get_run_logger, tags, task, unmapped


@task(tags=["arithmetic"])
def add(a, b=1):
    get_run_logger().info("adding %s and %s", a, b)
    return a + b


@task(task_run_name="doubling {number}", retries=1)
def double(number):
    return number * 2


@flow(name="sums", flow_run_name="sums of {start}", log_prints=True, description="Adds and doubles.", version="v1")
def sums(start: int = 3, note: str = "none"):
    print(f"starting at {start}")
    get_run_logger().warning("a warning")
    get_run_logger().debug("a detail nobody is sent")
    first = add(start)
    doubled = double.map([first, first + 1])
    more = add.map([1, 2], b=unmapped(10))
    return sum(doubled.result()) + sum(more.result())


@flow(name="grandchild", flow_run_name="grandchild 1")
def grandchild(depth):
    return depth


@flow(name="child", flow_run_name="child {depth}", log_prints=True)
def child(depth):
    print("in the child")
    return add(grandchild(depth), 5)


@flow(name="parent", flow_run_name="parent 1")
def parent():
    with tags("inherited"):
        return child(1) + child(2)


attempts = {"task": 0, "flow": 0, "never": 0}


@task(retries=2, retry_delay_seconds=0.1, name="unsteady")
def unsteady():
    attempts["task"] += 1
    if attempts["task"] < 3:
        raise ValueError(f"attempt {attempts['task']}")
    return attempts["task"]


@flow(name="unsteady tasks", flow_run_name="unsteady tasks 1")
def unsteady_tasks():
    return unsteady()


@flow(name="unsteady flow", flow_run_name="unsteady flow 1", retries=2, retry_delay_seconds=0.1)
def unsteady_flow():
    attempts["flow"] += 1
    add(attempts["flow"])
    if attempts["flow"] < 3:
        raise RuntimeError(f"attempt {attempts['flow']}")
    return attempts["flow"]


@flow(name="typed", flow_run_name="typed 1")
def typed(day: str, sizes: list[int], options: dict | None = None):
    return len(sizes)


if __name__ == "__main__":
    with tags("by hand"):
        assert sums(4, note="four") == 45
    assert parent() == 13
    assert unsteady_tasks() == 3
    assert unsteady_flow() == 3
    assert typed("2026-11-21", ["1", 2], {"a": {"b": [None, 1.5]}}) == 2

    def only(name):
        (run,) = wait_for(f"a run of {name}", lambda: runs_of_flow(name))
        return run["id"]

    [flow_row] = read_all("flows", flows={"name": {"any_": ["sums"]}})
    children = runs_of_flow("child")
    parent_id = only("parent")
    wait_for("the tasks that stand for the subflows", lambda: len(tasks_of(parent_id)) == 2)
    parents_of_children = {child["parent_task_run_id"] for child in children}
    assert parents_of_children == {task["id"] for task in tasks_of(parent_id)}
    found = run_facts(only("unsteady flow"), tasks=3)
    record(
        flow=document(flow_row),
        sums=run_facts(only("sums"), tasks=5, logs="any order"),
        parent=run_facts(parent_id, tasks=2),
        children=[run_facts(child["id"], tasks=2) for child in children],
        grandchildren=[run_facts(run["id"]) for run in runs_of_flow("grandchild")],
        unsteady_tasks=run_facts(only("unsteady tasks"), tasks=1),
        unsteady_flow=found,
        typed=run_facts(only("typed"), tasks=0),
        counted=get("/flow_runs/" + parent_id)["run_count"],
    )
