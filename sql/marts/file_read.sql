-- grain: one row per (month, file, sheet of it); a file in which no sheet was seen (it could not be opened) has one row
-- 说明：读取情况：每个文件每个工作表怎样读的、读到多少行、各行的去向
-- @month 月份文件夹
-- @file 文件
-- @sha256 文件内容的 SHA-256
-- @size_bytes 文件大小（字节）
-- @sheet 工作表
-- @sheet_order 工作表次序
-- @state 状态：loaded 已载入；hidden 隐藏；other_month 其他月份；unknown 认不出表头；notes 填写说明；empty 空表；refused 未载入；returned 退回记录
-- @source_title 来源
-- @header_top 表头首行
-- @header_bottom 表头末行
-- @last_row 最后一行有内容的行号
-- @row_count 数据行数
-- @used_count 使用行数
-- @rejected_count 退回行数（不能使用，见 mart.issue）
-- @duplicate_count 重复行数（与前面的行完全相同）
-- @superseded_count 被替代行数（同一事项以另一行为准）
-- @corrected_count 更正处数（单元格）
-- @blank_count 空行数
-- @total_count 合计行数
-- @footer_count 落款备注行数
with corrected as (
    select sheet_id, count(*) as corrected_count from staging.correction group by sheet_id
)

select
    file.month,
    file.file,
    file.sha256,
    file.byte_size as size_bytes,
    coalesce(seen.sheet, '') as sheet,
    row_number() over (
        partition by file.month, file.file order by seen.sheet_id nulls last, seen.sheet
    )::integer as sheet_order,
    coalesce(seen.state, 'refused') as state,
    source.source_title,
    sheet.header_top,
    sheet.header_bottom,
    seen.last_row,
    seen.row_count,
    fate.used_count,
    fate.rejected_count,
    fate.duplicate_count,
    fate.superseded_count,
    coalesce(corrected.corrected_count, 0)::integer as corrected_count,
    seen.blank_count,
    seen.total_count,
    seen.footer_count
from staging.file as file
left join staging.sheet_seen as seen using (month, file)
left join staging.sheet as sheet using (sheet_id)
left join (select distinct source, source_title from reference.source_column) as source
    on source.source = sheet.source
left join staging.sheet_fate as fate on fate.sheet_id = seen.sheet_id
left join corrected on corrected.sheet_id = seen.sheet_id
