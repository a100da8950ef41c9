-- grain: one row per (month of the list, task and unit)
-- 说明：追溯：每项任务的出处、时限和完成情况
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
-- @file 文件
-- @sheet 工作表
-- @row 行号
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
    sheet.file,
    sheet.sheet,
    task.row
from staging.task as task
inner join staging.sheet as sheet using (sheet_id)
