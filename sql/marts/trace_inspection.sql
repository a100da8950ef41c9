-- grain: one row per (month, place inspected and what was found there), in the month in which it counts
-- 说明：追溯：每条暗访督查记录的出处及计入了哪些指标（几个月的文件重复登记的只列一次）
-- @month 月份（该月一日）
-- @town_code 镇街代码（不属于任何镇街的为空）
-- @inspected_on 督查日期
-- @team 督查组
-- @theme 领域代码（见 vocabulary.csv 的 theme）
-- @site 点位
-- @scopes 计入的范围（见 mart.scope）
-- @has_finding 发现问题
-- @fed_back_on 反馈日期
-- @is_fed_back 月末前已反馈
-- @feedback_days 从督查到反馈的天数（反馈早于督查的为空）
-- @ledger_nos 转入的台账编号
-- @is_entered 月末前已进入整改台账（台账中有此编号）
-- @entered_on 台账记载的发现（登记）日期
-- @entry_working_days 从督查到进入台账的工作日数（台账日期更早的为 0）
-- @is_entry_provisional 工作日数为暂定（节假日安排尚未公布）
-- @file 文件
-- @sheet 工作表
-- @row 行号
select
    event.month,
    event.town_code,
    event.inspected_on,
    event.team,
    event.theme,
    inspection.site,
    event.scopes,
    event.has_finding,
    inspection.fed_back_on,
    event.is_fed_back,
    event.feedback_days,
    inspection.ledger_nos,
    event.is_entered,
    event.entered_on,
    event.entry_working_days,
    event.is_entry_provisional,
    sheet.file,
    sheet.sheet,
    event.row
from core.inspection_event as event
inner join staging.inspection as inspection using (sheet_id, row)
inner join staging.sheet as sheet using (sheet_id)
