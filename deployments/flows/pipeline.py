"""A pipeline of two subflows: one prepares data, the other trains a (very small) model on it."""

from typing import List, Tuple

from prefect import flow, task

Row = Tuple[float, bool]


@task
def make_row(index: int, rows: int) -> Row:
    value = index / rows
    return value, value > 0.4


@flow(name="prepare-data")
def prepare_data(rows: int) -> List[Row]:
    return [make_row(index, rows) for index in range(rows)]


@flow(name="train-model")
def train_model(data: List[Row], threshold: float) -> float:
    """The share of the rows that a single threshold puts on the right side."""
    right = sum((value > threshold) == label for value, label in data)
    return right / len(data)


@flow(name="pipeline", log_prints=True)
def pipeline(rows: int = 20, threshold: float = 0.5) -> float:
    data = prepare_data(rows)
    accuracy = train_model(data, threshold)
    print(f"{accuracy:.0%} of {rows} rows are told apart by {threshold}.")
    return accuracy


if __name__ == "__main__":
    pipeline()
