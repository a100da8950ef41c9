-- Protects against lost rows: every row of every loaded sheet is used, rejected, a duplicate or superseded, and only one.
-- 说明：有数据行在入库或整理时丢失，或同一行有两种处置
with fate as (
    select sheet_id, count(*) as fate_count, count(distinct row) as row_count
    from staging.row_fate
    group by sheet_id
)

select
    sheet.file,
    sheet.sheet,
    sheet.row_count as in_file,
    coalesce(fate.row_count, 0) as accounted_for,
    coalesce(fate.fate_count, 0) as fates
from staging.sheet
left join fate using (sheet_id)
where sheet.row_count <> coalesce(fate.row_count, 0) or sheet.row_count <> coalesce(fate.fate_count, 0)
