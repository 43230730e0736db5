"""How much longer `import crmcore` takes than `import numpy`, in fresh processes."""

import statistics
import subprocess
import sys

ROUNDS = 15


def seconds(module: str) -> float:
    code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(out.stdout)


def main() -> None:
    seconds("crmcore")
    pairs = [(seconds("numpy"), seconds("crmcore")) for _ in range(ROUNDS)]
    extra = sorted(ours - numpy for numpy, ours in pairs)
    print(f"Python {sys.version.split()[0]}, {ROUNDS} pairs of processes")
    print(f"import numpy    {statistics.median(numpy for numpy, _ in pairs):.3f} s")
    print(f"import crmcore  {statistics.median(ours for _, ours in pairs):.3f} s")
    print(f"beyond numpy    {statistics.median(extra):.3f} s ({extra[0]:.3f} to {extra[-1]:.3f})")


if __name__ == "__main__":
    main()
