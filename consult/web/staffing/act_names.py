"""What the acts in the log are called. A guard test finds an act of the code that has no name here."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

NAMES: dict[str, LazyString] = {
    "account_added": _l("Account added"),
    "account_changed": _l("Own account changed"),
    "account_closed": _l("Account closed"),
    "account_opened": _l("Account opened again"),
    "administrator_ended": _l("No longer an administrator"),
    "administrator_made": _l("Made an administrator"),
    "backup_deleted": _l("Backup deleted"),
    "backup_made": _l("Backup made"),
    "bundle_made": _l("Answers frozen"),
    "checks_saved": _l("Checklist saved"),
    "children_told": _l("Children told"),
    "coding.coders": _l("Coders chosen"),
    "coding.themes": _l("Themes changed"),
    "consultation_begun": _l("Consultation begun"),
    "contact_removed": _l("Help contact taken out"),
    "contact_restored": _l("Help contact put back"),
    "contact_saved": _l("Help contact saved"),
    "contacts_loaded": _l("Help contacts loaded"),
    "dialogue_described": _l("Dialogue described"),
    "dialogue_planned": _l("Dialogue planned"),
    "draft_chosen": _l("Draft chosen"),
    "draft_redone": _l("Step of the draft done again"),
    "draft_saved": _l("Draft saved"),
    "draft_started": _l("Draft begun"),
    "draft_undone": _l("Step of the draft undone"),
    "fieldwork.slips": _l("Single-use codes made"),
    "fieldwork.wanted": _l("Wanted groups changed"),
    "fieldwork.way_in": _l("Way in changed"),
    "figure_entered": _l("Figure entered"),
    "figure_refused": _l("Figure refused"),
    "figure_signed": _l("Figure signed"),
    "figures_imported": _l("Figures imported"),
    "four_eyes_off": _l("Four eyes switched off"),
    "four_eyes_on": _l("Four eyes switched on"),
    "generator_added": _l("Code generator set up"),
    "generator_removed": _l("Code generator removed"),
    "group_promised": _l("Promise to a group kept"),
    "heads_counted": _l("Heads of a dialogue counted"),
    "indicator_defined": _l("Indicator defined"),
    "indicator_editors_named": _l("Editors of indicators named"),
    "indicator_retired": _l("Indicator taken out of use"),
    "indicator_taken_back": _l("Indicator in use again"),
    "indicator_target_set": _l("Target set"),
    "indicators_taken_over": _l("Indicators taken over"),
    "influence_removed": _l("Line of the influence log taken out"),
    "influence_restored": _l("Line of the influence log put back"),
    "influence_saved": _l("Influence log changed"),
    "invitation_made": _l("Invitation made"),
    "invitation_used": _l("Invitation used"),
    "invitation_withdrawn": _l("Invitation withdrawn"),
    "microdata_made": _l("Export of single answers made"),
    "microdata_started": _l("Export of single answers asked for"),
    "microdata_taken": _l("Export of single answers handed out"),
    "moderation.names": _l("Names to look for changed"),
    "open_approval_asked": _l("Approval of the opening asked for"),
    "open_approved": _l("Opening approved"),
    "open_approved_alone": _l("Opening approved by one person alone"),
    "open_refused": _l("Opening refused"),
    "paper_begun": _l("Batch of paper begun"),
    "paper_counted": _l("Group counted on paper"),
    "paper_dropped": _l("Batch of paper deleted"),
    "paper_taken": _l("Batch of paper taken in"),
    "paper_taken_over": _l("Reading of paper taken over"),
    "paper_uncounted": _l("Count of a group taken back"),
    "passkey_added": _l("Passkey added"),
    "passkey_removed": _l("Passkey removed"),
    "password_changed": _l("Password changed"),
    "password_link_made": _l("Link to a new password made"),
    "plan_changed": _l("Plan changed"),
    "poll_closed": _l("Poll closed"),
    "poll_corrected": _l("Poll corrected"),
    "poll_opened": _l("Poll opened"),
    "publish_started": _l("Publication started"),
    "purge_run": _l("Due data deleted"),
    "quality_made": _l("Report on quality made"),
    "quality_started": _l("Report on quality asked for"),
    "quality_taken": _l("Report on quality handed out"),
    "quote_cleared": _l("Words of a group cleared"),
    "recording_kept": _l("Recording kept"),
    "recording_removed": _l("Recording removed"),
    "recovery_code_used": _l("Recovery code used"),
    "recovery_codes_made": _l("Recovery codes made"),
    "release_approval_asked": _l("Approval of results asked for"),
    "release_approved": _l("Results approved"),
    "release_approved_alone": _l("Results approved by one person alone"),
    "release_drafted": _l("Release drafted"),
    "release_file_read": _l("File of a release read"),
    "release_published": _l("Release published"),
    "release_refused": _l("Results refused"),
    "release_set_aside": _l("Release set aside"),
    "release_started": _l("Draft of the results asked for"),
    "release_withdrawn": _l("Release withdrawn"),
    "report_made": _l("Report made"),
    "report_plan_saved": _l("Words of the report changed"),
    "report_started": _l("Report asked for"),
    "report_taken": _l("Document of a report handed out"),
    "report_updated": _l("Report brought up to date"),
    "review_taken_back": _l("Review taken back"),
    "risk_handled": _l("Worry about a child dealt with"),
    "risk_told": _l("Worry about a child told"),
    "roles_changed": _l("Roles changed"),
    "room_ended": _l("Room ended"),
    "room_opened": _l("Room opened"),
    "rule_changed": _l("Rule of the installation changed"),
    "second_step_removed": _l("Second step removed"),
    "tablet_prepared": _l("Tablet prepared"),
    "tablet_withdrawn": _l("Tablet withdrawn"),
    "tablets_shut": _l("Nothing more taken from tablets"),
    "translation_reviewed": _l("Translation reviewed"),
    "translations_taken": _l("Translations taken over"),
    "workbook_read": _l("Workbook read"),
    "workbook_taken": _l("Workbook taken over"),
}


def act_name(what: str) -> str:
    """Give an act's name in the language of the page; its code where it has none."""
    named = NAMES.get(what)
    return str(named) if named is not None else what.replace("_", " ")


def detail_words(detail: Mapping[str, object]) -> list[str]:
    """Write what an act was about, one line for each part, as it was noted."""
    return [
        f"{name}: {_said(value)}" for name, value in sorted(detail.items()) if value not in (None, "", [])
    ]


def _said(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return str(value)
