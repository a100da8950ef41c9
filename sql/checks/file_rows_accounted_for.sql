-- Protects against lost rows: every sheet of every file has a known fate, and every row of a loaded sheet is above the
-- header, in it, data, blank, a total or a note; `in_file` is what the reader of the format counted.
-- 说明：文件中有工作表或行没有着落
with sheet as (
    select
        *,
        above_count + header_count + row_count + blank_count + total_count + footer_count as accounted
    from staging.sheet_seen
),

set_aside as (
    select
        sheet.sheet_id,
        count(aside.row) filter (aside.kind = 'total') as total_listed,
        count(aside.row) filter (aside.kind = 'footer') as footer_listed
    from sheet
    left join staging.row_set_aside as aside using (sheet_id)
    where sheet.sheet_id is not null
    group by sheet.sheet_id
),

file as (
    select
        file.file,
        file.sheet_total,
        file.row_total,
        count(sheet.file) as sheets_seen,
        coalesce(sum(sheet.last_row), 0) as rows_seen
    from staging.file
    left join sheet using (month, file)
    group by file.month, file.file, file.sheet_total, file.row_total
)

select file, sheet, last_row as in_file, accounted
from sheet
where (state = 'loaded' and accounted is distinct from last_row)
    or (state = 'loaded') <> (sheet_id is not null)
    or state not in ('loaded', 'hidden', 'empty', 'other_month', 'unknown', 'refused', 'notes', 'returned')
union all by name
select sheet.file, sheet.sheet, sheet.total_count + sheet.footer_count as in_file, total_listed + footer_listed as accounted
from sheet
inner join set_aside using (sheet_id)
where (sheet.total_count, sheet.footer_count) <> (set_aside.total_listed, set_aside.footer_listed)
union all by name
select file, '（工作表数）' as sheet, sheet_total as in_file, sheets_seen as accounted
from file
where sheet_total <> sheets_seen
union all by name
select file, '（行数合计）' as sheet, row_total as in_file, rows_seen as accounted
from file
where row_total <> rows_seen
order by file, sheet
