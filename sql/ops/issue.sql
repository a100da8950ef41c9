-- grain: one row per thing wrong with the input: a file, a sheet, a row or a cell
-- 说明：问题清单：哪个文件哪一行哪一列有什么问题、怎么改
-- @issue_no 序号
-- @month 月份文件夹
-- @severity 处置：file 文件未载入；stop 须先改正；reject 该行未使用；notice 已使用，请核对
-- @file 文件（data/raw 下的路径）
-- @sheet 工作表
-- @row 行号（与表格软件中的行号一致；CSV 也是用表格软件打开时的行号）
-- @text_line CSV 用文本编辑器打开时的行号，仅在与行号不同时（前面有单元格内换行）填写
-- @column_letter 列标
-- @column_header 表头
-- @value 单元格原文（自由文本、电话、姓名已脱敏）
-- @code 问题代码（见 data/reference/issue_texts.csv）
-- @problem 什么问题
-- @remedy 怎么改
with told as (
    select sheet_id, row, unnest(problems, recursive := true) from staging.row_read
    union all by name
    select
        superseded_row.sheet_id,
        superseded_row.row,
        'row_superseded' as code,
        superseded_row.column_name,
        superseded_row.speaking_row::varchar as value,
        case when superseded_row.speaking_sheet_id <> superseded_row.sheet_id then sheet.file end as detail
    from staging.superseded_row
    inner join staging.sheet on sheet.sheet_id = superseded_row.speaking_sheet_id
    union all by name
    select sheet_id, row, unnest(problems, recursive := true) from staging.ticket_version
    union all by name
    select sheet_id, row, unnest(problems, recursive := true) from staging.ticket_history
    union all by name
    select sheet_id, row, unnest(problems, recursive := true) from staging.ticket_due
    union all by name
    select sheet_id, row, unnest(problems, recursive := true) from staging.rectification_version
    union all by name
    select sheet_id, row, unnest(problems, recursive := true) from staging.ledger_repeat
    union all by name
    select sheet_id, row, unnest(problems, recursive := true) from staging.ledger_gap
    union all by name
    select sheet_id, row, 'source_ref_unknown' as code, 'source_ref' as column_name, numbers as value, null as detail
    from staging.unknown_source_ref
    union all by name
    select sheet_id, row, unnest(problems, recursive := true) from staging.zeros_lost
    union all by name
    select sheet_id, row, unnest(problems, recursive := true) from staging.unknown_unit
    union all by name
    select sheet_id, row, unnest(problems, recursive := true) from staging.external_rank
    union all by name
    select
        answer.sheet_id,
        answer.row,
        case when answer.is_several then 'answer_several' else 'answer_unknown' end as code,
        'q' || answer.question as column_name,
        answer.answer_text as value,
        null as detail
    from staging.answer
    inner join staging.interview_read using (sheet_id, row)
    where answer.grade is null and interview_read.is_complete and not interview_read.is_duplicate
    union all by name
    select sheet_id, row, code, column_name, value, detail from staging.interview_flag
    union all by name
    select sheet_id, row, 'answer_skipped_question' as code, 'q' || question as column_name, answer_text as value,
        skip_rule as detail
    from staging.answer
    inner join staging.interview_read using (sheet_id, row)
    where answer.is_against_skip_rule and not interview_read.is_duplicate
),

-- what a source's own model says of a cell is more exact than that it cannot be read
cell_problem as (
    select * from told
    union all by name
    select unread_cell.*, null as detail
    from staging.unread_cell
    anti join told using (sheet_id, row, column_name)
),

-- two columns of a sheet may have one header: the first speaks for both
column_of_header as (
    select sheet_id, header, min(position) as position from raw.sheet_column group by sheet_id, header
),

located as (
    select
        sheet.sheet_id,
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
    select problem.sheet_id, problem.month, problem.file, problem.sheet, problem.row, sheet_column.position,
        problem.column_header, problem.value, problem.code, problem.detail
    from raw.problem
    left join column_of_header as sheet_column
        on sheet_column.sheet_id = problem.sheet_id and sheet_column.header = problem.column_header
    union all
    select null, folder.month, '（文件夹为空）', '', null, null, null, null, 'folder_empty', null
    from raw.month_folder as folder
    where not exists (select 1 from raw.file where file.month = folder.month)
    union all
    select null, month, 'reference/roster.csv', '', null, null, 'scope_code', scope_name, 'roster_gap', known
    from staging.roster_gap
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
    nullif(located.row + line_shift.line - line_shift.row, located.row) as text_line,
    column_letter(located.position) as column_letter,
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
asof left join raw.line_shift as line_shift
    on line_shift.sheet_id = located.sheet_id and line_shift.row <= located.row
