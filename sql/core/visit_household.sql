-- grain: one row per (month, visit): the household of the list holding in that month that was visited
-- By its number: in the visit's own group, or where only one household of the list has the number. Else by one of its
-- telephone numbers, first character of the head's name, and village as far as both say one; the visit's own group
-- first. A visit without its number or a legible telephone number is to the only household of its group, kind and village whose head's
-- name begins so; where there are two of them nobody can tell. A visit is to one household of the list at most.
with listed as (
    select
        household_list.month,
        household.* exclude (month),
        left(household.householder, 1) as head,
        village_key(household.village) as village_key,
        count(*) over (partition by household_list.month, household.household_no) as same_number_count,
        count(*) over (
            partition by household_list.month, household.group_code, household.target_type,
                village_key(household.village), left(household.householder, 1)
        ) as same_head_count
    from staging.household_list
    inner join staging.household as household on household.month = household_list.list_month
),

visit as (
    select
        month, visit_no, household_no, phone_token, group_code, target_type, left(householder, 1) as head,
        village_key(village) as village_key
    from core.visit_known
),

listed_phone as (
    select *, unnest(string_split(phone_token, '、')) as token from listed where phone_token <> ''
),

visit_phone as (
    select *, unnest(string_split(phone_token, '、')) as token from visit where phone_token <> ''
),

candidate as (
    select
        visit.month,
        visit.visit_no,
        listed.sheet_id,
        listed.row,
        1 as way,
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
        2,
        visit.group_code is not distinct from listed.group_code,
        true
    from visit_phone as visit
    inner join listed_phone as listed using (month, token, head)
    where coalesce(visit.village_key = listed.village_key, true)
    union all
    select visit.month, visit.visit_no, listed.sheet_id, listed.row, 3, true, true
    from visit
    inner join listed using (month, group_code, target_type, village_key, head)
    where visit.household_no is null and coalesce(visit.phone_token, '') = '' and listed.same_head_count = 1
)

select month, visit_no, sheet_id, row
from candidate
qualify row_number() over (
    partition by month, visit_no order by way, is_own_group desc, is_same_head desc, sheet_id, row
) = 1
