-- grain: one row per (month, ticket of that month's export), with what it counts in
-- Each flag is one side of a rate in core.indicator; the rate's other side is never a larger set.
select
    month,
    ticket_no,
    sheet_id,
    row,
    town_code,
    handlers,
    channel,
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
