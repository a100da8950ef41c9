-- grain: one row per distinct (month, text) of a time cell of a hotline file: every text is read once
with cell as (
    select
        sheet.month,
        unnest([
            hotline.called_at, hotline.dispatched_at, hotline.due_at,
            hotline.extended_due_at, hotline.closed_at, hotline.visited_at
        ]) as text
    from raw.hotline
    inner join raw.sheet using (sheet_id)
),

distinct_cell as (
    select distinct month, text from cell where text is not null
)

select month, text, read_moment(text, month) as moment, is_yearless(text) as is_yearless
from distinct_cell
