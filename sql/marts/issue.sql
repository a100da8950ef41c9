-- grain: one row per thing wrong with the input: a file, a sheet, a row or a cell
-- 说明：问题清单：哪个文件哪一行哪一列有什么问题、怎么改
-- @issue_no 序号
-- @month 月份文件夹
-- @severity 处置：file 文件未载入；stop 须先改正；reject 该行未使用；notice 已使用，请核对
-- @severity_order 处置的次序
-- @file 文件（data/raw 下的路径）
-- @sheet 工作表
-- @row 行号（与表格软件中的行号一致）
-- @column_letter 列标
-- @column_header 表头
-- @value 单元格原文（自由文本、电话、姓名已脱敏）
-- @code 问题代码（见 data/reference/issue_texts.csv）
-- @problem 什么问题
-- @remedy 怎么改
select
    issue_no,
    month,
    severity,
    list_position(['file', 'stop', 'reject', 'notice'], severity) as severity_order,
    file,
    sheet,
    "row",
    column_letter,
    column_header,
    value,
    code,
    problem,
    remedy
from ops.issue
