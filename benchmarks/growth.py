"""S7: units and time per item of growing jobs, read units of status and list with stored jobs.

`python -m benchmarks.growth` prints them as JSON.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from benchmarks.fixtures import fixtures
from benchmarks.units import growing_jobs, stored_jobs


def sizes() -> dict[str, Any]:
    """Units and seconds per item of growing jobs; read units of status and list with stored jobs."""
    with fixtures() as on:
        grown = [
            {
                "items": job.items,
                "write_units_per_item": job.per_item,
                "ms_per_item": 1000 * job.seconds / job.items,
                "requests_per_item": sum((job.start.requests + job.work.requests).values()) / job.items,
            }
            for job in growing_jobs(on)
        ]
        return {"jobs": grown, "stored": [asdict(one) for one in stored_jobs(on)]}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(sizes()))
