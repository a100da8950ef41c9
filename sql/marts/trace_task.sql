-- grain: one row per (month of the list, task and unit)
-- 说明：追溯：每项任务的出处、时限、完成情况和计入的范围（各范围内的状态见 mart.task_state）
-- @month 月份（该月一日）
-- @list_name 清单名称
-- @task_no 序号
-- @task 工作任务
-- @units 责任单位
-- @town_code 责任单位为镇街的，其代码
-- @due_on 完成时限（逐月任务为最后一次；长期坚持和读不出的为空）
-- @is_monthly 每月都要完成
-- @is_long_term 长期坚持
-- @is_completed 已完成
-- @completed_on 完成日期
-- @scopes 计入的范围（见 mart.scope）
-- @state 该任务在全县的状态（见 mart.task_state）
-- @file 文件
-- @sheet 工作表
-- @row 行号
with answering as (
    select
        month,
        list_name,
        task_no,
        task,
        list({'scope': scope, 'scope_code': scope_code} order by scope, scope_code)
            filter (scope in ('county', 'task_list')) as whole_scopes,
        max(state) filter (scope = 'county') as state
    from core.task_event
    group by month, list_name, task_no, task
),

own as (
    select
        named.sheet_id,
        named.row,
        list_sort(list_distinct(list({'scope': unit_name.scope, 'scope_code': unit_name.scope_code}))) as scopes
    from (select sheet_id, row, unnest(units) as unit from staging.task) as named
    inner join staging.unit_name on unit_name.name = squeezed(named.unit)
    group by named.sheet_id, named.row
)

select
    task.month,
    task.list_name,
    task.task_no,
    task.task,
    task.units,
    task.town_code,
    task.due_on,
    task.is_monthly,
    task.is_long_term,
    task.is_completed,
    task.completed_on,
    answering.whole_scopes || coalesce(own.scopes, []) as scopes,
    answering.state,
    sheet.file,
    sheet.sheet,
    task.row
from staging.task as task
inner join staging.sheet as sheet using (sheet_id)
inner join answering
    on answering.month = task.month and answering.task_no = task.task_no and answering.task = task.task
        and answering.list_name is not distinct from task.list_name
left join own on own.sheet_id = task.sheet_id and own.row = task.row
