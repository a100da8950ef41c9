-- grain: one row per (source, month, content) that stands more than once in a month's files, with the place of the first
with content as (
    select sheet_id, row, content_hash from raw.survey
    union all
    select sheet_id, row, content_hash from raw.hotline
    union all
    select sheet_id, row, content_hash from raw.rectification
    union all
    select sheet_id, row, content_hash from raw.visit
    union all
    select sheet_id, row, content_hash from raw.household
    union all
    select sheet_id, row, content_hash from raw.inspection
    union all
    select sheet_id, row, content_hash from raw.task
    union all
    select sheet_id, row, content_hash from raw.external_district
    union all
    select sheet_id, row, content_hash from raw.external_town
),

repeated as (
    select sheet.source, sheet.month, content.content_hash, min({'sheet_id': sheet_id, 'row': content.row}) as first
    from content
    inner join raw.sheet using (sheet_id)
    group by sheet.source, sheet.month, content.content_hash
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
