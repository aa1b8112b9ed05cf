"""`python -m benchmarks [NAME ...]` runs the benchmarks named, all by default."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping

from benchmarks import anchoring, body_pane, exporting, keys, kills, reading_text, saving

BENCHMARKS: Mapping[str, Callable[[], Iterable[str]]] = {
    "anchoring": anchoring.run,
    "body-pane": body_pane.run,
    "exporting": exporting.run,
    "keys": keys.run,
    "kills": kills.run,
    "reading-text": reading_text.run,
    "saving": saving.run,
}


def main(names: list[str]) -> int:
    """Runs benchmarks; ends with 1 where a ratio falls short, with 2 on an unknown name."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no benchmark {unknown[0]}; there are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    short = False
    for name in names or BENCHMARKS:
        for line in BENCHMARKS[name]():
            short = short or "BELOW" in line
            print(line, flush=True)
    return int(short)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
