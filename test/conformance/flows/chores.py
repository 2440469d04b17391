"""Background tasks and the worker that serves them."""

from prefect import task
from prefect.task_worker import serve


@task(log_prints=True, persist_result=True)
def chore(number: int, note: str = "none"):
    print(f"chore {number}, note {note}")
    return number * 2


@task(persist_result=True)
def failing_chore(reason: str):
    raise ValueError(reason)


@task(retries=1, retry_delay_seconds=0.1, persist_result=True)
def retried_chore():
    raise RuntimeError("always")


if __name__ == "__main__":
    serve(chore, failing_chore, retried_chore)
