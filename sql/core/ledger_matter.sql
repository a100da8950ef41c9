-- grain: one row per problem of the rectification ledger: what it is about, as first described
select 'rectification' as source, month, ledger_no, town_code, sheet_id, row, description as text
from staging.rectification
where said(description) <> ''
qualify row_number() over (partition by ledger_no order by month, sheet_id, row) = 1
