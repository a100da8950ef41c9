-- grain: one row per (month, problem of that month's ledger)
-- 说明：追溯：每个整改问题的出处及计入了哪些指标
-- @month 月份（该月一日）
-- @ledger_no 台账编号
-- @town_code 镇街代码
-- @unit 责任单位
-- @scopes 计入的范围（见 mart.scope）
-- @is_found 本月发现
-- @is_struck_off 已销号
-- @is_explained 已解释
-- @is_open 未销号
-- @is_struck_off_now 本月销号
-- @is_due 本月到期
-- @is_struck_off_on_time 按期销号
-- @is_overdue_open 超期未销号
-- @is_rebound 反弹
-- @due_on 整改时限
-- @file 文件
-- @sheet 工作表
-- @row 行号
select event.* exclude (sheet_id, row), sheet.file, sheet.sheet, event.row
from core.rectification_event as event
inner join staging.sheet as sheet using (sheet_id)
