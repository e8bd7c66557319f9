"""Progress, tables, and numbers in them."""

import sys

MIB, GIB = 1 << 20, 1 << 30


def progress(text):
    print(text, file=sys.stderr, flush=True)


def table(*rows):
    print()
    for number, row in enumerate(rows):
        print("| " + " | ".join(row) + " |")
        if number == 0:
            print("|" + " --- |" * len(row))
    sys.stdout.flush()


def name_of(size):
    return f"{size // GIB} GiB" if size >= GIB else f"{size // MIB} MiB"


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}" if value < 10 else f"{value:.1f}"
