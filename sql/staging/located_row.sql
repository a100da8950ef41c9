-- grain: one row per row of a visit, household, inspection, task or third-party file
-- What all these rows have in common: the month of their folder, the town they belong to (staging.place), and whether
-- an earlier row of the month's files says exactly the same.
with cell as (
    select sheet_id, row, content_hash, town, village, cast(null as varchar) as site from raw.visit
    union all
    select sheet_id, row, content_hash, town, village, null from raw.household
    union all
    select sheet_id, row, content_hash, town, site, site from raw.inspection
    union all
    select sheet_id, row, content_hash, null, null, null from raw.task
    union all
    select sheet_id, row, content_hash, null, null, null from raw.external_district
    union all
    select sheet_id, row, content_hash, town, null, null from raw.external_town
)

select
    cell.sheet_id,
    cell.row,
    sheet.month,
    place.town_code,
    place.how as town_how,
    place.proposal as town_proposal,
    coalesce(repeated_row.first_sheet_id <> cell.sheet_id or repeated_row.first_row <> cell.row, false) as is_duplicate,
    repeated_row.first_row,
    case when repeated_row.first_sheet_id <> cell.sheet_id then repeated_row.first_file end as first_file
from cell
inner join raw.sheet using (sheet_id)
left join staging.repeated_row
    on repeated_row.source = sheet.source
        and repeated_row.month = sheet.month
        and repeated_row.content_hash = cell.content_hash
left join staging.place
    on place.town is not distinct from cell.town
        and place.village is not distinct from cell.village
        and place.address is not distinct from cell.site
