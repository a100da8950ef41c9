-- grain: one row per (month, source)
-- 说明：数据质量：每类数据读到多少行、用了多少、退回多少
-- @month 月份（该月一日）
-- @source 来源代码
-- @source_title 来源
-- @source_order 次序
-- @sheet_count 工作表数
-- @row_count 数据行数
-- @rejected_count 退回行数（不能使用，见 ops.issue）
-- @duplicate_count 重复行数（只计一次）
-- @superseded_count 被替代行数（同一事项本月另有一行为准）
-- @used_count 使用行数；与退回、重复、被替代行数之和等于数据行数
-- @notice_count 提示条数
with notice as (
    select month, file, sheet, count(*) as notice_count
    from ops.issue
    where severity = 'notice'
    group by month, file, sheet
)

select
    sheet.month,
    sheet.source,
    any_value(source.source_title) as source_title,
    any_value(source.source_order) as source_order,
    count(*) as sheet_count,
    sum(sheet.row_count)::integer as row_count,
    sum(fate.rejected_count)::integer as rejected_count,
    sum(fate.duplicate_count)::integer as duplicate_count,
    sum(fate.superseded_count)::integer as superseded_count,
    sum(fate.used_count)::integer as used_count,
    coalesce(sum(notice.notice_count), 0)::integer as notice_count
from staging.sheet as sheet
inner join (select distinct source, source_title, source_order from reference.source_column) as source using (source)
inner join staging.sheet_fate as fate on fate.sheet_id = sheet.sheet_id
left join notice on notice.month = sheet.month and notice.file = sheet.file and notice.sheet = sheet.sheet
group by sheet.month, sheet.source
