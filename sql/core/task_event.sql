-- grain: one row per (month, scope, scope_code, list_name, task_no, task): the task as the list shows it, for who answers
-- A task of several units has a row for each, made of that unit's lines; for the county and for the list it belongs to it
-- is done when all of its lines are. What comes back every month has an instance a month, within its span.
with line as (
    select
        *,
        min(month) over (partition by year(month), list_name, task_no, task) as first_month
    from staging.task
),

task_list as (
    select distinct line.list_name, line.task, list_phrase.list_code
    from (select distinct list_name, task from line) as line
    inner join (select list_code, unnest(string_split(phrases, '|')) as phrase from reference.task_list) as list_phrase
        on contains(squeezed(concat_ws('|', line.list_name, line.task)), squeezed(list_phrase.phrase))
),

answering as (
    select sheet_id, row, 'county' as scope, '' as scope_code from line
    union
    select named.sheet_id, named.row, unit_name.scope, unit_name.scope_code
    from (select sheet_id, row, unnest(units) as unit from line) as named
    inner join staging.unit_name on unit_name.name = squeezed(named.unit)
    union
    select line.sheet_id, line.row, 'task_list', task_list.list_code
    from line
    inner join task_list on task_list.task = line.task and task_list.list_name is not distinct from line.list_name
),

task as (
    select
        line.month,
        answering.scope,
        answering.scope_code,
        line.list_name,
        line.task_no,
        line.task,
        list_sort(list_distinct(flatten(list(coalesce(line.units, []))))) as units,
        string_agg(distinct line.progress, '；' order by line.progress) as progress,
        min(line.first_month) as first_month,
        min(line.span_starts_on) as span_starts_on,
        max(line.due_on) as last_due_on,
        bool_or(line.is_monthly) as is_monthly,
        max(line.monthly_day) as monthly_day,
        bool_and(line.is_long_term) as is_long_term,
        bool_and(line.is_completed) as is_completed,
        case when count(line.completed_on) = count(*) then max(line.completed_on) end as completed_on
    from line
    inner join answering using (sheet_id, row)
    group by line.month, answering.scope, answering.scope_code, line.list_name, line.task_no, line.task
),

instance as (
    select
        task.* exclude (is_completed, completed_on, first_month),
        month.starts_on,
        month.next_starts_on,
        coalesce(task.span_starts_on, first_month.starts_on) as task_starts_on,
        case
            when task.is_monthly then monthly_due(task.monthly_day, month.next_starts_on)
            else task.last_due_on
        end as due_on,
        -- of what comes back, what an earlier month completed is not this month's
        task.is_completed
        and (not task.is_monthly or coalesce(task.completed_on >= month.starts_on, true)) as is_done,
        case
            when is_done and task.completed_on is null and task.is_monthly and task.monthly_day is null then due_on
            when is_done then task.completed_on
        end as done_on,
        case
            when task.is_long_term then 'long_term'
            when task.is_monthly and due_on < task.span_starts_on then 'not_started'
            when task.is_monthly and due_on > task.last_due_on then 'ended'
            when is_done and done_on <= due_on then 'done_on_time'
            when is_done and done_on > due_on then 'done_late'
            when is_done then 'done'
            when due_on is null then 'no_deadline'
            when due_on < month.next_starts_on then 'overdue'
            else 'not_due'
        end as state
    from task
    inner join staging.month as month using (month)
    inner join staging.month as first_month on first_month.month = task.first_month
)

select
    * exclude (span_starts_on, monthly_day, last_due_on, starts_on, next_starts_on, is_done, done_on),
    is_done as is_completed,
    done_on as completed_on,
    state not in ('long_term', 'not_started', 'ended')
    and coalesce(due_on >= starts_on and due_on < next_starts_on, false) as is_due,
    state = 'done_late' and done_on >= starts_on and done_on < next_starts_on as is_done_late_now,
    -- what has one deadline can be set beside the time that has passed
    not is_monthly and not is_long_term and due_on is not null as is_single,
    case when is_single then greatest(due_on - task_starts_on + 1, 1) end as total_days,
    case when is_single then least(greatest(next_starts_on - task_starts_on, 0), total_days) end as elapsed_days,
    case
        when state in ('done_on_time', 'done_late') then done_on - due_on
        when state in ('overdue', 'not_due') then next_starts_on - 1 - due_on
    end as past_due_days
from instance
