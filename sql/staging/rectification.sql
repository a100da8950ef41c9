-- grain: one row per (month of the ledger, problem): the problem as that month's ledger shows it
-- Due: the stated day; 立行立改 the day of finding; 长期坚持 none; else working days by severity from the day of finding.
-- Proposal due (方案时限): the stated day, else working days by severity; proposal_gaps are the fields that the severity
-- asks of a proposal and the ledger does not state.
-- The latest version of the month speaks for it (staging.rectification_version), under the problem's lasting number.
with version as (
    select ledger.* replace (version.ledger_no as ledger_no)
    from staging.rectification_read as ledger
    inner join staging.rectification_version as version using (sheet_id, row, month)
    where version.speaks_for_month
),

counted as (
    select
        version.sheet_id,
        version.row,
        deadline.proposal_working_days is not null as has_proposal_rule,
        string_split(nullif(deadline.proposal_fields, ''), '|') as proposal_fields,
        working_days_after(version.found_on, deadline.due_working_days) as due_on,
        working_days_after(version.found_on, deadline.proposal_working_days) as proposal_due_on
    from version
    inner join reference.deadline using (severity)
),

timed as (
    select
        version.*,
        case
            when version.stated_due_on is not null then version.stated_due_on
            when version.due_phrase = 'long_term' then null
            when version.due_phrase = 'same_day' then version.found_on
            else counted.due_on
        end as due_on,
        version.stated_due_on is null and version.due_phrase is null
        and is_provisional_span(version.found_on, counted.due_on) as is_due_provisional,
        case
            when counted.has_proposal_rule then coalesce(version.stated_proposal_due_on, counted.proposal_due_on)
        end as proposal_due_on,
        proposal_due_on is not null and version.stated_proposal_due_on is null
        and is_provisional_span(version.found_on, counted.proposal_due_on) as is_proposal_due_provisional,
        counted.proposal_fields,
        scheme.value::boolean and coalesce(version.due_phrase = 'long_term', false) as is_phrase_enough
    from version
    left join counted using (sheet_id, row)
    inner join reference.scheme on scheme.part = 'rectification' and scheme.setting = 'long_term_phrase_is_deadline'
)

select
    sheet_id,
    row,
    month,
    ledger_no,
    problem_source,
    source_ref,
    town_code,
    theme,
    description,
    severity,
    found_on,
    unit,
    person,
    measure,
    target,
    due_on,
    is_due_provisional,
    proposal_due_on,
    is_proposal_due_provisional,
    list_filter(
        proposal_fields,
        field -> case field
            when 'target' then target is null
            when 'measure' then measure is null
            when 'unit' then unit is null
            when 'person' then person is null
            when 'due' then due_on is null and not is_phrase_enough
        end
    ) as proposal_gaps,
    state,
    struck_off_on,
    revisit_satisfaction,
    site_check,
    is_rebound,
    coalesce(disclosed = 'yes', false) as is_disclosed,
    progress,
    is_special
from timed
