"""Who works in the sandbox, and where they talk."""

from datetime import UTC, datetime

from sandbox.clock import Clock, real_now
from sandbox.records import Person, SlackApp
from sandbox.workspace import Workspace

MAYA, JONAS, OLU, ADA = "U1MAYA", "U2JONAS", "U3OLU", "U4ADA"
"""The product lead, the research lead, the founder, an engineer."""
PEOPLE = (MAYA, JONAS, OLU, ADA)
ROADMAP, GENERAL, LEADS = "C1ROADMAP", "C2GENERAL", "G3LEADS"
BEGINS_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday, the one on which the first of the field disputes was opened."""


def build_workspace(clock: Clock) -> Workspace:
    """Build the workspace: four people in four time zones, three channels, and nothing said."""
    workspace = Workspace(
        clock,
        real_clock=real_now,
        team_domain="small-company",
        app=SlackApp(posts_in_public=False),
    )
    for person in (
        Person(MAYA, "maya", "Maya", tz="America/New_York"),
        Person(JONAS, "jonas", "Jonas", tz="Europe/Berlin"),
        Person(OLU, "olu", "Olu", tz="Africa/Lagos", is_admin=True, is_owner=True),
        Person(ADA, "ada", "Ada", tz="Asia/Tokyo"),
    ):
        workspace.add_person(person)
    workspace.add_channel(ROADMAP, "roadmap", PEOPLE, has_bot=True)
    workspace.add_channel(GENERAL, "general", PEOPLE, has_bot=True)
    workspace.add_channel(LEADS, "leads", [MAYA, JONAS, OLU], is_private=True, has_bot=True)
    return workspace
