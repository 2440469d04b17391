"""A flow that greets, deployed twice with different parameters."""

from prefect import flow


@flow(name="leonardo-dicapriflow", log_prints=True)
def leonardo_dicapriflow(name: str = "Leo") -> str:
    greeting = f"Hello, {name}!"
    print(greeting)
    return greeting


if __name__ == "__main__":
    leonardo_dicapriflow(name="Marvin")
