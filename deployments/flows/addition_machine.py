"""A flow that adds up a list of whole numbers, one task per step."""

from typing import List

from prefect import flow, task


@task
def add(total: int, number: int) -> int:
    return total + number


@flow(log_prints=True)
def addition_machine(numbers: List[int]) -> int:
    total = 0
    for number in numbers:
        total = add(total, number)
    print(f"The sum of {numbers} is {total}.")
    return total


if __name__ == "__main__":
    addition_machine([1, 2, 3, 4])
