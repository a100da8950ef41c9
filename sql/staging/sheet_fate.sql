-- grain: one row per loaded sheet, with what became of its rows
select
    sheet.sheet_id,
    count(*) filter (fate = 'used')::integer as used_count,
    count(*) filter (fate = 'rejected')::integer as rejected_count,
    count(*) filter (fate = 'duplicate')::integer as duplicate_count,
    count(*) filter (fate = 'superseded')::integer as superseded_count
from staging.sheet
left join staging.row_fate using (sheet_id)
group by sheet.sheet_id
