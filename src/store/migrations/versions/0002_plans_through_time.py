"""Plans through time: series, versions and threads; corrections and placements; runs of `load`.

Every plan becomes a series with one version, every action a thread of its own. Those versions have the number 0,
which says that they are still to be compared with one another: `store.upgrade` does that with the rules of loading.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_EARLIER = {
    "first_seen_on": "first day of the date of the first version that has it; null where the latest alone has it",
    "first_due_start": "first day of the first deadline that a version before the latest gives",
    "first_due_end": "last day of the first deadline that a version before the latest gives, revised ones aside",
    "complete_from": "last day of the date of the version after the last in which it was not complete; null where the "
    "latest alone has it",
}
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the new tables, fill them from the plans and actions there are, and tie those to them."""
    _make_runs()
    _make_series()
    _add_facts()
    _add_versions()
    _add_threads()
    _make_decisions()


def _day_checks(table: str, name: str) -> tuple[sa.CheckConstraint, ...]:
    return (
        sa.CheckConstraint(
            f"{name}_edtf IS NOT NULL OR ({name}_start IS NULL AND {name}_end IS NULL)",
            name=op.f(f"ck_{table}_{name}_days_have_edtf"),
        ),
        sa.CheckConstraint(f"{name}_start <= {name}_end", name=op.f(f"ck_{table}_{name}_days_in_order")),
    )


