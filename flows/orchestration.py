"""How a step runs: as a Prefect task inside a flow run, as a plain call outside one. Either way it says so."""

from __future__ import annotations

import os
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

LOCAL_SERVER = "http://127.0.0.1:4200/api"

# Quiet, offline and patient with a slow disk. What the user has set in the environment stays.
PREFECT_ENVIRONMENT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
    "PREFECT_SERVER_DATABASE_CONNECTION_TIMEOUT": "60",
    # Prefect's own log goes to its server; the terminal shows our lines.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
}


def prepare_prefect(home: Path) -> str:
    """Set Prefect's environment before it is imported: a running local server where there is one, else its own.

    Args:
        home: folder for Prefect's database and settings.

    Returns:
        Which server it will be, in Chinese.
    """
    os.environ.setdefault("PREFECT_HOME", str(home))
    for name, value in PREFECT_ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    if "PREFECT_API_URL" not in os.environ:
        if _answers(f"{LOCAL_SERVER}/health"):
            os.environ["PREFECT_API_URL"] = LOCAL_SERVER
        else:
            os.environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "CRITICAL")
            return "没有运行中的服务，启动内置服务，约需十几秒"
    return f"使用 {os.environ['PREFECT_API_URL']} 的服务"


def _answers(address: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=0.5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def say(text: str) -> None:
    """Show a line of progress on the terminal, and in Prefect's log when there is a flow run."""
    print(text, flush=True)
    if _in_flow_run():
        from prefect.logging import get_run_logger

        get_run_logger().info(text)


def step(name: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run one step of a flow and say how long it took.

    Inside a flow run the step is a Prefect task. Its arguments are bound beforehand: Prefect would otherwise walk
    through every row of them in search of futures.
    """
    began = time.perf_counter()
    if _in_flow_run():
        from prefect import task
        from prefect.cache_policies import NO_CACHE

        # The run's name is Latin: the timeline of Prefect's page draws no Chinese.
        run_name = getattr(function, "__name__", "step")

        @task(name=name, task_run_name=run_name, cache_policy=NO_CACHE, persist_result=False)
        def run() -> T:
            return function(*args, **kwargs)

        result = run()
    else:
        result = function(*args, **kwargs)
    say(f"  {name:　<8} {time.perf_counter() - began:5.1f} 秒")
    return result


def _in_flow_run() -> bool:
    if "prefect" not in sys.modules:
        return False
    from prefect.context import FlowRunContext

    return FlowRunContext.get() is not None
