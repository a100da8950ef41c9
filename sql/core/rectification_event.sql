-- grain: one row per (month, problem of that month's ledger), with what it counts in
select
    month,
    ledger_no,
    sheet_id,
    row,
    town_code,
    unit,
    county_scope() || scope_of('town', town_code) || scope_of(unit_name.scope, unit_name.scope_code)
    || scope_of('problem_source', problem_source) || scope_of('theme', theme) as scopes,
    found_on >= starts_on and found_on < next_starts_on as is_found,
    state = 'struck_off' as is_struck_off,
    state = 'explained' as is_explained,
    state = 'open' as is_open,
    state = 'struck_off' and struck_off_on >= starts_on and struck_off_on < next_starts_on as is_struck_off_now,
    state <> 'explained' and due_on >= starts_on and due_on < next_starts_on as is_due,
    is_due and coalesce(state = 'struck_off' and struck_off_on <= due_on, false) as is_struck_off_on_time,
    state = 'open' and due_on < next_starts_on as is_overdue_open,
    is_rebound,
    due_on
from staging.rectification
inner join staging.month using (month)
left join staging.unit_name on unit_name.name = squeezed(rectification.unit) and unit_name.scope <> 'town'
