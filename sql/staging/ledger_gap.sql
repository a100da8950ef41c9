-- grain: one row per (ledger, problem) where an open problem of the ledger before is missing
-- The ledger before is that of the latest earlier month that has one. A line that could not be used is not missing.
with ledger as (
    select
        month,
        min(sheet_id) as sheet_id,
        lag(month) over (order by month) as prior_month
    from staging.rectification_read
    group by month
),

present as (
    select month, ledger_no from staging.ledger_problem
    union
    select month, ledger_no from staging.rectification_read
    where ledger_no is not null and is_rejected
)

select
    ledger.sheet_id,
    cast(null as integer) as row,
    ledger.month,
    version.ledger_no,
    [problem('ledger_row_vanished', 'ledger_no', version.ledger_no, version.place)] as problems
from ledger
inner join staging.rectification_version as version
    on version.month = ledger.prior_month and version.speaks_for_month
inner join staging.rectification_read as before
    on before.sheet_id = version.sheet_id and before.row = version.row and before.state = 'open'
left join present on present.month = ledger.month and present.ledger_no = version.ledger_no
where present.ledger_no is null
