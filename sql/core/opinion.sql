-- grain: one row per thing somebody said: an open answer, a ticket as first told, a visit's opinion, an inspection's finding
-- The month is that of the file in which it first stands: ledgers kept over several months repeat visits and findings.
with told as (
    select 'survey' as source, month, town_code, sheet_id, row, comment as text, null::varchar as again
    from staging.interview
    union all
    select 'hotline', complaint.month, complaint.town_code, complaint.sheet_id, complaint.row,
        coalesce(ticket.content, ticket.title), null
    from staging.complaint as complaint
    inner join staging.ticket using (sheet_id, row)
    union all
    select 'visit', month, town_code, sheet_id, row, opinion,
        concat_ws('|', town_code, village, visited_on, household_no, householder, opinion)
    from staging.visit
    union all
    select 'inspection', month, town_code, sheet_id, row, finding,
        concat_ws('|', town_code, inspected_on, site, finding)
    from staging.inspection
),

first_told as (
    select * from told where again is null
    union all
    select * from told
    where again is not null
    qualify row_number() over (partition by source, again order by month, sheet_id, row) = 1
)

select
    first_told.source,
    first_told.month,
    first_told.town_code,
    first_told.sheet_id,
    first_told.row,
    first_told.text
from first_told
left join staging.word as nothing on nothing.list = 'nothing' and nothing.word = squeezed(first_told.text)
where said(first_told.text) <> '' and nothing.word is null
