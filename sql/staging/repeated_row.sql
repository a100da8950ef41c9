-- grain: one row per (source, month, content) that stands more than once in a month's files, with the place of the first
with content as (
    select 'survey' as source, sheet.month, survey.content_hash, sheet_id, survey.row
    from raw.survey
    inner join raw.sheet using (sheet_id)
    union all
    select 'hotline', sheet.month, hotline.content_hash, sheet_id, hotline.row
    from raw.hotline
    inner join raw.sheet using (sheet_id)
    union all
    select 'rectification', sheet.month, rectification.content_hash, sheet_id, rectification.row
    from raw.rectification
    inner join raw.sheet using (sheet_id)
),

repeated as (
    select source, month, content_hash, min({'sheet_id': sheet_id, 'row': row}) as first
    from content
    group by source, month, content_hash
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
