"""The tables: what is stored, and what the database itself refuses to store."""

from consult.tables.base import Base
from consult.tables.dialogues import Contribution, Dialogue, RiskEvent, room_words, tallies
from consult.tables.drafts import SOUND_KINDS, Draft, DraftStep, Recording, Sound, Spoken
from consult.tables.feedback import (
    ClearLook,
    InfluenceWords,
    Review,
    ReviewReply,
    Wording,
    clear_counts,
    feedback_pools,
    review_counts,
    review_notes,
)
from consult.tables.fieldwork import Look, SlipBatch, WantedGroup, WayIn, slip_codes
from consult.tables.indicators import (
    FigureImport,
    Indicator,
    IndicatorCount,
    IndicatorFigure,
    IndicatorTarget,
)
from consult.tables.mixing import pool, spent_keys
from consult.tables.moderating import CODERS, Coder, LocalNames, ModerationDay, Theme, codings, readings
from consult.tables.office import Consultation, Freeze, HelpContact, Questionnaire, Wave
from consult.tables.paper import Batch, Sheet, group_tallies
from consult.tables.people import (
    ROLES,
    Account,
    Act,
    Delay,
    Generator,
    Invitation,
    Passkey,
    RecoveryCode,
    Role,
    Setting,
    Sitting,
)
from consult.tables.planning import Approval, Check, Correction, Influence
from consult.tables.releasing import Holding, Job, Quotations, Release
from consult.tables.reporting import Report, ReportPlan
from consult.tables.tablets import Tablet
from consult.tables.translating import Comment, Reviewed, SheetImport
from consult.tables.voices import TEXT_STATES, responses, texts

__all__ = [
    "CODERS",
    "ROLES",
    "SOUND_KINDS",
    "TEXT_STATES",
    "Account",
    "Act",
    "Approval",
    "Base",
    "Batch",
    "Check",
    "ClearLook",
    "Coder",
    "Comment",
    "Consultation",
    "Contribution",
    "Correction",
    "Delay",
    "Dialogue",
    "Draft",
    "DraftStep",
    "FigureImport",
    "Freeze",
    "Generator",
    "HelpContact",
    "Holding",
    "Indicator",
    "IndicatorCount",
    "IndicatorFigure",
    "IndicatorTarget",
    "Influence",
    "InfluenceWords",
    "Invitation",
    "Job",
    "LocalNames",
    "Look",
    "ModerationDay",
    "Passkey",
    "Questionnaire",
    "Quotations",
    "Recording",
    "RecoveryCode",
    "Release",
    "Report",
    "ReportPlan",
    "Review",
    "ReviewReply",
    "Reviewed",
    "RiskEvent",
    "Role",
    "Setting",
    "Sheet",
    "SheetImport",
    "Sitting",
    "SlipBatch",
    "Sound",
    "Spoken",
    "Tablet",
    "Theme",
    "WantedGroup",
    "Wave",
    "WayIn",
    "Wording",
    "clear_counts",
    "codings",
    "feedback_pools",
    "group_tallies",
    "pool",
    "readings",
    "responses",
    "review_counts",
    "review_notes",
    "room_words",
    "slip_codes",
    "spent_keys",
    "tallies",
    "texts",
]
