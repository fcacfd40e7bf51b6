"""Export: everything of an owner becomes an archive that he can read for a week.

A run that dies leaves pieces of an archive that nobody knows of, and the next one begins another: so the
pieces of one file are of one run. What is left over goes by its time to live.
"""

from __future__ import annotations

from collections.abc import Callable

from generation.engine.model.job import DATA_EXPORT
from generation.engine.pipeline import Outcome, Pipeline, ResultView, Step
from generation.engine.run import Run
from generation.pipelines.shared.timestamps import iso
from generation.rights.archive import Archivist
from generation.rights.request import RightsRequest, accepting

ESTIMATED_MS = 10_000


def data_export(archivist: Callable[[], Archivist]) -> Pipeline[RightsRequest]:
    """`archivist` is asked for by the step alone: who starts the job needs none."""

    async def write(run: Run[RightsRequest]) -> Outcome:
        archive = archivist().begin(run.owner, run.new_id("archive"), run.now())
        while not await run.outside(archive.write):
            pass
        result = {
            "archive_id": archive.archive_id,
            "url": f"/v1/me/archives/{archive.archive_id}",
            "pieces": archive.pieces,
            "size": archive.size,
            "expires_at": iso(archive.expires_at),
        }
        return Outcome(job_result=result, message=f"{archive.size:,} bytes are there to be fetched")

    return Pipeline(
        name=DATA_EXPORT,
        label="Export of everything",
        input_model=RightsRequest,
        request=RightsRequest,
        accept=accepting("Export of everything", ESTIMATED_MS),
        result_view=ResultView(address="/settings/data", opening="Download it", is_early=False),
        steps=(Step("write_archive", write, label="Writing the archive"),),
        is_right=True,
    )
