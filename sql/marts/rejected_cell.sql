-- grain: one row per (row that cannot be used, column of its sheet that is kept)
-- 说明：退回的行：逐格原文（隐私列只显示掩码）及退回原因
-- @month 月份（该月一日）
-- @file 文件
-- @sheet 工作表
-- @row 行号
-- @source_title 来源
-- @check_code 核对码：由该行所显示的各格算出，改正后放回时据此核对原行没有变过
-- @position 列次（自 1 起）
-- @label 表头
-- @shown 单元格所显示的内容
-- @is_private 是否隐私列（电话、姓名）
-- @is_faulty 是否有错的单元格
-- @problem 该行的退回原因
-- @remedy 怎么改
with reason as (
    select
        month,
        file,
        sheet,
        "row",
        string_agg(distinct problem, '；' order by problem) as problem,
        string_agg(distinct remedy, '；' order by remedy) as remedy,
        list(distinct column_letter) as faulty_letters
    from ops.issue
    where severity = 'reject'
    group by month, file, sheet, "row"
)

select
    sheet.month,
    sheet.file,
    sheet.sheet,
    cell."row",
    source.source_title,
    cell.check_code,
    cell.position,
    cell.label,
    cell.shown,
    cell.is_private,
    list_contains(reason.faulty_letters, column_letter(cell.position)) as is_faulty,
    reason.problem,
    reason.remedy
from staging.rejected_cell as cell
inner join staging.sheet using (sheet_id)
inner join (select distinct source, source_title from reference.source_column) as source using (source)
inner join reason
    on reason.month = sheet.month and reason.file = sheet.file and reason.sheet = sheet.sheet
        and reason."row" = cell."row"
