-- grain: one row per cell that was overridden on loading
-- 说明：已执行的更正：哪一格、原文、更正为什么、理由、谁更正、更正写在哪里
-- @month 月份文件夹
-- @file 文件
-- @sheet 工作表
-- @row 行号
-- @column_header 表头
-- @old_value 原文（隐私内容只显示掩码）
-- @new_value 更正为（隐私内容只显示掩码）
-- @reason 理由
-- @corrected_by 更正人
-- @place_file 更正写在哪个文件
-- @place_sheet 更正写在哪个工作表
-- @place_row 更正写在哪一行
select
    month, file, sheet, "row", column_header, old_value, new_value, reason, corrected_by, place_file, place_sheet, place_row
from staging.correction
