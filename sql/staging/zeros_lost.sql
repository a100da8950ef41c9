-- grain: one row per row whose ticket or ledger number another row has with more or fewer zeros before it
-- Spreadsheet programs take such zeros away (00731 becomes 731); whether the two are one number, the analyst is asked.
-- The later month's row is told, within a month the one with fewer zeros: what a later month says changes nothing here.
with numbered as (
    select sheet_id, row, month, 'ticket_no' as column_name, ticket_no as number from staging.ticket_read
    union all
    select sheet_id, row, month, 'ledger_no', ledger_no from staging.rectification_read where is_numbered
),

digits as (
    select *, ltrim(number, '0') as significant from numbered where regexp_full_match(number, '\d+')
),

written_twice as (
    select column_name, significant
    from digits
    group by column_name, significant
    having min(length(number)) <> max(length(number))
),

place as (
    select digits.*, row_place(sheet.file, sheet.sheet, digits.row) as place
    from digits
    inner join written_twice using (column_name, significant)
    inner join staging.sheet using (sheet_id)
)

select
    place.sheet_id,
    place.row,
    [problem('id_zeros', place.column_name, place.number, '“' || other.number || '”（' || other.place || '）')] as problems
from place
inner join place as other
    on other.column_name = place.column_name
        and other.significant = place.significant
        and (
            (other.month < place.month and other.number <> place.number)
            or (other.month = place.month and length(other.number) > length(place.number))
        )
qualify row_number() over (
    partition by place.sheet_id, place.row order by other.month desc, other.sheet_id, other.row
) = 1
