"""Several instances of the application under load, and what that shows."""

import contextlib
import pathlib
import re
import time
import urllib.error
import urllib.request

from callers import Answers, load
from processes import Glint, Sink
from report import number

SECONDS_TO_REST = 60


def slowness(times):
    return ("-d", f"{15 * times}-{30 * times}", "-p", f"{100 * times}-{150 * times}", "-b", str(70_000_000 // times))


def machine_cpu():
    """Busy seconds and all seconds of all cores, in ticks."""
    ticks = [int(word) for word in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(ticks) - ticks[3] - ticks[4], sum(ticks)


def milliseconds_of(seconds):
    return "-" if seconds is None else number(seconds * 1000)


class Fleet:
    """Instances of one artifact, with one S3 and one source of images."""

    def __init__(self, stack, command, slow, instances, *s3_options):
        self.s3 = Sink(stack, *slowness(slow), *s3_options)
        self.source = Sink(stack, *slowness(slow))
        self.instances = [
            stack.enter_context(Glint(java=(), s3=self.s3, source=self.source, command=command)) for _ in range(instances)
        ]

    def step(self, function, bodies, callers, seconds, beside=None):
        """What the callers of one function hear, and what that costs; another can be loaded beside it."""
        answers, others = Answers(), Answers()
        calls = [(answers, glint.port, function, bodies, callers) for glint in self.instances]
        if beside:
            calls += [(others, glint.port, *beside) for glint in self.instances]
        before = self.counts()
        load(calls, seconds)
        counted = [now - then for now, then in zip(self.counts(), before)]
        rss = max(glint.memory("VmRSS") for glint in self.instances)
        return Step(answers, others, self.rest(), rss, *counted)

    def counts(self):
        of_s3 = [self.s3.asked(question) for question in ("bytes-in", "requests", "throttled")]
        return time.monotonic(), sum(glint.cpu() for glint in self.instances), *machine_cpu(), *of_s3

    def rest(self):
        """Waits until nothing of the calls is left: no part, no memory, no upload; answers what is left all the same."""
        end = time.monotonic() + SECONDS_TO_REST
        while (left := self.left()) and time.monotonic() < end:
            time.sleep(0.2)
        return left

    def left(self):
        left = {}
        for glint in self.instances:
            with urllib.request.urlopen(f"http://127.0.0.1:{glint.port}/q/metrics") as answer:
                metrics = answer.read().decode()
            for name in ("glint_parts_in_flight", "glint_memory_bytes"):
                value = float(re.search(rf"^{name}(?:\{{.*\}})? (\S+)$", metrics, re.MULTILINE)[1])
                if value:
                    left[f"{name} of {glint.port}"] = value
        with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(self.s3.url + "/bucket?uploads") as answer:
            uploads = answer.read().count(b"<Upload>")
            if uploads:
                left["uploads"] = uploads
        return left


class Step:
    """What one step of the load has shown."""

    def __init__(self, answers, others, left, rss, wall, cpu, busy, ticks, stored, served, throttled):
        self.answers, self.others, self.left, self.rss, self.cpu = answers, others, left, rss, cpu
        self.wall, self.busy = wall, busy / ticks
        self.stored, self.served, self.throttled = (count / wall for count in (stored, served, throttled))

    def per_second(self):
        return self.answers.count("200") / self.wall

    def heard(self):
        """What the table says of the answers."""
        answers = self.answers
        waits = (answers.percentile(50), answers.percentile(99), answers.percentile(50, "503"))
        return (
            number(self.per_second()),
            *map(milliseconds_of, waits),
            str(answers.count("503")),
            self.wrong(),
        )

    def wrong(self):
        """What nobody should hear, and what should not be left."""
        of = [f"{count} x {status}" for heard in (self.answers, self.others) for status, count in heard.others().items()]
        lacking = self.answers.without_retry_after + self.others.without_retry_after
        if lacking:
            of.append(f"{lacking} x 503 without Retry-After")
        of += [f"{count} {what} left" for what, count in self.left.items()]
        return ", ".join(of) or "nothing"

    def cost(self):
        return self.cpu_each(), f"{self.busy:.0%}", number(self.rss)

    def cpu_each(self):
        answered = self.answers.count("200")
        return number(self.cpu * 1000 / answered) if answered else "-"
