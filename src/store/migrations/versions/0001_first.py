"""The first schema: documents, extractions, plans and actions, each document by itself.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_LIST = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "authorities",
        sa.Column("id", sa.Integer(), nullable=False, comment="key of the authority"),
        sa.Column("code", sa.Text(), nullable=True, comment="GSS code of the Office for National Statistics"),
        sa.Column("name", sa.Text(), nullable=False, comment="name under which it was first met"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorities")),
        sa.UniqueConstraint("code", name=op.f("uq_authorities_code")),
        sa.UniqueConstraint("name", name=op.f("uq_authorities_name")),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False, comment="key of the document"),
        sa.Column("sha256", sa.Text(), nullable=False, comment="SHA-256 of the bytes, lower-case hex: the identity"),
        sa.Column("path", sa.Text(), nullable=False, comment="path under which the bytes were first seen"),
        sa.Column("media_type", sa.Text(), nullable=False, comment="media type, recognised by content"),
        sa.Column("bytes", sa.BigInteger(), nullable=False, comment="size in bytes"),
        sa.Column("pages", sa.Integer(), nullable=True, comment="number of pages; null where the format has none"),
        sa.Column(
            "first_seen", sa.DateTime(timezone=True), nullable=False, comment="when the document was first loaded (UTC)"
        ),
        sa.CheckConstraint("bytes >= 0", name=op.f("ck_documents_bytes_not_negative")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_documents_sha256_is_hex")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("sha256", name=op.f("uq_documents_sha256")),
    )
    op.create_table(
        "load_failures",
        sa.Column("id", sa.Integer(), nullable=False, comment="key of the failure"),
        sa.Column("path", sa.Text(), nullable=False, comment="path of the file"),
        sa.Column("sha256", sa.Text(), nullable=True, comment="SHA-256 of the bytes, where they could be read"),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False, comment="when it failed last (UTC)"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_load_failures")),
        sa.UniqueConstraint("path", name=op.f("uq_load_failures_path")),
    )
    op.create_index(op.f("ix_load_failures_sha256"), "load_failures", ["sha256"], unique=False)
    op.create_table(
        "extractions",
        sa.Column("id", sa.Integer(), nullable=False, comment="key of the extraction"),
        sa.Column("document_id", sa.Integer(), nullable=False, comment="document that was read"),
        sa.Column("reader_version", sa.Text(), nullable=False, comment="version of the programme that read it"),
        sa.Column(
            "options", sa.Text(), nullable=False, comment="options given, as canonical JSON (sorted keys, no spaces)"
        ),
        sa.Column("options_hash", sa.Text(), nullable=False, comment="SHA-256 of options, lower-case hex"),
        sa.Column(
            "is_current",
            sa.Boolean(),
            nullable=False,
            comment="whether this is the reading in use; one for each document",
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, comment="when it was loaded last (UTC)"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_extractions_document_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extractions")),
        sa.UniqueConstraint(
            "document_id",
            "reader_version",
            "options_hash",
            name=op.f("uq_extractions_document_id_reader_version_options_hash"),
        ),
    )
    op.create_index(
        "uq_extractions_current",
        "extractions",
        ["document_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "issues",
        sa.Column("id", sa.Integer(), nullable=False, comment="key of the issue"),
        sa.Column("extraction_id", sa.Integer(), nullable=True, comment="extraction that met it"),
        sa.Column("failure_id", sa.Integer(), nullable=True, comment="failed file that it explains"),
        sa.Column("position", sa.Integer(), nullable=False, comment="ordered by position, from 1"),
        sa.Column(
            "severity",
            sa.Enum("error", "warning", "info", name="severity", native_enum=False, create_constraint=True, length=20),
            nullable=False,
            comment="how much it takes away from what was read",
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="what it is about, such as unread-date"),
        sa.Column("message", sa.Text(), nullable=False, comment="what a person should know"),
        sa.Column("page", sa.Integer(), nullable=True, comment="page, from 1"),
        sa.Column("table_number", sa.Integer(), nullable=True, comment="number of the table in its document, from 0"),
        sa.Column("row_number", sa.Integer(), nullable=True, comment="row of that table, from 0"),
        sa.CheckConstraint("(extraction_id IS NULL) <> (failure_id IS NULL)", name=op.f("ck_issues_of_one_thing")),
        sa.ForeignKeyConstraint(
            ["extraction_id"], ["extractions.id"], name=op.f("fk_issues_extraction_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["failure_id"], ["load_failures.id"], name=op.f("fk_issues_failure_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issues")),
        sa.UniqueConstraint("extraction_id", "position", name=op.f("uq_issues_extraction_id_position")),
        sa.UniqueConstraint("failure_id", "position", name=op.f("uq_issues_failure_id_position")),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False, comment="key of the plan"),
        sa.Column("extraction_id", sa.Integer(), nullable=False, comment="extraction that found the plan"),
        sa.Column("number", sa.Integer(), nullable=False, comment="number of the plan in its document, from 0"),
        sa.Column("title", sa.Text(), nullable=True, comment="title"),
        sa.Column("authority_id", sa.Integer(), nullable=True, comment="authority whose plan it is"),
        sa.Column(
            "authority_name", sa.Text(), nullable=True, comment="authority as this document or the caller names it"
        ),
        sa.Column("authority_code", sa.Text(), nullable=True, comment="GSS code as read from this document"),
        sa.Column("plan_type", sa.Text(), nullable=True, comment="type of plan, such as corporate peer challenge"),
        sa.Column("as_of_edtf", sa.Text(), nullable=True, comment="date that the plan bears (EDTF)"),
        sa.Column("as_of_start", sa.Date(), nullable=True, comment="first day that this can mean"),
        sa.Column("as_of_end", sa.Date(), nullable=True, comment="last day that this can mean"),
        sa.Column("pages", _LIST, nullable=False, comment="pages that the plan stands on, from 1"),
        sa.CheckConstraint(
            "as_of_edtf IS NOT NULL OR (as_of_start IS NULL AND as_of_end IS NULL)",
            name=op.f("ck_plans_as_of_days_have_edtf"),
        ),
        sa.CheckConstraint("as_of_start <= as_of_end", name=op.f("ck_plans_as_of_days_in_order")),
        sa.CheckConstraint("number >= 0", name=op.f("ck_plans_number_not_negative")),
        sa.ForeignKeyConstraint(["authority_id"], ["authorities.id"], name=op.f("fk_plans_authority_id")),
        sa.ForeignKeyConstraint(
            ["extraction_id"], ["extractions.id"], name=op.f("fk_plans_extraction_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("extraction_id", "number", name=op.f("uq_plans_extraction_id_number")),
    )
    op.create_index(op.f("ix_plans_authority_id"), "plans", ["authority_id"], unique=False)
    op.create_table(
        "actions",
        sa.Column("id", sa.Integer(), nullable=False, comment="key of the action, rising in the record's order"),
        sa.Column("plan_id", sa.Integer(), nullable=False, comment="plan of the action"),
        sa.Column("position", sa.Integer(), nullable=False, comment="place in the plan, from 1"),
        sa.Column("reference", sa.Text(), nullable=True, comment="number as printed, without closing punctuation"),
        sa.Column("theme", sa.Text(), nullable=True, comment="heading that groups actions"),
        sa.Column("finding", sa.Text(), nullable=True, comment="what was found wrong"),
        sa.Column("recommendation", sa.Text(), nullable=True, comment="what the reviewer asked for"),
        sa.Column("action", sa.Text(), nullable=True, comment="what the authority does"),
        sa.Column(
            "response",
            sa.Enum(
                "accepted", "partly", "rejected", name="response", native_enum=False, create_constraint=True, length=20
            ),
            nullable=True,
            comment="how the authority answers the recommendation",
        ),
        sa.Column("outcome", sa.Text(), nullable=True, comment="what it is to achieve"),
        sa.Column("priority", sa.Text(), nullable=True, comment="priority as printed"),
        sa.Column("owner", sa.Text(), nullable=True, comment="owners as printed; one by one in owners"),
        sa.Column("timescale", sa.Text(), nullable=True, comment="deadline as printed"),
        sa.Column("due_edtf", sa.Text(), nullable=True, comment="last deadline given, revised ones aside (EDTF)"),
        sa.Column("due_start", sa.Date(), nullable=True, comment="first day that the deadline can mean"),
        sa.Column("due_end", sa.Date(), nullable=True, comment="last day that the deadline can mean; null where open"),
        sa.Column("revised_due_edtf", sa.Text(), nullable=True, comment="deadline that replaces it (EDTF)"),
        sa.Column(
            "revised_due_start", sa.Date(), nullable=True, comment="first day that the revised deadline can mean"
        ),
        sa.Column("revised_due_end", sa.Date(), nullable=True, comment="last day that the revised deadline can mean"),
        sa.Column("ongoing", sa.Boolean(), nullable=False, comment="whether the timescale says ongoing or the like"),
        sa.Column("status_text", sa.Text(), nullable=True, comment="cell of the status column as printed"),
        sa.Column(
            "status",
            sa.Enum(
                "not_started",
                "in_progress",
                "delayed",
                "complete",
                "on_hold",
                "cancelled",
                "unknown",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
            comment="where the action stands",
        ),
        sa.Column(
            "status_source",
            sa.Enum(
                "text",
                "rag",
                "update",
                "timescale",
                "action",
                "section",
                "none",
                name="statussource",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
            comment="what the status was read from",
        ),
        sa.Column("status_confidence", sa.Double(), nullable=False, comment="how sure the status is, 0 to 1"),
        sa.Column("percent_complete", sa.Double(), nullable=True, comment="share done, 0 to 100, where given"),
        sa.Column(
            "rag",
            sa.Enum(
                "red",
                "amber",
                "green",
                "blue",
                "grey",
                name="rag",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
            comment="colour that the document shows",
        ),
        sa.Column(
            "direction",
            sa.Enum("up", "level", "down", name="direction", native_enum=False, create_constraint=True, length=20),
            nullable=True,
            comment="direction-of-travel arrow",
        ),
        sa.Column("completed_edtf", sa.Text(), nullable=True, comment="when it was done, where stated (EDTF)"),
        sa.Column("completed_start", sa.Date(), nullable=True, comment="first day that completed can mean"),
        sa.Column("completed_end", sa.Date(), nullable=True, comment="last day that completed can mean"),
        sa.Column("inherited", _LIST, nullable=False, comment="fields whose value stands in a cell above"),
        sa.Column(
            "source_table", sa.Integer(), nullable=True, comment="number of the table it stands in; null in a list"
        ),
        sa.Column("source_row", sa.Integer(), nullable=True, comment="row of that table, from 0"),
        sa.Column("source_pages", _LIST, nullable=False, comment="pages that the row stands on, from 1"),
        sa.CheckConstraint(
            "completed_edtf IS NOT NULL OR (completed_start IS NULL AND completed_end IS NULL)",
            name=op.f("ck_actions_completed_days_have_edtf"),
        ),
        sa.CheckConstraint("completed_start <= completed_end", name=op.f("ck_actions_completed_days_in_order")),
        sa.CheckConstraint(
            "due_edtf IS NOT NULL OR (due_start IS NULL AND due_end IS NULL)",
            name=op.f("ck_actions_due_days_have_edtf"),
        ),
        sa.CheckConstraint("due_start <= due_end", name=op.f("ck_actions_due_days_in_order")),
        sa.CheckConstraint(
            "percent_complete BETWEEN 0 AND 100", name=op.f("ck_actions_percent_complete_is_percentage")
        ),
        sa.CheckConstraint("position >= 1", name=op.f("ck_actions_position_from_1")),
        sa.CheckConstraint(
            "revised_due_edtf IS NOT NULL OR (revised_due_start IS NULL AND revised_due_end IS NULL)",
            name=op.f("ck_actions_revised_due_days_have_edtf"),
        ),
        sa.CheckConstraint("revised_due_start <= revised_due_end", name=op.f("ck_actions_revised_due_days_in_order")),
        sa.CheckConstraint("status_confidence BETWEEN 0 AND 1", name=op.f("ck_actions_status_confidence_is_share")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_actions_plan_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
        sa.UniqueConstraint("plan_id", "position", name=op.f("uq_actions_plan_id_position")),
    )
    op.create_table(
        "plan_tables",
        sa.Column("id", sa.Integer(), nullable=False, comment="key of the table"),
        sa.Column("extraction_id", sa.Integer(), nullable=False, comment="extraction that found the table"),
        sa.Column("sequence", sa.Integer(), nullable=False, comment="place among the tables of the record, from 1"),
        sa.Column("number", sa.Integer(), nullable=False, comment="number of the table in its document, from 0"),
        sa.Column(
            "plan_id", sa.Integer(), nullable=True, comment="plan that it belongs to; null for a table that is no plan"
        ),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="what kind of table it is, such as action_plan, legend or sign_off",
        ),
        sa.Column("pages", _LIST, nullable=False, comment="pages that the table stands on, from 1"),
        sa.ForeignKeyConstraint(
            ["extraction_id"], ["extractions.id"], name=op.f("fk_plan_tables_extraction_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_tables_plan_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_tables")),
        sa.UniqueConstraint("extraction_id", "number", name=op.f("uq_plan_tables_extraction_id_number")),
        sa.UniqueConstraint("extraction_id", "sequence", name=op.f("uq_plan_tables_extraction_id_sequence")),
    )
    op.create_index(op.f("ix_plan_tables_plan_id"), "plan_tables", ["plan_id"], unique=False)
    op.create_table(
        "extras",
        sa.Column("action_id", sa.Integer(), nullable=False, comment="action"),
        sa.Column("position", sa.Integer(), nullable=False, comment="ordered by position, from 1"),
        sa.Column("heading", sa.Text(), nullable=False, comment="heading of the column as printed"),
        sa.Column("text", sa.Text(), nullable=False, comment="text as printed"),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_extras_action_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("action_id", "position", name=op.f("pk_extras")),
    )
    op.create_table(
        "milestones",
        sa.Column("action_id", sa.Integer(), nullable=False, comment="action"),
        sa.Column("position", sa.Integer(), nullable=False, comment="ordered by position, from 1"),
        sa.Column("text", sa.Text(), nullable=False, comment="words of the date"),
        sa.Column("date_edtf", sa.Text(), nullable=False, comment="the date (EDTF)"),
        sa.Column("date_start", sa.Date(), nullable=True, comment="first day that it can mean"),
        sa.Column("date_end", sa.Date(), nullable=True, comment="last day that it can mean; null where open"),
        sa.Column(
            "kind",
            sa.Enum(
                "due",
                "revised",
                "completed",
                "start",
                name="milestonekind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
            comment="what the date is for",
        ),
        sa.CheckConstraint(
            "date_edtf IS NOT NULL OR (date_start IS NULL AND date_end IS NULL)",
            name=op.f("ck_milestones_date_days_have_edtf"),
        ),
        sa.CheckConstraint("date_start <= date_end", name=op.f("ck_milestones_date_days_in_order")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_milestones_action_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("action_id", "position", name=op.f("pk_milestones")),
    )
    op.create_table(
        "owners",
        sa.Column("action_id", sa.Integer(), nullable=False, comment="action"),
        sa.Column("position", sa.Integer(), nullable=False, comment="ordered by position, from 1"),
        sa.Column("name", sa.Text(), nullable=False, comment="name"),
        sa.Column(
            "role",
            sa.Enum("lead", "support", name="ownerrole", native_enum=False, create_constraint=True, length=20),
            nullable=False,
            comment="whether it leads or supports",
        ),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_owners_action_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("action_id", "position", name=op.f("pk_owners")),
    )
    op.create_table(
        "plan_columns",
        sa.Column("table_id", sa.Integer(), nullable=False, comment="table of the column"),
        sa.Column("position", sa.Integer(), nullable=False, comment="ordered by position, from 1"),
        sa.Column("heading", sa.Text(), nullable=False, comment="heading as printed"),
        sa.Column(
            "field", sa.Text(), nullable=False, comment="field of an action that it feeds, or status, update or extra"
        ),
        sa.Column("confidence", sa.Double(), nullable=False, comment="how sure that is, 0 to 1"),
        sa.Column("method", sa.Text(), nullable=False, comment="evidence it rests on, such as synonym"),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_plan_columns_confidence_is_share")),
        sa.ForeignKeyConstraint(
            ["table_id"], ["plan_tables.id"], name=op.f("fk_plan_columns_table_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("table_id", "position", name=op.f("pk_plan_columns")),
    )
    op.create_table(
        "readings",
        sa.Column("action_id", sa.Integer(), nullable=False, comment="action"),
        sa.Column("position", sa.Integer(), nullable=False, comment="ordered by position, from 1"),
        sa.Column("field", sa.Text(), nullable=False, comment="field of the action"),
        sa.Column(
            "origin",
            sa.Enum(
                "heading",
                "text",
                "colour",
                "inherited",
                "model",
                "caller",
                "correction",
                name="origin",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
            comment="how it was read",
        ),
        sa.Column("confidence", sa.Double(), nullable=False, comment="how sure it is, 0 to 1"),
        sa.Column("cells", _LIST, nullable=False, comment="cells it was read from, counted from 0 in source_cells"),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_readings_confidence_is_share")),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_readings_action_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("action_id", "position", name=op.f("pk_readings")),
        sa.UniqueConstraint("action_id", "field", name=op.f("uq_readings_action_id_field")),
    )
    op.create_table(
        "source_cells",
        sa.Column("action_id", sa.Integer(), nullable=False, comment="action"),
        sa.Column("position", sa.Integer(), nullable=False, comment="place in the row, from 0"),
        sa.Column("heading", sa.Text(), nullable=False, comment="heading of the column as printed"),
        sa.Column("field", sa.Text(), nullable=False, comment="field that the cell feeds"),
        sa.Column("text", sa.Text(), nullable=False, comment="text as printed"),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_source_cells_action_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("action_id", "position", name=op.f("pk_source_cells")),
    )
    op.create_table(
        "updates",
        sa.Column("action_id", sa.Integer(), nullable=False, comment="action"),
        sa.Column("position", sa.Integer(), nullable=False, comment="ordered by position, from 1"),
        sa.Column("as_of_edtf", sa.Text(), nullable=True, comment="date that the update's column bears (EDTF)"),
        sa.Column("as_of_start", sa.Date(), nullable=True, comment="first day that this can mean"),
        sa.Column("as_of_end", sa.Date(), nullable=True, comment="last day that this can mean"),
        sa.Column("text", sa.Text(), nullable=False, comment="the report as printed"),
        sa.CheckConstraint(
            "as_of_edtf IS NOT NULL OR (as_of_start IS NULL AND as_of_end IS NULL)",
            name=op.f("ck_updates_as_of_days_have_edtf"),
        ),
        sa.CheckConstraint("as_of_start <= as_of_end", name=op.f("ck_updates_as_of_days_in_order")),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_updates_action_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("action_id", "position", name=op.f("pk_updates")),
    )
    op.create_table(
        "source_parts",
        sa.Column("action_id", sa.Integer(), nullable=False, comment="action"),
        sa.Column("cell_position", sa.Integer(), nullable=False, comment="which of the action's cells, from 0"),
        sa.Column("position", sa.Integer(), nullable=False, comment="ordered by position, from 1"),
        sa.Column("page", sa.Integer(), nullable=True, comment="page, from 1"),
        sa.Column("x0", sa.Double(), nullable=True, comment="left edge in points from the left of the displayed page"),
        sa.Column("top", sa.Double(), nullable=True, comment="upper edge in points from the top of the displayed page"),
        sa.Column("x1", sa.Double(), nullable=True, comment="right edge in points from the left of the displayed page"),
        sa.Column(
            "bottom", sa.Double(), nullable=True, comment="lower edge in points from the top of the displayed page"
        ),
        sa.Column("path", sa.Text(), nullable=True, comment="path into the XML or DOM where there are no pages"),
        sa.CheckConstraint(
            "(x0 IS NULL) = (top IS NULL) AND (x0 IS NULL) = (x1 IS NULL) AND (x0 IS NULL) = (bottom IS NULL)",
            name=op.f("ck_source_parts_box_is_whole"),
        ),
        sa.CheckConstraint("page >= 1", name=op.f("ck_source_parts_page_from_1")),
        sa.ForeignKeyConstraint(
            ["action_id", "cell_position"],
            ["source_cells.action_id", "source_cells.position"],
            name=op.f("fk_source_parts_action_id_cell_position"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("action_id", "cell_position", "position", name=op.f("pk_source_parts")),
    )
    op.create_table(
        "update_dates",
        sa.Column("action_id", sa.Integer(), nullable=False, comment="action"),
        sa.Column("update_position", sa.Integer(), nullable=False, comment="which of the action's updates"),
        sa.Column("position", sa.Integer(), nullable=False, comment="ordered by position, from 1"),
        sa.Column("text", sa.Text(), nullable=False, comment="words of the date"),
        sa.Column(
            "text_offset",
            sa.Integer(),
            nullable=False,
            comment="characters of the update that stand before those words",
        ),
        sa.Column("date_edtf", sa.Text(), nullable=False, comment="the date (EDTF)"),
        sa.Column("date_start", sa.Date(), nullable=True, comment="first day that it can mean"),
        sa.Column("date_end", sa.Date(), nullable=True, comment="last day that it can mean; null where open"),
        sa.CheckConstraint(
            "date_edtf IS NOT NULL OR (date_start IS NULL AND date_end IS NULL)",
            name=op.f("ck_update_dates_date_days_have_edtf"),
        ),
        sa.CheckConstraint("date_start <= date_end", name=op.f("ck_update_dates_date_days_in_order")),
        sa.ForeignKeyConstraint(
            ["action_id", "update_position"],
            ["updates.action_id", "updates.position"],
            name=op.f("fk_update_dates_action_id_update_position"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("action_id", "update_position", "position", name=op.f("pk_update_dates")),
    )
