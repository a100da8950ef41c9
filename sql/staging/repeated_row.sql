-- grain: one row per (source, month, content) that stands more than once in a month's files, with the place of the first
with repeated as (
    select content.source, sheet.month, content.content_hash, min({'sheet_id': sheet_id, 'row': content."row"}) as first
    from raw."row" as content
    inner join raw.sheet using (sheet_id)
    group by content.source, sheet.month, content.content_hash
    having count(*) > 1
)

select
    repeated.source,
    repeated.month,
    repeated.content_hash,
    repeated.first.sheet_id as first_sheet_id,
    repeated.first.row as first_row,
    sheet.file as first_file
from repeated
inner join raw.sheet on sheet.sheet_id = repeated.first.sheet_id
