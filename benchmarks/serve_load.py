"""Fifty clients at once against `lode serve` on loopback: answers by status, speed, memory before and after.

    python benchmarks/serve_load.py [--seconds 60] [--clients 50] [--model lode-compact]

Each client sends an article of `seeds/` (every tenth a long one, every tenth one that is refused), takes the answer, and after
a 429 waits as long as it is told, or half a second at most. Exit code 1 where an answer is none that was expected, or where the
service's memory, once warm, has grown by more than a tenth.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
WARM = 0.25  # of the time: caches fill
EXPECTED = {200, 422, 429}


def articles() -> list[dict[str, Any]]:
    found = []
    for name in ("zh", "en"):
        for line in (ROOT / "seeds" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            found.append({key: record[key] for key in ("id", "date", "title", "text")})
    return found


def resident(process: int) -> float:
    """Megabytes that a process holds (Linux)."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


async def client(number: int, address: str, until: float, texts: list[dict[str, Any]], seen: dict[str, Any]) -> None:
    import httpx

    choose = random.Random(number)
    async with httpx.AsyncClient(base_url=address, timeout=120) as session:
        while time.monotonic() < until:
            kind = choose.randrange(10)
            body: Any = choose.choice(texts)
            if kind == 0:
                body = {"text": "\n".join(text["text"] for text in choose.sample(texts, 8))}
            elif kind == 1:
                body = {"id": "no text"}
            began = time.monotonic()
            try:
                answer = await session.post("/annotate", json=body)
            except httpx.HTTPError as error:
                seen["statuses"][type(error).__name__] += 1
                continue
            seen["statuses"][answer.status_code] += 1
            if answer.status_code == 200:
                seen["seconds"].append(time.monotonic() - began)
                seen["characters"] += len(answer.json()["text"])
            elif answer.status_code == 429:
                seen["told"].append(int(answer.headers["Retry-After"]))
                await asyncio.sleep(min(0.5, int(answer.headers["Retry-After"])))


async def watch(process: int, began: float, until: float, samples: list[tuple[float, float]]) -> None:
    while time.monotonic() < until:
        samples.append((time.monotonic() - began, resident(process)))
        await asyncio.sleep(1)


async def load(
    address: str, process: int, clients: int, seconds: float
) -> tuple[dict[str, Any], list[tuple[float, float]]]:
    seen: dict[str, Any] = {"statuses": Counter(), "seconds": [], "characters": 0, "told": []}
    samples: list[tuple[float, float]] = []
    texts, began = articles(), time.monotonic()
    jobs = [client(number, address, began + seconds, texts, seen) for number in range(clients)]
    await asyncio.gather(watch(process, began, began + seconds, samples), *jobs)
    return seen, samples


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--model", default="lode-compact")
    options = parser.parse_args()
    command = [sys.executable, "-m", "nlp.cli", "serve", "--port", "0", "--model", options.model]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stderr is not None
        address = next(word for word in process.stderr.readline().split() if word.startswith("http"))
        before = resident(process.pid)
        seen, samples = asyncio.run(load(address, process.pid, options.clients, options.seconds))
        process.terminate()
    sys.exit(report(options, seen, samples, before))


def report(options: Any, seen: dict[str, Any], samples: list[tuple[float, float]], before: float) -> int:
    warm = [size for at, size in samples if at >= WARM * options.seconds]
    half = len(warm) // 2
    first, last = sum(warm[:half]) / max(1, half), sum(warm[half:]) / max(1, len(warm) - half)
    times = sorted(seen["seconds"]) or [0.0]
    print(f"{options.clients} clients, {options.seconds:g} s, model {options.model}")
    for status, count in sorted(seen["statuses"].items(), key=str):
        print(f"  {status}: {count}")
    print(
        f"answered {len(seen['seconds']) / options.seconds:.1f} documents/s, {seen['characters'] / options.seconds:,.0f} characters/s"
    )
    print(
        f"seconds to a 200: median {times[len(times) // 2]:.2f}, 95 % {times[int(len(times) * 0.95)]:.2f}, worst {times[-1]:.2f}"
    )
    print(f"Retry-After: {min(seen['told'], default=0)} to {max(seen['told'], default=0)} s")
    print(
        f"memory: {before:.0f} MB before, {first:.0f} MB in the first half once warm, {last:.0f} MB in the second, ratio {last / first:.3f}"
    )
    odd = {status: count for status, count in seen["statuses"].items() if status not in EXPECTED}
    return 1 if odd or last > 1.1 * first else 0


if __name__ == "__main__":
    main()
