-- grain: one row per row below a header that is a total or a footer
-- 说明：不作为数据的行：合计行和落款备注行
-- @month 月份文件夹
-- @file 文件
-- @sheet 工作表
-- @row 行号
-- @kind 种类：total 合计；footer 落款备注
-- @label 该行开头的文字（已脱敏）
select sheet.month, sheet.file, sheet.sheet, aside."row", aside.kind, aside.label
from staging.row_set_aside as aside
inner join staging.sheet using (sheet_id)
