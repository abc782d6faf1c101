"""What a failed call to Slack means for what was to be sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from slack_sdk.errors import SlackApiError, SlackRequestError

from handlers.text import Json


class Fate(Enum):
    """What becomes of a message that Slack did not take."""

    LATER = "try again later"
    DOUBT = "it may have arrived"
    WAIT = "Slack says when"
    METHOD_RESTS = "this kind of call rests until somebody mends it"
    NO_ACCESS = "the whole workspace rests until somebody mends it"
    NEVER = "give up and tell somebody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setback:
    """A failed call, understood."""

    fate: Fate
    error: str
    """Slack's word for it, or the kind of exception."""
    seconds: float = 0
    """How long to wait, where Slack says so."""


FAILURES = (SlackApiError, SlackRequestError, ClientError, TimeoutError, json.JSONDecodeError)
"""What a call to Slack can raise: refusals, an upload not taken, no connection, no answer."""
TOO_MANY_REQUESTS, SERVER_ERROR, BAD_REQUEST = 429, 500, 400
DEFAULT_WAIT_SECONDS = 30.0


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


DOCUMENTED: Mapping[Fate, frozenset[str]] = {
    Fate.LATER: _names(
        """
        external_channel_migrating file_update_failed request_timeout service_unavailable
        streaming_state_conflict update_failed
        """
    ),
    # "It's possible some aspect of the operation succeeded before the error was raised."
    Fate.DOUBT: _names("fatal_error internal_error"),
    Fate.WAIT: _names("message_limit_exceeded rate_limited ratelimited"),
    Fate.METHOD_RESTS: _names(
        """
        accesslimited deprecated_endpoint enterprise_is_restricted method_deprecated
        missing_scope not_allowed_token_type
        """
    ),
    Fate.NO_ACCESS: _names(
        """
        account_inactive ekm_access_denied invalid_auth not_authed org_login_required
        team_access_not_granted team_added_to_org token_expired token_revoked
        two_factor_setup_required
        """
    ),
    Fate.NEVER: _names(
        """
        access_denied alt_txt_too_large app_access_restricted as_user_not_supported
        attachment_payload_limit_exceeded block_mismatch blocked_file_type cannot_reply_to_message
        cant_broadcast_message cant_update_message channel_is_limited_access channel_not_found
        channels_limit_exceeded draft_already_deleted draft_already_sent draft_has_conflict
        draft_not_found duplicate_channel_not_found duplicate_external_id
        duplicate_message_not_found edit_window_closed exchanged_trigger_id expired_trigger_id
        file_deleted file_is_deleted file_not_found file_share_limit_reached file_type_not_allowed
        file_upload_size_restricted file_uploads_disabled file_uploads_except_images_disabled
        hash_conflict invalid_arg_name invalid_arguments invalid_array_arg invalid_attachments
        invalid_blocks invalid_blocks_format invalid_channel invalid_charset invalid_cursor
        invalid_form_data invalid_metadata_filter_keys invalid_metadata_format
        invalid_metadata_schema invalid_post_type invalid_trigger_id invalid_ts_latest
        invalid_ts_oldest invalid_user_combination is_archived is_inactive limit_required
        markdown_text_conflict max_file_sharing_exceeded message_not_found messages_tab_disabled
        metadata_must_be_sent_from_app metadata_too_large method_not_supported_for_channel_type
        missing_argument missing_file_data missing_post_type missing_profile_id
        msg_blocks_too_long msg_too_long no_dual_broadcast_content_update no_permission no_text
        not_enabled not_enough_users not_found not_implemented not_in_channel
        posting_to_channel_denied push_limit_reached restricted_action
        restricted_action_non_threadable_channel restricted_action_read_only_channel
        restricted_action_thread_locked restricted_action_thread_only_channel
        send_on_behalf_not_allowed slack_connect_blocked_file_type
        slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked
        slack_connect_file_link_sharing_blocked slack_connect_file_upload_sharing_blocked
        slack_connect_lists_sharing_blocked snippet_too_large storage_limit_reached team_not_found
        too_many_attachments too_many_contact_cards too_many_users unable_to_share_files
        unknown_snippet_type unknown_subtype user_disabled user_is_external_guest user_not_found
        user_not_visible users_list_not_supplied view_too_large
        """
    ),
}
"""Every error that docs.slack.dev/reference/methods documents for a method that we call."""
_FATES = {error: fate for fate, errors in DOCUMENTED.items() for error in errors}


def understand(failure: Exception) -> Setback:
    """What a failure means for a message that must not be posted twice.

    Where the call may be repeated, `Fate.DOUBT` means no more than `Fate.LATER`.
    """
    match failure:
        case SlackApiError():
            return _refused(failure)
        case ClientConnectorError() | ConnectionTimeoutError() | SlackRequestError():
            return Setback(fate=Fate.LATER, error=type(failure).__name__)
        case _:
            return Setback(fate=Fate.DOUBT, error=type(failure).__name__)


def _refused(failure: SlackApiError) -> Setback:
    status, error = _status(failure), error_of(failure)
    if status == TOO_MANY_REQUESTS or _FATES.get(error) is Fate.WAIT:
        wait = _retry_after(failure.response.headers)
        return Setback(fate=Fate.WAIT, error=error or "ratelimited", seconds=wait)
    if not error:
        return Setback(fate=_fate_of_a_page(status), error=f"http_{status}")
    unknown = Fate.DOUBT if status >= SERVER_ERROR else Fate.NEVER
    return Setback(fate=_FATES.get(error, unknown), error=error)


def _fate_of_a_page(status: int) -> Fate:
    """Of an answer that is no JSON: only what is refused as a bad request was surely not taken.

    A proxy says 502, 503 and 504 also when the machine behind it dies after taking a message.
    """
    return Fate.LATER if BAD_REQUEST <= status < SERVER_ERROR else Fate.DOUBT


def error_of(failure: SlackApiError) -> str:
    """Slack's word for a refusal; "" where the answer was no JSON, such as a page of HTML."""
    data = getattr(failure.response, "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def _status(failure: SlackApiError) -> int:
    """Of broken JSON the client hands on the bare HTTP response, which names its status so."""
    answer = failure.response
    return int(getattr(answer, "status_code", None) or answer.status)


def _retry_after(headers: Json) -> float:
    told = {str(name).lower(): value for name, value in headers.items()}.get("retry-after", "")
    text = str(told[0] if isinstance(told, list) else told)
    return float(text) if text.replace(".", "", 1).isdecimal() else DEFAULT_WAIT_SECONDS
