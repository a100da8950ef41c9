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
    select version.sheet_id, version.row, due.day as due_on, due.is_provisional
    from version
    inner join reference.deadline using (severity)
    inner join reference.calendar_day as found on found.day = version.found_on
    inner join reference.calendar_day as due
        on due.workday_number = found.workday_number + deadline.due_working_days and due.is_workday
    where deadline.due_working_days > 0
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
        when version.due_phrase = 'same_day' or version.severity = 'on_site' then version.found_on
        else counted_due.due_on
    end as due_on,
    version.stated_due_on is null and coalesce(counted_due.is_provisional, false) as is_due_provisional,
    version.state,
    version.struck_off_on,
    version.revisit_satisfaction,
    version.is_rebound,
    version.progress,
    version.is_special
from version
left join counted_due using (sheet_id, row)
