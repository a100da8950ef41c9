-- grain: one row per thing wrong with the input: a file, a sheet, a row or a cell
-- 说明：问题清单：哪个文件哪一行哪一列有什么问题、怎么改
-- @issue_no 序号
-- @month 月份文件夹
-- @severity 处置：file 文件未载入；reject 该行未使用；notice 已使用，请核对
-- @file 文件（data/raw 下的路径）
-- @sheet 工作表
-- @row 行号（与表格软件中的行号一致；CSV 为文本行号）
-- @column_letter 列标
-- @column_header 表头
-- @value 单元格原文（自由文本、电话、姓名已脱敏）
-- @code 问题代码（见 data/reference/issue_texts.csv）
-- @problem 什么问题
-- @remedy 怎么改
with cell_problem as (
    select sheet_id, row, unnest(problems, recursive := true) from staging.interview_read
    union all by name
    select sheet_id, row, unnest(problems, recursive := true) from staging.ticket_read
    union all by name
    select sheet_id, row, unnest(problems, recursive := true) from staging.rectification_read
    union all by name
    select sheet_id, row, unnest(problems, recursive := true) from staging.ticket_version
    union all by name
    select sheet_id, row, unnest(problems, recursive := true) from staging.ticket_history
    union all by name
    select sheet_id, row, unnest(problems, recursive := true) from staging.rectification_version
    union all by name
    select sheet_id, row, unnest(problems, recursive := true) from staging.ledger_repeat
    union all by name
    select sheet_id, row, unnest(problems, recursive := true) from staging.ledger_gap
    union all by name
    select
        answer.sheet_id,
        answer.row,
        'answer_unknown' as code,
        'q' || answer.question as column_name,
        answer.answer_text as value,
        null as detail
    from staging.answer
    inner join staging.interview_read using (sheet_id, row)
    where answer.grade is null and interview_read.is_complete and not interview_read.is_duplicate
),

-- two columns of a sheet may have one header: the first speaks for both
column_of_header as (
    select sheet_id, header, min(position) as position from raw.sheet_column group by sheet_id, header
),

located as (
    select
        sheet.month,
        sheet.file,
        sheet.sheet,
        cell_problem.row,
        sheet_column.position,
        coalesce(sheet_column.header, source_column.column_title) as column_header,
        cell_problem.value,
        cell_problem.code,
        cell_problem.detail
    from cell_problem
    inner join raw.sheet using (sheet_id)
    left join raw.sheet_column
        on sheet_column.sheet_id = cell_problem.sheet_id and sheet_column.column_name = cell_problem.column_name
    left join reference.source_column
        on source_column.source = sheet.source and source_column.column_name = cell_problem.column_name
    union all
    select problem.month, problem.file, problem.sheet, problem.row, sheet_column.position,
        problem.column_header, problem.value, problem.code, problem.detail
    from raw.problem
    left join column_of_header as sheet_column
        on sheet_column.sheet_id = problem.sheet_id and sheet_column.header = problem.column_header
    union all
    select folder.month, '（文件夹为空）', '', null, null, null, null, 'folder_empty', null
    from raw.month_folder as folder
    where not exists (select 1 from raw.file where file.month = folder.month)
)

select
    row_number() over (
        order by located.month, located.file, located.sheet, located.row nulls first, located.position, located.code,
            located.value
    ) as issue_no,
    located.month,
    coalesce(issue_text.severity, 'notice') as severity,
    located.file,
    located.sheet,
    located.row,
    case
        when located.position > 26 then chr(64 + (located.position - 1) // 26) || chr(65 + (located.position - 1) % 26)
        when located.position > 0 then chr(64 + located.position)
    end as column_letter,
    coalesce(located.column_header, '') as column_header,
    coalesce(located.value, '') as value,
    located.code,
    replace(
        replace(coalesce(issue_text.problem, located.code), '{value}', coalesce(located.value, '')),
        '{detail}', coalesce(located.detail, '')
    ) as problem,
    coalesce(issue_text.remedy, '') as remedy
from located
left join reference.issue_text using (code)
