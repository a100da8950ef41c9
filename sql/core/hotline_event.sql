-- grain: one row per (month, ticket of that month's export), with what it counts in
-- A ticket of several handlers belongs to each unit and office among them, once; to a town by its place.
-- Each flag is one side of a rate in core.indicator; the rate's other side is never a larger set.
with handled as (
    select
        ticket.month,
        ticket.ticket_no,
        list_sort(list_distinct(list({'scope': unit_name.scope, 'scope_code': unit_name.scope_code}))) as scopes
    from (select month, ticket_no, unnest(handlers) as handler from staging.ticket) as ticket
    inner join staging.unit_name on unit_name.name = squeezed(ticket.handler) and unit_name.scope <> 'town'
    group by ticket.month, ticket.ticket_no
)

select
    month,
    ticket_no,
    sheet_id,
    row,
    town_code,
    handlers,
    channel,
    county_scope() || scope_of('town', town_code) || coalesce(handled.scopes, []) || scope_of('channel', channel)
    || scope_of('category', category_l1) as scopes,
    called_at >= starts_on and called_at < next_starts_on as is_received,
    called_at < starts_on and (closed_at is null or closed_at >= starts_on) as is_carried_over,
    closed_at is null or closed_at >= next_starts_on as is_open,
    due_at >= starts_on and due_at < next_starts_on as is_due,
    is_due and coalesce(closed_at <= due_at, false) as is_closed_on_time,
    is_open and due_at < next_starts_on as is_overdue_open,
    visited_at >= starts_on and visited_at < next_starts_on and is_reached and not is_unreasonable
    and solved in ('yes', 'no') as is_solution_assessed,
    is_solution_assessed and solved = 'yes' as is_solved,
    visited_at >= starts_on and visited_at < next_starts_on and is_reached
    and final_satisfaction in ('satisfied', 'basically_satisfied', 'dissatisfied') as is_satisfaction_assessed,
    is_satisfaction_assessed and final_satisfaction <> 'dissatisfied' as is_satisfied,
    is_reopened
from staging.ticket
inner join staging.month using (month)
left join handled using (month, ticket_no)
