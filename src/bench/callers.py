"""Many callers at a time, what they hear, and how long they wait for it."""

import asyncio
import collections
import json
import math
import time


class Answers:
    """What callers have heard, by status; "broken" where the connection ended without an answer."""

    def __init__(self):
        self.seconds = {}
        self.reasons = collections.Counter()
        self.without_retry_after = 0

    def note(self, status, seconds, head=b"", body=b"{}"):
        self.seconds.setdefault(status, []).append(seconds)
        if status != "200":
            self.reasons[f"{status} {json.loads(body).get('detail', '')}".strip()] += 1
        if status == "503" and b"retry-after:" not in head.lower():
            self.without_retry_after += 1

    def count(self, status):
        return len(self.seconds.get(status, ()))

    def share(self, status):
        """How many of all answers have a status."""
        everything = sum(len(of) for of in self.seconds.values())
        return self.count(status) / everything if everything else 0

    def others(self):
        """Answers that are neither a success nor "try again later"."""
        return {status: len(of) for status, of in self.seconds.items() if status not in ("200", "503")}

    def percentile(self, percent, status="200"):
        """Seconds until an answer; None where there is none."""
        of = sorted(self.seconds.get(status, ()))
        return of[math.ceil(len(of) * percent / 100) - 1] if of else None


async def exchange(reader, writer, port, function, body):
    text = json.dumps(body).encode()
    head = f"POST /{function} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(text)}\r\n\r\n"
    writer.write(head.encode() + text)
    answer = await reader.readuntil(b"\r\n\r\n")
    length = answer.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    return answer, await reader.readexactly(int(length))


async def call_again_and_again(answers, port, function, bodies):
    """One caller: it makes its next call as soon as it has an answer, also after a failure."""
    writer = None
    try:
        while True:
            start = time.monotonic()
            try:
                if writer is None:
                    reader, writer = await asyncio.open_connection("127.0.0.1", port)
                head, body = await exchange(reader, writer, port, function, next(bodies))
                answers.note(head[9:12].decode(), time.monotonic() - start, head, body)
                if b"connection: close" in head.lower():
                    writer.close()
                    writer = None
            except (OSError, EOFError, ValueError):
                answers.note("broken", time.monotonic() - start)
                if writer is not None:
                    writer.close()
                    writer = None
                await asyncio.sleep(0.1)
    finally:
        if writer is not None:
            writer.close()


async def run_callers(calls, seconds):
    tasks = [
        asyncio.ensure_future(call_again_and_again(answers, port, function, bodies))
        for answers, port, function, bodies, callers in calls
        for _ in range(callers)
    ]
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def load(calls, seconds):
    """
    Lets callers call for some seconds, and then leave. Each of `calls` is the Answers to fill, a port, a function, an iterator of
    bodies, and how many callers there are.
    """
    asyncio.run(run_callers(calls, seconds))
