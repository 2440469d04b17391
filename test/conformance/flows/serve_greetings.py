"""Serves flows of greetings.py under one deployment name: the first argument is the name, the others are the flows."""

import sys

import greetings
from prefect import serve

if __name__ == "__main__":
    name, *flows = sys.argv[1:]
    serve(*[getattr(greetings, flow).to_deployment(name) for flow in flows], limit=5)
