"""The time and the memory that adds of large images take."""

import concurrent.futures

from comparison import PEER_NAMES, Cost, floors, run
from processes import Glint
from report import GIB, MIB, name_of, number, progress, table

SLOW_RATE = 40 * MIB


def take_turns(contestants, rounds):
    """The median cost of each contestant, after rounds in which each runs once."""
    costs = {name: [] for name in contestants}
    for turn in range(rounds):
        for name, contestant in contestants.items():
            costs[name].append(contestant())
        progress(f"  round {turn + 1} of {rounds}")
    return {name: Cost.median(of) for name, of in costs.items()}


def compare_adds(glint, sink, peers, directory, size, rounds):
    """CPU and wall per GiB of images of one size."""
    progress(f"images of {name_of(size)}")
    file = directory / "zeros"
    with open(file, "wb") as zeros:
        zeros.truncate(size)
    # The first read of a sparse file allocates its pages: nobody is to pay for that.
    run(f"cat {file} > /dev/null")
    of_floors = floors(sink, file, size)
    of_glint = {
        f"Glint, size {'known' if known else 'unknown'}": lambda known=known: Cost(*glint.add(size, known))
        for known in (True, False)
    }
    costs = take_turns({**of_floors, **of_glint, **peers.adds(sink, sink, size)}, rounds)
    per_gib = GIB / size
    table(
        (f"{name_of(size)}, per GiB", "CPU s", "wall s", "peak RSS MiB"),
        *(
            (
                name,
                number(cost.cpu * per_gib),
                number(cost.wall * per_gib),
                number(cost.rss) if cost.rss and name not in of_floors else "",
            )
            for name, cost in costs.items()
        ),
    )
    slow, fast = "`sha512sum`", "`openssl dgst -sha512`"
    needed = sum(costs[name].cpu for name in of_floors)
    ratios = [("Glint, ratios", "size known", "size unknown")]
    for left_out, what in ((fast, "the floors, SHA-512 by `sha512sum`"), (slow, "the floors, SHA-512 by `openssl`")):
        floor = needed - costs[left_out].cpu
        ratios.append(("CPU / " + what, *(number(costs[name].cpu / floor) for name in of_glint)))
    for peer in PEER_NAMES.values():
        if peer in costs:
            ratios.append(("CPU / " + peer, *(number(costs[name].cpu / costs[peer].cpu) for name in of_glint)))
            ratios.append(("wall / " + peer, *(number(costs[name].wall / costs[peer].wall) for name in of_glint)))
    table(*ratios)


def measure_memory(java, sink, slow, peers, sizes, slow_sizes):
    """Each image in a new process of the application, whose peak memory is then that of the image."""
    progress("memory")

    def first_add(s3, size, known):
        with Glint(java, s3, sink) as glint:
            cpu, wall = glint.add(size, known)
            return Cost(cpu, wall, glint.memory("VmHWM"))

    def name(size, known, s3):
        return f"{name_of(size)}, size {'known' if known else 'unknown'}{', slow S3' if s3 is slow else ''}"

    both = (True, False)
    costs = {name(size, known, sink): first_add(sink, size, known) for size in sizes for known in both}
    # With a slow S3 they wait most of the time, so they can run side by side.
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        waiting = {
            name(size, known, slow): pool.submit(first_add, slow, size, known) for size in slow_sizes for known in both
        }
        if peers.pythons["glance_store"]:
            waiting["glance_store, " + name(slow_sizes[0], True, slow)] = pool.submit(
                peers.python, "glance_store", slow, "add", 1, sink.image(slow_sizes[0])
            )
        costs |= {what: future.result() for what, future in waiting.items()}
    table(
        ("first image of a process", "CPU s", "wall s", "peak RSS MiB"),
        *((what, number(cost.cpu), number(cost.wall), number(cost.rss)) for what, cost in costs.items()),
    )


def measure_slow_sources(java, sink, slow, size, rounds):
    """Adds from a server with slow connections. It is read by several; where it does not tell the size, by one."""
    progress("slow sources")
    with Glint(java, sink, slow, S3_STORE_ALLOWED_HOSTS=slow.url, S3_STORE_ALLOWED_BUCKETS="bucket") as glint:
        costs = take_turns(
            {
                "from a URL, by one connection": lambda: Cost(*glint.add(size, known=False)),
                "from a URL, read ahead": lambda: Cost(*glint.add(size)),
                "from a location, read ahead": lambda: Cost(*glint.add_from(slow.location(size), size)),
            },
            rounds,
        )
    table(
        (f"{name_of(size)}, {SLOW_RATE // MIB} MiB/s for each connection", "CPU s", "wall s"),
        *((what, number(cost.cpu), number(cost.wall)) for what, cost in costs.items()),
    )
