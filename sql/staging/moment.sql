-- grain: one row per distinct (month, text) of a cell that tells a day or a moment: every text is read once
-- of the hotline's, the visits', the inspections' and the tasks' files
with cell as (
    select
        sheet_id,
        unnest([called_at, dispatched_at, signed_at, due_at, extended_due_at, closed_at, visited_at]) as text
    from raw.hotline
    union all
    select sheet_id, unnest([visited_on, feedback_at]) from raw.visit
    union all
    select sheet_id, unnest([inspected_on, fed_back_at]) from raw.inspection
    union all
    select sheet_id, completed_on from raw.task
),

distinct_cell as (
    select distinct sheet.month, cell.text
    from cell
    inner join raw.sheet using (sheet_id)
    where cell.text is not null
)

select
    month,
    text,
    read_moment(text, month) as moment,
    cast(moment as date) as day,
    is_yearless(text) as is_yearless
from distinct_cell
