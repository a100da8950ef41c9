-- grain: one row per row below a header that is no data: a total, a note, a signature (blank rows are only counted)
-- 说明：没有作为数据的行：合计、备注、落款
-- @sheet_id 工作表编号
-- @row 行号
-- @kind 种类：total 合计；footer 备注、落款
-- @label 该行第一个有内容的单元格（已脱敏）
select * from raw.row_set_aside
