-- grain: one row per (month, scope, scope_code, task of the month's list)
-- 说明：任务进展：全县（每项一行）、各责任单位、科室、镇街和各清单的任务状态与天数；逐月任务为本月一次
-- @month 月份（该月一日）
-- @scope 范围：county 全县；unit 局属单位；office 科室；town 镇（街道）；task_list 任务清单
-- @scope_code 代码（全县为空）
-- @scope_name 名称
-- @list_name 清单名称
-- @task_no 序号
-- @task 工作任务
-- @units 责任单位
-- @progress 进展
-- @is_monthly 每月都要完成
-- @is_long_term 长期坚持
-- @task_starts_on 起始日（任务所写起始月，否则当年首次列入清单的月份）
-- @due_on 完成时限（逐月任务为本月的）
-- @completed_on 完成日期
-- @is_completed 已完成
-- @state 状态：done_on_time 按时完成；done_late 逾期完成；done 完成（是否按时不明）；overdue 超期未完成；not_due 未到期；no_deadline 没有时限；long_term 长期；not_started 未到起始月；ended 已过截止月
-- @is_due 本月到期
-- @is_done_late_now 本月逾期完成
-- @is_single 有一个时限（计入完成率和时间进度）
-- @past_due_days 超过时限的天数（完成的到完成日，未完成的到月末；负数为提前或尚余）
-- @elapsed_days 到月末已过天数
-- @total_days 从起始到时限的天数
select
    event.month,
    event.scope,
    event.scope_code,
    scope.scope_name,
    event.list_name,
    event.task_no,
    event.task,
    event.units,
    event.progress,
    event.is_monthly,
    event.is_long_term,
    event.task_starts_on,
    event.due_on,
    event.completed_on,
    event.is_completed,
    event.state,
    event.is_due,
    event.is_done_late_now,
    event.is_single,
    event.past_due_days,
    event.elapsed_days,
    event.total_days
from core.task_event as event
inner join core.scope as scope using (scope, scope_code)
