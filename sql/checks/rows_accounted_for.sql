-- Protects against lost rows: every row of a loaded sheet is in its raw table and was read by staging.
-- 说明：有数据行在入库或整理时丢失
with reached as (
    select sheet_id, count(*) as row_count from staging.interview_read group by sheet_id
    union all
    select sheet_id, count(*) from staging.ticket_read group by sheet_id
    union all
    select sheet_id, count(*) from staging.rectification_read group by sheet_id
)

select sheet.file, sheet.sheet, sheet.row_count as in_file, coalesce(reached.row_count, 0) as reached_staging
from staging.sheet
left join reached using (sheet_id)
where sheet.source in ('survey', 'hotline', 'rectification') and sheet.row_count <> coalesce(reached.row_count, 0)
