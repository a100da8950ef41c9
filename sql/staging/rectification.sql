-- grain: one row per (month of the ledger, problem): the problem as that month's ledger shows it
-- Due: the stated day; 立行立改 the day of finding; 长期坚持 none; else working days by severity from the day of finding.
-- The latest version of the month speaks for it (staging.rectification_version), under the problem's lasting number.
with version as (
    select ledger.* replace (version.ledger_no as ledger_no)
    from staging.rectification_read as ledger
    inner join staging.rectification_version as version using (sheet_id, row, month)
    where version.speaks_for_month
),

counted_due as (
    select version.sheet_id, version.row, working_days_after(version.found_on, deadline.due_working_days) as due_on
    from version
    inner join reference.deadline using (severity)
)

select
    version.sheet_id,
    version.row,
    version.month,
    version.ledger_no,
    version.problem_source,
    version.source_ref,
    version.town_code,
    version.theme,
    version.description,
    version.severity,
    version.found_on,
    version.unit,
    case
        when version.stated_due_on is not null then version.stated_due_on
        when version.due_phrase = 'long_term' then null
        when version.due_phrase = 'same_day' then version.found_on
        else counted_due.due_on
    end as due_on,
    version.stated_due_on is null and version.due_phrase is null
    and is_provisional_span(version.found_on, counted_due.due_on) as is_due_provisional,
    version.state,
    version.struck_off_on,
    version.revisit_satisfaction,
    version.is_rebound,
    version.progress
from version
left join counted_due using (sheet_id, row)
