-- grain: one row per (month, problem of that month's ledger), with what it counts in
-- Explained (解释) is neither solved nor owed: such a problem is due nothing. What a later ledger or report brings never
-- changes an earlier month.
with setting as (
    select value::integer as due_soon_working_days
    from reference.scheme
    where part = 'rectification' and setting = 'due_soon_working_days'
),

problem as (
    select
        *,
        lag(state) over life as prior_state,
        bool_or(state = 'struck_off' or is_rebound) over life
        -- a problem first seen after it came back was struck off on the day it still shows
        or (state = 'open' and struck_off_on is not null and not bool_or(state = 'explained') over life)
            as was_ever_struck_off
    from staging.rectification
    window life as (partition by ledger_no order by month)
),

bounds as (
    select month.month, month.starts_on, month.next_starts_on, last_day.workday_number as last_workday_number
    from staging.month
    left join reference.calendar_day as last_day on last_day.day = month.next_starts_on - 1
),

rebound as (
    select ledger_no, min(month) as first_month, min(month) filter (basis <> 'text') as first_certain_month
    from core.rebound
    where found_by <> 'ledger'
    group by ledger_no
)

select
    problem.month,
    problem.ledger_no,
    problem.sheet_id,
    problem.row,
    problem.town_code,
    problem.unit,
    county_scope() || scope_of('town', problem.town_code) || scope_of(unit_name.scope, unit_name.scope_code)
    || scope_of('problem_source', problem.problem_source) || scope_of('theme', problem.theme)
    || scope_of('severity', problem.severity) as scopes,
    found_on >= starts_on and found_on < next_starts_on as is_found,
    found_on < starts_on and case state
        when 'open' then coalesce(prior_state = 'open', true)
        when 'explained' then coalesce(prior_state = 'open', false)
        else coalesce(struck_off_on >= starts_on, prior_state = 'open', false)
    end as is_carried_over,
    state = 'open' and coalesce(prior_state <> 'open', false) as is_reopened,
    state = 'struck_off' as is_struck_off,
    state = 'struck_off' and struck_off_on is null as is_struck_off_undated,
    state = 'explained' as is_explained,
    state = 'open' as is_open,
    state = 'struck_off' and struck_off_on >= starts_on and struck_off_on < next_starts_on as is_struck_off_now,
    state <> 'explained' and due_on >= starts_on and due_on < next_starts_on as is_due,
    is_due and coalesce(state = 'struck_off' and struck_off_on <= due_on, false) as is_struck_off_on_time,
    state = 'open' and due_on < next_starts_on as is_overdue_open,
    state = 'open' and due_on >= next_starts_on
    and due.workday_number - last_workday_number <= due_soon_working_days as is_due_soon,
    problem.severity = 'long_term' and state <> 'explained' as is_long_term,
    -- what was struck off before its proposal was due needed none
    state <> 'explained' and proposal_due_on < next_starts_on
    and not coalesce(state = 'struck_off' and struck_off_on <= proposal_due_on, false) as is_proposal_due,
    is_proposal_due and len(proposal_gaps) = 0 as has_proposal,
    is_proposal_due and state = 'open' and len(proposal_gaps) > 0 as is_proposal_overdue,
    state = 'struck_off'
    and coalesce(revisit_satisfaction in ('satisfied', 'basically_satisfied', 'dissatisfied'), false) as is_revisited,
    is_revisited and revisit_satisfaction <> 'dissatisfied' as is_revisit_satisfied,
    state = 'struck_off' and coalesce(site_check in ('confirmed', 'not_done'), false) as is_checked,
    is_checked and site_check = 'confirmed' as is_check_passed,
    state = 'struck_off' and not (is_revisited and is_checked) as is_unproven,
    state = 'struck_off'
    and (coalesce(revisit_satisfaction = 'dissatisfied', false) or coalesce(site_check = 'not_done', false))
        as is_disproved,
    is_disclosed,
    unknown.row is not null as is_source_unknown,
    was_ever_struck_off,
    is_rebound,
    was_ever_struck_off and coalesce(rebound.first_month <= problem.month, false) as is_rebound_found,
    is_rebound or is_rebound_found as has_rebounded,
    -- a text that is alike, with neither number nor village to hold it against, is to be looked into
    has_rebounded and not is_rebound and not coalesce(rebound.first_certain_month <= problem.month, false)
        as is_rebound_by_text_alone,
    due_on,
    is_due_provisional,
    proposal_due_on,
    is_proposal_due_provisional,
    proposal_gaps
from problem
cross join setting
inner join bounds using (month)
left join reference.calendar_day as due on due.day = problem.due_on
left join rebound using (ledger_no)
left join staging.unknown_source_ref as unknown on unknown.sheet_id = problem.sheet_id and unknown.row = problem.row
left join staging.unit_name on unit_name.name = squeezed(problem.unit) and unit_name.scope <> 'town'
