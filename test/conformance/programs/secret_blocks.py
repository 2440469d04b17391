"""Secret blocks and blocks of a class of one's own: saved, loaded, nested, overwritten, masked, listed, deleted."""

import json

from conformance import document, get, outcome, post, prefect, read_all, record
from prefect.blocks.core import Block
from prefect.blocks.system import Secret
from pydantic import SecretStr


class Credentials(Block):
    """Who may enter."""

    _block_type_name = "Conformance Credentials"
    user: str
    password: SecretStr


class Database(Block):
    """A place to keep things."""

    _block_type_name = "Conformance Database"
    host: str = "localhost"
    port: int = 5432
    credentials: Credentials
    options: dict = {}


def by_name(slug, name, secrets=False):
    query = "?include_secrets=true" if secrets else ""
    return get(f"/block_types/slug/{slug}/block_documents/name/{name}{query}")


def bare(row):
    return document(row, "block_schema", "block_type", "block_schema_id", "block_type_id")


MINE = ["secret", "conformance-database", "conformance-credentials"]

if __name__ == "__main__":
    Secret(value="hunter2").save("token")
    taken = outcome(lambda: Secret(value="hunter3").save("token"))
    Secret(value="hunter4").save("token", overwrite=True)
    assert Secret.load("token").get() == "hunter4"
    Secret(value={"key": ["deep", 1]}).save("deep")
    assert Secret.load("deep").get() == {"key": ["deep", 1]}
    bad_name = outcome(lambda: Secret(value="x").save("Not A Name"))
    missing = outcome(lambda: Secret.load("never"))

    inner = Credentials(user="ada", password="lovelace")
    inner.save("inner")
    Database(credentials=inner, options={"ssl": True}).save("main")
    Database(credentials=Credentials(user="bob", password="anonymous")).save("anonymous")
    loaded = Database.load("main")
    assert loaded.credentials.password.get_secret_value() == "lovelace", loaded
    loaded.port = 6000
    loaded.save("main", overwrite=True)
    inner = Credentials.load("inner")
    inner.password = SecretStr("changed")
    inner.save("inner", overwrite=True)
    assert Database.load("main").credentials.password.get_secret_value() == "changed"
    assert Database.load("main").port == 6000
    assert Database.load("anonymous").credentials.user == "bob"
    assert Block.load("conformance-database/main").options == {"ssl": True}

    masked, plain = by_name("secret", "token"), by_name("secret", "token", secrets=True)
    assert plain["data"] == {"value": "hunter4"} and "hunter4" not in json.dumps(masked), masked
    nested = by_name("conformance-database", "main")
    assert "changed" not in json.dumps(nested), nested
    [schema] = post("/block_schemas/filter", {"block_schemas": {"block_type_id": {"any_": [nested["block_type_id"]]}}})
    types = read_all("block_types", block_types={"slug": {"any_": MINE}})

    shown = {
        "inspect": prefect("block", "inspect", "conformance-database/main"),
        "inspect a secret": prefect("block", "inspect", "secret/token"),
        "inspect missing": prefect("block", "inspect", "secret/never", ok=False),
        "type inspect": prefect("block", "type", "inspect", "conformance-credentials"),
        "delete": prefect("block", "delete", "secret/deep", input="y\n"),
        "delete missing": prefect("block", "delete", "secret/deep", ok=False),
        "type delete": prefect("block", "type", "delete", "conformance-database", input="y\n"),
        "type delete missing": prefect("block", "type", "delete", "conformance-database", ok=False),
        "create": prefect("block", "create", "secret", ok=False),
    }
    listed = prefect("block", "ls")
    kinds = prefect("block", "type", "ls")
    record(
        refused=[taken, bad_name, missing],
        masked=bare(masked),
        nested=bare(nested),
        schema=document(schema, "block_type"),
        types=sorted((document(row, "id") for row in types), key=lambda row: row["slug"]),
        shown={name: finished.facts for name, finished in shown.items()},
        listed=listed.about("secret/", "conformance-"),
        kinds=[line for line in kinds.out if line.split()[0] in MINE],
        left=sorted(
            [row["block_type"]["slug"], row["name"] or "<anonymous>"]
            for row in read_all("block_documents", block_types={"slug": {"any_": MINE}})
        ),
    )
