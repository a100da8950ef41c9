-- grain: one row per month
-- 说明：读取合计：当月全部文件读到多少行、各行的去向
-- @month 月份文件夹
-- @file_count 文件数
-- @unread_count 其中没有任何工作表载入的文件数
-- @row_count 数据行数
-- @used_pct 使用行占数据行（%）
-- @used_numerator 使用行数
-- @used_denominator 数据行数
-- @rejected_count 退回行数（不能使用，见 mart.issue）
-- @duplicate_count 重复行数（与前面的行完全相同）
-- @superseded_count 被替代行数（同一事项以另一行为准）
-- @set_aside_count 空行、合计行、落款备注行数
select
    month,
    count(distinct file)::integer as file_count,
    (count(distinct file) - count(distinct file) filter (state in ('loaded', 'returned')))::integer as unread_count,
    coalesce(sum(row_count), 0)::integer as row_count,
    100.0 * sum(used_count) / nullif(sum(row_count), 0) as used_pct,
    coalesce(sum(used_count), 0)::integer as used_numerator,
    coalesce(sum(row_count), 0)::integer as used_denominator,
    coalesce(sum(rejected_count), 0)::integer as rejected_count,
    coalesce(sum(duplicate_count), 0)::integer as duplicate_count,
    coalesce(sum(superseded_count), 0)::integer as superseded_count,
    (coalesce(sum(blank_count), 0) + coalesce(sum(total_count), 0) + coalesce(sum(footer_count), 0))::integer
        as set_aside_count
from mart.file_read
group by month
