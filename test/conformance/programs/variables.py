"""Variables of every JSON type: in Python, in flows, on the command line, overwritten, refused, deleted."""

from conformance import document, get, outcome, prefect, read_all, record, request
from prefect import flow
from prefect.variables import Variable


@flow(name="reads variables", flow_run_name="reads variables 1")
def reads_variables():
    return [Variable.get("answer"), Variable.get("nested"), Variable.get("missing", default="none")]


MINE = ["answer", "nested", "truth", "nothing", "by_cli"]

if __name__ == "__main__":
    Variable.set("answer", 42, tags=["numbers", "a"])
    Variable.set("nested", {"list": [1, "two", None, {"three": 3.5}], "text": "ä\n"})
    Variable.set("truth", True)
    Variable.set("nothing", None)
    again = outcome(lambda: Variable.set("answer", 43))
    Variable.set("answer", 44, overwrite=True)
    assert reads_variables() == [44, {"list": [1, "two", None, {"three": 3.5}], "text": "ä\n"}, "none"]
    refused = {
        "name": outcome(lambda: Variable.set("Not A Name", 1)),
        "long": outcome(lambda: Variable.set("long", "x" * 6000)),
        "direct": request("POST", "/variables/", {"name": "BAD NAME", "value": 1}, statuses=(422,))["exception_detail"][
            0
        ]["type"],
        "taken": request("POST", "/variables/", {"name": "truth", "value": 1}, statuses=(409,)),
    }
    shown = {
        "set": prefect("variable", "set", "by_cli", "text", "--tag", "cli"),
        "set again": prefect("variable", "set", "by_cli", "other", ok=False),
        "set over": prefect("variable", "set", "by_cli", '{"a": 1}', "--overwrite"),
        "get": prefect("variable", "get", "by_cli"),
        "get missing": prefect("variable", "get", "never", ok=False),
        "inspect": prefect("variable", "inspect", "answer"),
        "inspect as JSON": prefect("variable", "inspect", "nested", "--output", "json"),
        "unset": prefect("variable", "unset", "truth"),
        "unset missing": prefect("variable", "unset", "truth", ok=False),
    }
    listed = prefect("variable", "ls")
    Variable.unset("nothing")
    record(
        again=again,
        refused=refused,
        shown={name: finished.facts for name, finished in shown.items()},
        listed=listed.about("answer", "by_cli", "nested", "nothing", "Name"),
        left=[document(row) for row in read_all("variables", variables={"name": {"any_": MINE}}, sort="NAME_ASC")],
        by_tag=[row["name"] for row in read_all("variables", variables={"tags": {"all_": ["numbers"]}})],
        like=[row["name"] for row in read_all("variables", variables={"name": {"like_": "nest"}})],
        read=document(get("/variables/name/by_cli")),
    )
