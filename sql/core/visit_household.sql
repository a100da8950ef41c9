-- grain: one row per (month, visit): the household of the list holding in that month that was visited
-- By its number: in the visit's own group, or where only one household of the list has the number. Else by telephone
-- number, first character of the head's name, and village as far as both say one; the visit's own group first. A visit
-- is to one household of the list at most.
with listed as (
    select
        household_list.month,
        household.* exclude (month),
        left(household.householder, 1) as head,
        village_key(household.village) as village_key,
        count(*) over (partition by household_list.month, household.household_no) as same_number_count
    from staging.household_list
    inner join staging.household as household on household.month = household_list.list_month
),

visit as (
    select
        month, visit_no, household_no, phone_token, group_code, left(householder, 1) as head,
        village_key(village) as village_key
    from core.visit_known
),

candidate as (
    select
        visit.month,
        visit.visit_no,
        listed.sheet_id,
        listed.row,
        true as is_by_number,
        visit.group_code is not distinct from listed.group_code as is_own_group,
        coalesce(visit.head = listed.head, false) as is_same_head
    from visit
    inner join listed on listed.month = visit.month and listed.household_no = visit.household_no
    where visit.group_code is not distinct from listed.group_code or listed.same_number_count = 1
    union all
    select
        visit.month,
        visit.visit_no,
        listed.sheet_id,
        listed.row,
        false,
        visit.group_code is not distinct from listed.group_code,
        true
    from visit
    inner join listed
        on listed.month = visit.month and listed.phone_token = visit.phone_token and listed.head = visit.head
    where coalesce(visit.village_key = listed.village_key, true)
)

select month, visit_no, sheet_id, row
from candidate
qualify row_number() over (
    partition by month, visit_no order by is_by_number desc, is_own_group desc, is_same_head desc, sheet_id, row
) = 1
