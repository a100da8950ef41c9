-- grain: one row per row for which another row of the same month speaks: a later one
-- What versions of tickets and of ledger problems say of it stands in their own models; of the others, the place of the
-- row that speaks is here.
with pair as (
    select old.sheet_id, old.row, 'household_no' as column_name, new.sheet_id as speaking_sheet_id,
        new.row as speaking_row
    from staging.household_read as old
    inner join staging.household as new
        on new.month = old.month
            and new.household_no = old.household_no
            and new.visit_group is not distinct from old.visit_group
            and new.householder is not distinct from old.householder
            and new.village is not distinct from old.village
            and new.sheet_id > old.sheet_id
    where not old.is_rejected and not old.is_duplicate
    union all
    select old.sheet_id, old.row, 'task_no', new.sheet_id, new.row
    from staging.task_read as old
    inner join staging.task as new
        on new.month = old.month
            and new.list_name is not distinct from old.list_name
            and new.task_no = old.task_no
            and new.task = old.task
            and new.sheet_id > old.sheet_id
    where not old.is_rejected and not old.is_duplicate
)

select sheet_id, row, column_name, speaking_sheet_id, min(speaking_row) as speaking_row
from pair
group by sheet_id, row, column_name, speaking_sheet_id
union all
select sheet_id, row, 'ticket_no', null, null from staging.ticket_version where is_superseded
union all
select sheet_id, row, 'ledger_no', null, null from staging.rectification_version where is_superseded
