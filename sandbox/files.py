"""Files on their way from the bot: a ticket to upload, the bytes, and what became of both.

docs.slack.dev/reference/methods/files.getUploadURLExternal.
"""

import mimetypes
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote

from sandbox.records import File
from sandbox.wire import SlackError


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was announced; its content is None until the bytes have come."""

    file_id: str
    name: str
    length: int
    content: bytes | None = None


class Files:
    """Every file of the workspace, the announced ones included."""

    def __init__(self, new_id: Callable[[str], str]) -> None:
        self.slack_url: str | None = None
        self._new_id = new_id
        self._uploads: dict[str, Upload] = {}
        self._files: dict[str, File] = {}

    def announce(self, name: str, length: int) -> tuple[str, str]:
        """Expect a file; give its id and the address for its bytes."""
        if self.slack_url is None:
            raise RuntimeError("the small Slack is not served yet: set its url")
        file_id, ticket = self._new_id("F"), secrets.token_urlsafe(16)
        self._uploads[ticket] = Upload(file_id, name, length)
        return file_id, f"{self.slack_url}/upload/{ticket}"

    def take(self, ticket: str, content: bytes) -> None:
        """Take the bytes of an announced file, once and in the length that was announced."""
        upload = self._uploads.get(ticket)
        if upload is None or upload.content is not None:
            raise SlackError("file_not_found")
        if len(content) != upload.length:
            raise SlackError("invalid_length", [f"{len(content)} bytes, not {upload.length}"])
        self._uploads[ticket] = replace(upload, content=content)

    def find_all(self, asked: list[tuple[str, str | None]]) -> tuple[File, ...]:
        """Give the files of these ids under these titles; all must have come, none be complete."""
        by_id = {upload.file_id: upload for upload in self._uploads.values()}
        return tuple(_make_file(by_id.get(file_id), title) for file_id, title in asked)

    def complete(self, files: tuple[File, ...]) -> None:
        """Keep these files for good; their tickets are used up."""
        done = {file.id for file in files}
        self._uploads = {
            ticket: upload for ticket, upload in self._uploads.items() if upload.file_id not in done
        }
        self._files |= {file.id: file for file in files}

    def get(self, file_id: str, key: str) -> File | None:
        """Give a file to somebody who knows its key."""
        file = self._files.get(file_id)
        return file if file and secrets.compare_digest(file.key, key) else None


def _make_file(upload: Upload | None, title: str | None) -> File:
    if upload is None:
        raise SlackError("file_not_found")
    if upload.content is None:
        raise SlackError("file_upload_incomplete")
    key = secrets.token_urlsafe(16)
    return File(upload.file_id, key, upload.name, title or upload.name, upload.content)


def path_of(file: File) -> str:
    """Say where a file is had; the key in it reaches those only who see the file."""
    return f"/files/{file.id}/{file.key}/{quote(file.name, safe='')}"


def type_of(file: File) -> str:
    """Say of what kind a file is, by its name."""
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def describe_content(file: File) -> list[str]:
    """Give what somebody reads who opens the file."""
    return [file.name, file.title, file.content.decode(errors="replace")]
