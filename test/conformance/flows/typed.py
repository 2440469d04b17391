"""Flows whose parameters have types of many kinds."""

from datetime import date, datetime, timedelta
from enum import Enum
from typing import Literal, Optional, Union
from uuid import UUID

from prefect import flow
from pydantic import BaseModel, Field


class Colour(Enum):
    RED = "red"
    GREEN = "green"


class Address(BaseModel):
    street: str
    number: int = Field(gt=0)
    note: Optional[str] = None


@flow(log_prints=True)
def order(item: str, count: int = Field(default=1, ge=1), size: Literal["small", "large"] = "small"):
    """Orders something.

    Args:
        item: what is ordered
        count: how many of it
    """
    print(f"{count} {size} {item}")


@flow(log_prints=True)
def rich(
    day: date,
    at: datetime,
    identity: UUID,
    colour: Colour,
    address: Address,
    sizes: list[int],
    either: Union[int, str],
    wait: timedelta = timedelta(seconds=1),
    options: Optional[dict[str, float]] = None,
):
    print(f"{day!r} {at!r} {identity!r} {colour!r} {address!r} {sizes!r} {either!r} {wait!r} {options!r}")
