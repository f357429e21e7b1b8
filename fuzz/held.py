"""How much memory the process under attack holds."""

import json
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path


def wait_for(file: Path, process: subprocess.Popen[bytes]) -> str:
    for _ in range(1200):
        if file.exists() and (text := file.read_text()):
            return text
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"A process did not start: see {file.parent}")


@dataclass(frozen=True)
class Held:
    """`kB` that the process has of the system, and `blocks` that Python uses of them."""

    kB: int  # noqa: N815
    blocks: int

    def __str__(self) -> str:
        return f"{self.kB:,} kB, {self.blocks:,} pieces in use"


def held_now(folder: Path, process: subprocess.Popen[bytes]) -> Held:
    counted = folder / "blocks.json"
    counted.unlink(missing_ok=True)
    process.send_signal(signal.SIGUSR1)
    blocks = json.loads(wait_for(counted, process))
    return Held(_kilobytes(process), blocks)


def _kilobytes(process: subprocess.Popen[bytes]) -> int:
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0
