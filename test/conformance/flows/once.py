"""A flow with one task, run once; its name is the first argument."""

import sys

from prefect import flow, task


@task(task_run_name="only")
def only():
    return "done"


def once():
    return only()


if __name__ == "__main__":
    flow(once, name=sys.argv[1], flow_run_name=f"{sys.argv[1]} 1")()
