"""Measure everything and print one table; `python -m bench`."""

from __future__ import annotations

from bench import loading, topics

BENCHES = (loading, topics)
HEADINGS = ("载入", "CPU", "内存", "只读", "CPU", "倍数", "CPU 倍数")


def main() -> None:
    """Print a line for each thing measured as soon as it is."""
    print("  ".join(f"{heading:>8}" for heading in HEADINGS))
    for bench in BENCHES:
        for title, ours, plain in bench.lines():
            cells = [f"{ours.seconds:.1f} s", f"{ours.cpu_seconds:.1f} s", f"{ours.peak_mib:.0f} MiB"]
            cells += [f"{plain.seconds:.1f} s", f"{plain.cpu_seconds:.1f} s"]
            cells += [f"{ours.seconds / plain.seconds:.1f}", f"{ours.cpu_seconds / plain.cpu_seconds:.1f}"]
            print("  ".join(f"{cell:>10}" for cell in cells), title, sep="  ", flush=True)


if __name__ == "__main__":
    main()
