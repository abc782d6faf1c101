"""The addresses to which files are uploaded, and from which people download them."""

from dataclasses import dataclass
from time import perf_counter
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from sandbox.calls import CallRecord
from sandbox.faults import DOWN_PAGE, Faults
from sandbox.files import type_of
from sandbox.wire import Json, SlackError
from sandbox.workspace import Workspace

RECORDED_AS = "upload_url"


@dataclass(frozen=True, slots=True)
class Uploads:
    """Answers /upload/{ticket}, and /files/{file_id}/{key}/{name}."""

    workspace: Workspace
    faults: Faults
    calls: list[CallRecord]

    async def take(self, request: Request) -> Response:
        """Take the bytes of a file, raw or as the first file of a form."""
        if self.faults.is_down or self.faults.refuses_bytes:
            return HTMLResponse(DOWN_PAGE, 503)
        started, content = perf_counter(), await _read(request)
        answer = self._keep(request.path_params["ticket"], content)
        record = CallRecord(
            method=RECORDED_AS,
            arguments={"bytes": len(content)},
            status=200 if answer["ok"] else 400,
            answer=answer,
            milliseconds=(perf_counter() - started) * 1000,
            at=self.workspace.real_clock(),
        )
        self.calls.append(record)
        self.workspace.changes.announce()
        if not record.ok:
            return JSONResponse(answer, 400)
        return PlainTextResponse(f"OK - {len(content)}")

    async def give(self, request: Request) -> Response:
        """Give a file to download."""
        place = request.path_params
        file = self.workspace.files.get(place["file_id"], place["key"])
        if file is None:
            return PlainTextResponse("There is no such file.", 404)
        named = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        return Response(
            file.content, media_type=type_of(file), headers={"Content-Disposition": named}
        )

    def _keep(self, ticket: str, content: bytes) -> Json:
        try:
            self.workspace.files.take(ticket, content)
        except SlackError as refusal:
            return refusal.to_answer()
        return {"ok": True}


async def _read(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form() as form:
        parts = [part for part in form.values() if isinstance(part, UploadFile)]
        return await parts[0].read() if parts else b""
