-- grain: one row per (row that cannot be used, column of its sheet that is kept), with what the cell may show
-- The label is the header, told apart by the column's title where two columns have the same; it and the check code are
-- those of flows.ingest.corrections, by which a row that comes back finds its place. Of a telephone number, which the
-- warehouse holds as a keyed hash, it shows only that there is one.
with rejected as (
    select sheet_id, "row" from staging.row_read where is_rejected
),

cell as (
    select sheet_id, "row", column_name, text as value
    from raw.cell
    semi join rejected using (sheet_id, "row")
    union all
    select sheet_id, "row", 'q' || question, answer
    from raw.survey_answer
    semi join rejected using (sheet_id, "row")
),

labelled as (
    select
        sheet_column.sheet_id,
        sheet_column.position,
        sheet_column.column_name,
        case
            when count(*) over (partition by sheet_column.sheet_id, sheet_column.header) = 1 then sheet_column.header
            else sheet_column.header || '（' || coalesce(source_column.column_title, upper(sheet_column.column_name)) || '）'
        end as label,
        coalesce(source_column.privacy, '') as privacy
    from raw.sheet_column
    inner join raw.sheet using (sheet_id)
    left join reference.source_column
        on source_column.source = sheet.source and source_column.column_name = sheet_column.column_name
    where sheet_column.column_name is not null and coalesce(source_column.privacy, '') <> 'drop'
),

shown as (
    select
        rejected.sheet_id,
        rejected."row",
        labelled.position,
        labelled.column_name,
        labelled.label,
        labelled.privacy in ('phone', 'name') as is_private,
        case
            when cell.value is null then ''
            when labelled.privacy = 'phone' then '〔电话〕'
            else cell.value
        end as shown
    from rejected
    inner join labelled using (sheet_id)
    left join cell
        on cell.sheet_id = rejected.sheet_id and cell."row" = rejected."row"
            and cell.column_name = labelled.column_name
)

select
    *,
    left(
        sha256(string_agg(shown, chr(31) order by position) over (partition by sheet_id, "row")), 12
    ) as check_code
from shown
