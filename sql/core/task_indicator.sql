-- grain: one row per (month, scope, scope_code, indicator) of the task lists
with counted as (
    select
        month,
        scope,
        scope_code,
        unnest([
            {'indicator': 'task_due', 'numerator': count(*) filter (is_due), 'denominator': null},
            {
                'indicator': 'task_on_time',
                'numerator': count(*) filter (is_due and state = 'done_on_time'),
                'denominator': count(*) filter (is_due)
            },
            {'indicator': 'task_done_late', 'numerator': count(*) filter (is_done_late_now), 'denominator': null},
            {'indicator': 'task_overdue', 'numerator': count(*) filter (state = 'overdue'), 'denominator': null},
            {'indicator': 'task_not_due', 'numerator': count(*) filter (state = 'not_due'), 'denominator': null},
            {'indicator': 'task_long_term', 'numerator': count(*) filter (state = 'long_term'), 'denominator': null},
            {
                'indicator': 'task_done',
                'numerator': count(*) filter (is_single and is_completed),
                'denominator': count(*) filter (is_single)
            },
            {
                'indicator': 'task_time_elapsed',
                'numerator': coalesce(sum(elapsed_days), 0)::bigint,
                'denominator': coalesce(sum(total_days), 0)::bigint
            }
        ], recursive := true)
    from core.task_event
    group by month, scope, scope_code
),

listed as (
    select event.month, task_list.list_code, task_list.planned_count, count(*) filter (event.is_completed) as done_count
    from core.task_event as event
    inner join reference.task_list as task_list on event.scope = 'task_list' and event.scope_code = task_list.list_code
    where task_list.planned_count is not null
    group by event.month, task_list.list_code, task_list.planned_count
)

select * from counted
union all by name
select month, 'task_list' as scope, list_code as scope_code, 'task_list_done' as indicator, done_count as numerator,
    planned_count as denominator
from listed
union all by name
select month, 'county' as scope, '' as scope_code, 'task_list_done' as indicator, sum(done_count)::bigint as numerator,
    sum(planned_count)::bigint as denominator
from listed
group by month
