-- grain: one row per (month, kind of issue)
-- 说明：数据问题按原因归并：各有多少、第一处在哪里
-- @month 月份文件夹
-- @severity 处置：file 文件未载入；stop 须先改正；reject 该行未使用；notice 已使用，请核对
-- @severity_order 处置的次序
-- @code 问题代码（见 data/reference/issue_texts.csv）
-- @issue_count 处数
-- @file_count 涉及文件数
-- @first_file 第一处：文件
-- @first_sheet 第一处：工作表
-- @first_row 第一处：行号
-- @first_column_letter 第一处：列标
-- @first_problem 第一处：什么问题
-- @remedy 怎么改
select
    month,
    severity,
    list_position(['file', 'stop', 'reject', 'notice'], severity) as severity_order,
    code,
    count(*)::integer as issue_count,
    count(distinct file)::integer as file_count,
    arg_min(file, issue_no) as first_file,
    arg_min(sheet, issue_no) as first_sheet,
    arg_min_null("row", issue_no) as first_row,
    arg_min_null(column_letter, issue_no) as first_column_letter,
    arg_min(problem, issue_no) as first_problem,
    arg_min(remedy, issue_no) as remedy
from ops.issue
group by month, severity, code
