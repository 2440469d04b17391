"""Runs `prefect` commands, each in a process of its own, without paying for Prefect's imports every time.

Prefect is imported once; for every line of JSON on stdin the process forks, and the child is what the `prefect`
command is: the same entry point with its own arguments, folder, environment, input and output. Answers the exit code.
"""

import importlib
import json
import os
import pkgutil
import sys
import traceback


def load():
    """Imports what commands import lazily, so that a child begins with all of it."""
    import prefect.cli
    import prefect.client.orchestration
    import prefect.deployments
    import prefect.deployments.runner
    import prefect.flow_engine
    import prefect.workers.process  # noqa: F401

    for module in pkgutil.iter_modules(prefect.cli.__path__):
        if module.name not in ("dev", "server"):
            importlib.import_module(f"prefect.cli.{module.name}")


def become_command(job):
    """In the child: takes on everything of the command and runs it. Gives its exit code."""
    for number, path, mode in (
        (0, job["stdin"], os.O_RDONLY),
        (1, job["stdout"], os.O_WRONLY),
        (2, job["stderr"], os.O_WRONLY),
    ):
        descriptor = os.open(path, mode)
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.chdir(job["cwd"])
    os.environ.update(job["env"])
    sys.argv = ["prefect", *job["args"]]
    sys.path[0] = os.path.dirname(sys.executable)
    from prefect.cli import app

    try:
        app()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def main():
    load()
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            code = 1
            try:
                code = become_command(job)
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
