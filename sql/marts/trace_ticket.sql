-- grain: one row per (month, ticket of that month's export)
-- 说明：追溯：每张工单的出处及计入了哪些指标
-- @month 月份（该月一日）
-- @ticket_no 工单编号
-- @town_code 镇街代码（不属于任何镇街的为空）
-- @channel 受理渠道
-- @scopes 计入的范围（见 mart.scope）
-- @is_received 本月受理
-- @is_carried_over 上月结转
-- @is_open 月末未办结
-- @is_due 本月应办结
-- @is_closed_on_time 按时办结
-- @is_overdue_open 超期未办结
-- @is_solution_assessed 计入解决率分母
-- @is_solved 已解决
-- @is_satisfaction_assessed 计入满意率分母
-- @is_satisfied 满意或基本满意
-- @is_reopened 曾经重办或办结后又打开（缘由见 mart.ticket_history）
-- @file 文件
-- @sheet 工作表
-- @row 行号
select event.* exclude (sheet_id, handlers, row), sheet.file, sheet.sheet, event.row
from core.hotline_event as event
inner join staging.sheet as sheet using (sheet_id)