def _refers(table: str, column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def _make_runs() -> None:
    op.create_table(
        "load_runs",
        sa.Column("id", sa.Integer(), nullable=False, comment="key of the run"),
        sa.Column("started_at", _INSTANT, nullable=False, comment="when it began (UTC)"),
        sa.Column("ended_at", _INSTANT, nullable=True, comment="when it ended (UTC); null where it was cut short"),
        sa.Column("reader_version", sa.Text(), nullable=False, comment="version of the programme that read"),
        sa.Column("options", sa.Text(), nullable=False, comment="options given, as canonical JSON"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_load_runs")),
    )
    outcome = sa.Enum(
        *("loaded", "unchanged", "replaced", "failed"),
        name="loadoutcome",
        native_enum=False,
        create_constraint=True,
        length=20,
    )
    op.create_table(
        "load_results",
        sa.Column("run_id", sa.Integer(), nullable=False, comment="run"),
        sa.Column("position", sa.Integer(), nullable=False, comment="ordered by position, from 1"),
        sa.Column("path", sa.Text(), nullable=False, comment="path of the file"),
        sa.Column("document_id", sa.Integer(), nullable=True, comment="document, where the file was loaded"),
        sa.Column("outcome", outcome, nullable=False, comment="what became of it"),
        sa.Column("message", sa.Text(), nullable=True, comment="why it failed"),
        _refers("load_results", "document_id", "documents", "SET NULL"),
        _refers("load_results", "run_id", "load_runs", "CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "position", name=op.f("pk_load_results")),
    )
    op.create_index("ix_load_results_document_id", "load_results", ["document_id"])


def _make_series() -> None:
    """Make series, versions and threads with the keys of the plans and actions that they are made of."""
    op.create_table(
        "plan_series",
        sa.Column("id", sa.Integer(), nullable=False, comment="key of the series"),
        sa.Column(
            "authority_id",
            sa.Integer(),
            nullable=True,
            comment="authority whose plan it is; null where none is known",
        ),
        sa.Column("title", sa.Text(), nullable=True, comment="title of its latest version that has one"),
        sa.Column(
            "title_key",
            sa.Text(),
            nullable=True,
            comment="words of the title without dates and numbers, in alphabetical order: what versions have in common",
        ),
        sa.Column("plan_type", sa.Text(), nullable=True, comment="type of its latest version that has one"),
        _refers("plan_series", "authority_id", "authorities"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_series")),
    )
    op.create_index("ix_plan_series_authority_id_title_key", "plan_series", ["authority_id", "title_key"])
    op.create_table(
        "plan_versions",
        sa.Column("id", sa.Integer(), nullable=False, comment="key of the version"),
        sa.Column("series_id", sa.Integer(), nullable=False, comment="plan that it is a version of"),
        sa.Column("number", sa.Integer(), nullable=False, comment="place among the versions by date, from 1"),
        sa.Column("is_latest", sa.Boolean(), nullable=False, comment="whether no later version is known"),
        sa.Column("as_of_edtf", sa.Text(), nullable=True, comment="date that the version bears (EDTF)"),
        sa.Column("as_of_start", sa.Date(), nullable=True, comment="first day that this can mean"),
        sa.Column("as_of_end", sa.Date(), nullable=True, comment="last day that this can mean"),
        sa.Column("first_seen", _INSTANT, nullable=False, comment="when a document of it was first loaded (UTC)"),
        *_day_checks("plan_versions", "as_of"),
        _refers("plan_versions", "series_id", "plan_series", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_versions")),
        sa.UniqueConstraint("series_id", "number", name=op.f("uq_plan_versions_series_id_number")),
    )
    _index_where("uq_plan_versions_latest", "plan_versions", "series_id", "is_latest")
    op.create_table(
        "action_threads",
        sa.Column("id", sa.Integer(), nullable=False, comment="key of the thread"),
        sa.Column("series_id", sa.Integer(), nullable=False, comment="plan that the action is of"),
        *(sa.Column(name, sa.Date(), nullable=True, comment=told) for name, told in _EARLIER.items()),
        _refers("action_threads", "series_id", "plan_series", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_threads")),
    )
    op.create_index("ix_action_threads_series_id", "action_threads", ["series_id"])
    op.execute(
        "INSERT INTO plan_series (id, authority_id, title, plan_type) "
        "SELECT id, authority_id, title, plan_type FROM plans"
    )
    op.execute(
        "INSERT INTO plan_versions (id, series_id, number, is_latest, as_of_edtf, as_of_start, as_of_end, first_seen) "
        "SELECT p.id, p.id, 0, 1 = 1, p.as_of_edtf, p.as_of_start, p.as_of_end, d.first_seen FROM plans AS p "
        "JOIN extractions AS e ON e.id = p.extraction_id JOIN documents AS d ON d.id = e.document_id"
    )
    op.execute("INSERT INTO action_threads (id, series_id) SELECT id, plan_id FROM actions")
    if op.get_context().dialect.name == "postgresql":
        for table in ("plan_series", "plan_versions", "action_threads"):
            op.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 0) + 1, false) FROM {table}"
            )


def _index_where(name: str, table: str, column: str, condition: str) -> None:
    """Make a unique index of the rows for which a condition holds."""
    where = sa.text(condition)
    op.create_index(name, table, [column], unique=True, sqlite_where=where, postgresql_where=where)


def _add_facts() -> None:
    for column in (
        sa.Column("kind", sa.Text(), nullable=True, comment="kind of council by the register, such as unitary"),
        sa.Column("nation", sa.Text(), nullable=True, comment="nation by the register"),
        sa.Column("began_on", sa.Date(), nullable=True, comment="first day, where the register gives it"),
        sa.Column("ended_on", sa.Date(), nullable=True, comment="last day of one that was merged or abolished"),
    ):
        op.add_column("authorities", column)
    for column in (
        sa.Column("source_url", sa.Text(), nullable=True, comment="address that it was published at"),
        sa.Column("retrieved_on", sa.Date(), nullable=True, comment="day on which it was fetched from there"),
        sa.Column("published_on", sa.Date(), nullable=True, comment="day of publication, as the collector gives it"),
        sa.Column("licence", sa.Text(), nullable=True, comment="licence that it is published under"),
    ):
        op.add_column("documents", column)
    op.create_table(
        "authority_successors",
        sa.Column("authority_id", sa.Integer(), nullable=False, comment="authority that ended"),
        sa.Column("successor_id", sa.Integer(), nullable=False, comment="authority that followed"),
        sa.CheckConstraint("authority_id <> successor_id", name=op.f("ck_authority_successors_not_its_own")),
        _refers("authority_successors", "authority_id", "authorities", "CASCADE"),
        _refers("authority_successors", "successor_id", "authorities", "CASCADE"),
        sa.PrimaryKeyConstraint("authority_id", "successor_id", name=op.f("pk_authority_successors")),
    )
    op.create_index("ix_authority_successors_successor_id", "authority_successors", ["successor_id"])


def _add_versions() -> None:
    for column in (
        sa.Column("version_id", sa.Integer(), nullable=True, comment="version that the document prints"),
        sa.Column(
            "is_lead",
            sa.Boolean(),
            nullable=True,
            comment="whether this document speaks for the version; one for each version",
        ),
        sa.Column(
            "version_confidence",
            sa.Double(),
            nullable=True,
            comment="how sure it is that this continues the series, 0 to 1; null for the first of a series",
        ),
        sa.Column("committee", sa.Text(), nullable=True, comment="body that the plan was put to"),
        sa.Column("meeting_date_edtf", sa.Text(), nullable=True, comment="day of that meeting (EDTF)"),
        sa.Column("meeting_date_start", sa.Date(), nullable=True, comment="first day that this can mean"),
        sa.Column("meeting_date_end", sa.Date(), nullable=True, comment="last day that this can mean"),
    ):
        op.add_column("plans", column)
    op.execute("UPDATE plans SET version_id = id, is_lead = (1 = 1)")
    with op.batch_alter_table("plans") as plans:
        plans.alter_column("version_id", existing_type=sa.Integer(), nullable=False)
        plans.alter_column("is_lead", existing_type=sa.Boolean(), nullable=False)
        plans.create_foreign_key(
            op.f("fk_plans_version_id"), "plan_versions", ["version_id"], ["id"], ondelete="CASCADE"
        )
        plans.create_check_constraint(
            op.f("ck_plans_version_confidence_is_share"), "version_confidence BETWEEN 0 AND 1"
        )
        for check in _day_checks("plans", "meeting_date"):
            plans.create_check_constraint(op.f(str(check.name)), check.sqltext)
    op.create_index("ix_plans_version_id", "plans", ["version_id"])
    _index_where("uq_plans_lead", "plans", "version_id", "is_lead")


def _add_threads() -> None:
    for column in (
        sa.Column("thread_id", sa.Integer(), nullable=True, comment="the action through all versions"),
        sa.Column(
            "match_method",
            sa.Text(),
            nullable=True,
            comment="by what it was told to be the same action as before; null for the first of a thread",
        ),
        sa.Column("match_confidence", sa.Double(), nullable=True, comment="how sure that is, 0 to 1"),
        sa.Column(
            "is_latest",
            sa.Boolean(),
            nullable=True,
            comment="whether it stands in the latest version, in the document that speaks for it",
        ),
    ):
        op.add_column("actions", column)
    op.execute("UPDATE actions SET thread_id = id, is_latest = (1 = 1)")
    with op.batch_alter_table("actions") as actions:
        actions.alter_column("thread_id", existing_type=sa.Integer(), nullable=False)
        actions.alter_column("is_latest", existing_type=sa.Boolean(), nullable=False)
        actions.create_foreign_key(op.f("fk_actions_thread_id"), "action_threads", ["thread_id"], ["id"])
        actions.create_check_constraint(
            op.f("ck_actions_match_confidence_is_share"), "match_confidence BETWEEN 0 AND 1"
        )
    op.create_index("ix_actions_thread_id", "actions", ["thread_id"])
    latest = sa.text("is_latest")
    op.create_index(
        "ix_actions_latest",
        "actions",
        [
            *("plan_id", "thread_id", "status", "status_confidence", "match_confidence", "due_start", "due_end"),
            *("revised_due_start", "revised_due_end", "completed_end", "ongoing", "is_latest"),
        ],
        postgresql_include=["id"],
        sqlite_where=latest,
        postgresql_where=latest,
    )
    doubtful = sa.text("confidence < 0.8")
    op.create_index(
        "ix_readings_doubtful",
        "readings",
        ["action_id", "field"],
        sqlite_where=doubtful,
        postgresql_where=doubtful,
    )
    op.create_index(
        "ix_actions_deadline",
        "actions",
        [sa.text("coalesce(revised_due_end, due_end)"), "plan_id", "status", "status_confidence"],
        postgresql_include=["revised_due_end", "due_end"],
        sqlite_where=latest,
        postgresql_where=latest,
    )


def _make_decisions() -> None:
    """Make the tables of what people decided, and of actions that were split or merged."""
    _make_corrections()
    kind = sa.Enum("split", "merged", name="linkkind", native_enum=False, create_constraint=True, length=20)
    op.create_table(
        "thread_links",
        sa.Column("version_id", sa.Integer(), nullable=False, comment="version in which it was split or merged"),
        sa.Column("from_thread_id", sa.Integer(), nullable=False, comment="thread as it was before"),
        sa.Column("to_thread_id", sa.Integer(), nullable=False, comment="thread that goes on"),
        sa.Column("kind", kind, nullable=False, comment="whether it was split or merged"),
        sa.Column("confidence", sa.Double(), nullable=False, comment="how sure that is, 0 to 1"),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_thread_links_confidence_is_share")),
        sa.CheckConstraint("from_thread_id <> to_thread_id", name=op.f("ck_thread_links_between_two")),
        _refers("thread_links", "from_thread_id", "action_threads", "CASCADE"),
        _refers("thread_links", "to_thread_id", "action_threads", "CASCADE"),
        _refers("thread_links", "version_id", "plan_versions", "CASCADE"),
        sa.PrimaryKeyConstraint("version_id", "from_thread_id", "to_thread_id", name=op.f("pk_thread_links")),
    )
    op.create_index("ix_thread_links_from_thread_id", "thread_links", ["from_thread_id"])
    op.create_index("ix_thread_links_to_thread_id", "thread_links", ["to_thread_id"])
    op.create_table(
        "placements",
        sa.Column("id", sa.Integer(), nullable=False, comment="key of the placement"),
        sa.Column("document_id", sa.Integer(), nullable=False, comment="document"),
        sa.Column(
            "plan_number",
            sa.Integer(),
            nullable=True,
            comment="number of the plan in the document, from 0; null where the document is not read to have it now",
        ),
        sa.Column(
            "plan_title", sa.Text(), nullable=True, comment="title of the plan as it was read when that was decided"
        ),
        sa.Column(
            "plan_count", sa.Integer(), nullable=False, comment="how many plans the document was read to have then"
        ),
        sa.Column(
            "authority_id",
            sa.Integer(),
            nullable=True,
            comment="authority whose plan it is; null leaves what was read",
        ),
        sa.Column(
            "series_id",
            sa.Integer(),
            nullable=True,
            comment="plan that it is a version of; null leaves that to the programme",
        ),
        sa.Column(
            "read_name",
            sa.Text(),
            nullable=True,
            comment="authority as the document or the caller names it, beside that",
        ),
        sa.Column("read_code", sa.Text(), nullable=True, comment="GSS code as read from the document"),
        sa.Column("made_by", sa.Text(), nullable=False, comment="who decided it"),
        sa.Column("made_at", _INSTANT, nullable=False, comment="when it was decided (UTC)"),
        sa.Column("reason", sa.Text(), nullable=False, comment="why"),
        sa.Column(
            "given_name",
            sa.Text(),
            nullable=True,
            comment="authority whose plan it was said to be, where that was taken back",
        ),
        sa.Column("undone_by", sa.Text(), nullable=True, comment="who took it back"),
        sa.Column("undone_at", _INSTANT, nullable=True, comment="when it was taken back (UTC)"),
        sa.Column("undone_reason", sa.Text(), nullable=True, comment="why it was taken back"),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("ck_placements_undone_by_someone")),
        _refers("placements", "authority_id", "authorities"),
        _refers("placements", "document_id", "documents", "CASCADE"),
        _refers("placements", "series_id", "plan_series", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
    )
    in_force = sa.text("undone_at IS NULL")
    op.create_index(
        "uq_placements_in_force",
        "placements",
        ["document_id", "plan_number"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )
    op.create_index("ix_placements_authority_id", "placements", ["authority_id"])
    op.create_index("ix_placements_series_id", "placements", ["series_id"])


def _make_corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False, comment="key of the correction"),
        sa.Column(
            "version_id",
            sa.Integer(),
            nullable=True,
            comment="version that it was made on; null where its document is not read to have the plan now",
        ),
        sa.Column("document_id", sa.Integer(), nullable=True, comment="document whose reading had the plan, then"),
        sa.Column(
            "plan_title", sa.Text(), nullable=True, comment="title of the plan, then, by which it is found again"
        ),
        sa.Column(
            "thread_id", sa.Integer(), nullable=True, comment="action that it is of; null for a fact of the plan"
        ),
        sa.Column(
            "action_text",
            sa.Text(),
            nullable=True,
            comment="number and wording of the action when it was made, by which a later reading finds it again",
        ),
        sa.Column("field", sa.Text(), nullable=False, comment="field that it sets"),
        sa.Column("value", sa.Text(), nullable=False, comment="the right value, as JSON"),
        sa.Column("printed", sa.Text(), nullable=True, comment="what the version prints for the field"),
        sa.Column("made_by", sa.Text(), nullable=False, comment="who made it"),
        sa.Column("made_at", _INSTANT, nullable=False, comment="when it was made (UTC)"),
        sa.Column("reason", sa.Text(), nullable=False, comment="why"),
        sa.Column("withdrawn_by", sa.Text(), nullable=True, comment="who withdrew it"),
        sa.Column("withdrawn_at", _INSTANT, nullable=True, comment="when it was withdrawn (UTC)"),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_corrections_withdrawn_by_someone")
        ),
        sa.CheckConstraint("(version_id IS NULL) <> (document_id IS NULL)", name=op.f("ck_corrections_of_one_thing")),
        _refers("corrections", "document_id", "documents", "CASCADE"),
        _refers("corrections", "thread_id", "action_threads", "CASCADE"),
        _refers("corrections", "version_id", "plan_versions", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index("ix_corrections_document_id", "corrections", ["document_id"])
    op.create_index("ix_corrections_thread_id", "corrections", ["thread_id"])
    in_force = sa.text("withdrawn_at IS NULL")
    op.create_index(
        "uq_corrections_in_force",
        "corrections",
        ["version_id", sa.text("coalesce(thread_id, 0)"), "field"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )
    op.create_table(
        "overridden_readings",
        sa.Column("id", sa.Integer(), nullable=False, comment="key"),
        sa.Column("correction_id", sa.Integer(), nullable=False, comment="correction in force"),
        sa.Column("action_id", sa.Integer(), nullable=True, comment="action that it applies to"),
        sa.Column("plan_id", sa.Integer(), nullable=True, comment="plan that it applies to, where it is of no action"),
        sa.Column("field", sa.Text(), nullable=False, comment="field that it sets"),
        sa.Column("value", sa.Text(), nullable=False, comment="what was read, as JSON"),
        sa.Column("origin", sa.Text(), nullable=True, comment="how it had been read"),
        sa.Column("confidence", sa.Double(), nullable=True, comment="how sure it was, 0 to 1"),
        sa.CheckConstraint(
            "(action_id IS NULL) <> (plan_id IS NULL)", name=op.f("ck_overridden_readings_of_one_thing")
        ),
        _refers("overridden_readings", "action_id", "actions", "CASCADE"),
        _refers("overridden_readings", "correction_id", "corrections"),
        _refers("overridden_readings", "plan_id", "plans", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overridden_readings")),
        sa.UniqueConstraint("action_id", "field", name=op.f("uq_overridden_readings_action_id_field")),
        sa.UniqueConstraint("plan_id", "field", name=op.f("uq_overridden_readings_plan_id_field")),
    )
    op.create_index("ix_overridden_readings_correction_id", "overridden_readings", ["correction_id"])
