-- grain: one row per column of the summary for the county office
-- 说明：整改情况汇总表的栏目：次序、标题、取自 mart.rectification_summary 的哪一栏（data/reference/summary_columns.csv）
-- @column_order 次序
-- @title 标题
-- @field 取自哪一栏
-- @width 栏宽（半角字符）
select column_order, title, field, width from reference.summary_column
