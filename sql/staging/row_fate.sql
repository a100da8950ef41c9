-- grain: one row per row of any source, with what became of it
-- fate: rejected (cannot be used), duplicate (repeats an earlier row), superseded (another row speaks for it), used.
-- The four are found independently: a row without a fate, or with two, is an error that a check tells.
with used as (
    select sheet_id, row from staging.interview
    union all
    select sheet_id, row from staging.ticket
    union all
    -- the further handlers of a ticket have rows of their own, which name them
    select sheet_id, row from staging.ticket_version where not speaks_for_month and not is_superseded
    union all
    select sheet_id, row from staging.rectification
    union all
    select sheet_id, row from staging.visit
    union all
    select sheet_id, row from staging.household
    union all
    select sheet_id, row from staging.inspection
    union all
    select sheet_id, row from staging.task
    union all
    select sheet_id, row from staging.external_district
    union all
    select sheet_id, row from staging.external_town
)

select sheet_id, row, 'rejected' as fate from staging.row_read where is_rejected
union all
select sheet_id, row, 'duplicate' from staging.row_read where is_duplicate and not is_rejected
union all
select sheet_id, row, 'superseded' from staging.superseded_row
union all
select sheet_id, row, 'used' from used
