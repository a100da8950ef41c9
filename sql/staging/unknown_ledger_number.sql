-- grain: one row per row of a visit or inspection file that names a ledger number which no rectification ledger has
-- Looked for in the ledgers of all months up to the one after the row's: what is found late is entered late. Where no
-- such ledger arrived nothing can be missed.
with named as (
    select
        cell.sheet_id,
        cell.row,
        sheet.month,
        unnest(listed_numbers(cell.numbers)) as ledger_no
    from (
        select sheet_id, row, transfer_no as numbers from raw.visit
        union all
        select sheet_id, row, ledger_no from raw.inspection
    ) as cell
    inner join raw.sheet using (sheet_id)
    where squeezed(cell.numbers) not in (select word from staging.word where list = 'nothing')
),

ledger as (
    select ledger_no, min(month) as month from staging.rectification_read group by ledger_no
)

select named.sheet_id, named.row, string_agg(named.ledger_no, '、' order by named.ledger_no) as numbers
from named
left join ledger on ledger.ledger_no = named.ledger_no and ledger.month <= named.month + interval 1 month
where ledger.ledger_no is null
    and named.month + interval 1 month >= (select min(month) from staging.rectification_read)
group by named.sheet_id, named.row
