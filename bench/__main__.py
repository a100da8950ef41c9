"""Measure everything and print what was found; `python -m bench`."""

from __future__ import annotations

from bench import beside_typst, loading, printing, scoring, simulation, topics

BENCHES = (scoring, simulation, loading, topics, printing, beside_typst)


def main() -> None:
    """Let each print its lines as soon as it has them."""
    for bench in BENCHES:
        bench.show()
        print(flush=True)


if __name__ == "__main__":
    main()
