-- grain: one row per (month, ticket of that month's export), with what it counts in
-- A ticket of several handlers belongs to each unit and office among them, once; to a town by its place.
-- Each flag is one side of a rate in core.indicator; the rate's other side is never a larger set. An appeal upheld takes
-- the ticket out of every rate of assessment (answered for, on time, solved, satisfied), not out of the counts, redone,
-- returned and repeated, which only tell what happened. What is revisited is assessed, or excluded for one reason.
with setting as (
    select
        max(value) filter (setting = 'response_working_days')::integer as response_working_days,
        max(value) filter (setting = 'count_assisting_handlers')::boolean as count_assisting_handlers
    from reference.scheme
    where part = 'hotline'
),

handler as (
    select month, ticket_no, assisting_handlers, unnest(handlers) as name from staging.ticket
),

handled as (
    select
        handler.month,
        handler.ticket_no,
        list_sort(list_distinct(list({'scope': unit_name.scope, 'scope_code': unit_name.scope_code}))) as scopes
    from handler
    cross join setting
    inner join staging.unit_name on unit_name.name = squeezed(handler.name) and unit_name.scope <> 'town'
    where setting.count_assisting_handlers or not list_contains(handler.assisting_handlers, handler.name)
    group by handler.month, handler.ticket_no
),

-- what an earlier month's export already said has happened before
compared as (
    select
        *,
        lag(redo_count, 1, 0) over earlier as prior_redo_count,
        lag(return_count, 1, 0) over earlier as prior_return_count,
        lag(is_reopened, 1, false) over earlier as was_reopened
    from staging.ticket
    window earlier as (partition by ticket_no order by month)
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
    coalesce(closed_at >= starts_on and closed_at < next_starts_on, false) as is_closed,
    closed_at is null or closed_at >= next_starts_on as is_open,
    is_open and coalesce(due_at < next_starts_on, false) as is_overdue_open,

    coalesce(due_at >= starts_on and due_at < next_starts_on, false) and is_appeal_upheld as is_excluded_appeal_due,
    coalesce(due_at >= starts_on and due_at < next_starts_on, false) and not is_appeal_upheld as is_due,
    is_due and coalesce(closed_at <= due_at, false) as is_closed_on_time,
    is_due and has_response_columns and dispatched_at is not null as is_response_assessed,
    is_response_assessed and coalesce(
        contacted = 'yes'
        and signing_day.workday_number <= dispatching_day.workday_number + response_working_days, false
    ) as is_responded,

    coalesce(visited_at >= starts_on and visited_at < next_starts_on, false) as is_revisited,
    is_revisited and is_appeal_upheld as is_excluded_appeal,
    is_revisited and not is_appeal_upheld and not is_reached as is_excluded_unreachable,
    is_revisited and not is_appeal_upheld and is_reached as is_answered,
    is_answered and is_unreasonable as is_excluded_unreasonable,
    is_answered and not is_unreasonable and coalesce(solved in ('yes', 'no'), false) as is_solution_assessed,
    is_answered and not is_unreasonable and not is_solution_assessed as is_excluded_solution_unknown,
    is_solution_assessed and solved = 'yes' as is_solved,
    is_answered
    and coalesce(final_satisfaction in ('satisfied', 'basically_satisfied', 'dissatisfied'), false)
        as is_satisfaction_assessed,
    is_answered and not is_satisfaction_assessed as is_excluded_satisfaction_unknown,
    is_satisfaction_assessed and final_satisfaction <> 'dissatisfied' as is_satisfied,
    is_satisfaction_assessed and final_satisfaction = 'satisfied' as is_strictly_satisfied,
    is_satisfaction_assessed and first_satisfaction <> 'dissatisfied' as is_first_satisfied,

    redo_count > prior_redo_count as is_redone,
    is_closed or is_redone as is_closed_or_redone,
    return_count > prior_return_count as is_returned,
    coalesce(dispatched_at >= starts_on and dispatched_at < next_starts_on, false) or is_returned
        as is_dispatched_or_returned,
    is_received and again.ticket_no is not null as is_repeat,
    is_reopened,
    is_reopened and not was_reopened as is_reopened_now,
    case when is_closed and closed_at >= dispatched_at then closing_day.workday_number - dispatching_day.workday_number end
        as handling_working_days
from compared
cross join setting
inner join staging.month using (month)
left join handled using (month, ticket_no)
left join core.repeat_link as again on again.ticket_no = compared.ticket_no and again.kind = 'same_problem'
left join reference.calendar_day as dispatching_day on dispatching_day.day = cast(dispatched_at as date)
left join reference.calendar_day as signing_day on signing_day.day = cast(signed_at as date)
left join reference.calendar_day as closing_day on closing_day.day = cast(closed_at as date)
