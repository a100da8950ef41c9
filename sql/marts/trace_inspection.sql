-- grain: one row per (month of the file, place inspected and what was found there)
-- 说明：追溯：每条暗访督查记录的出处、领域和转办
-- @month 月份（该月一日）
-- @town_code 镇街代码（不属于任何镇街的为空）
-- @inspected_on 督查日期
-- @team 督查组
-- @theme 领域代码（见 vocabulary.csv 的 theme）
-- @site 点位
-- @has_finding 发现问题
-- @fed_back_on 反馈日期
-- @ledger_nos 转入的台账编号
-- @file 文件
-- @sheet 工作表
-- @row 行号
select
    inspection.month,
    inspection.town_code,
    inspection.inspected_on,
    inspection.team,
    inspection.theme,
    inspection.site,
    inspection.finding is not null as has_finding,
    inspection.fed_back_on,
    inspection.ledger_nos,
    sheet.file,
    sheet.sheet,
    inspection.row
from staging.inspection as inspection
inner join staging.sheet as sheet using (sheet_id)
