-- grain: one row per (month, visit that the ledgers up to that month know and that the month may still count)
-- Ledgers of several months may repeat a visit: the same day, group, visitors, household and start; visits of one ledger
-- that are alike in all this are different visits. The newest ledger speaks. A visit counts in the month in which it was
-- made or, entered late, in the month whose ledger first shows it; it is carried to the end of that year, and until its
-- opinion was to be answered.
with told as (
    select
        *,
        row_number() over (
            partition by month, visited_on, visit_group, visitor, town_code, village, householder, phone_token,
                household_no, started_at
            order by sheet_id, row
        ) as alike_no
    from staging.visit
),

identified as (
    select
        * exclude (alike_no, month),
        month as ledger_month,
        dense_rank() over (
            order by visited_on, visit_group, visitor, town_code, village, householder, phone_token, household_no,
                started_at, alike_no
        ) as visit_no
    from told
),

dated as (
    select
        identified.*,
        greatest(
            month_of(identified.visited_on, period.value::integer), min(ledger_month) over (partition by visit_no)
        ) as counted_month,
        due.day as feedback_due_on,
        coalesce(due.is_provisional, false) as is_feedback_due_provisional
    from identified
    inner join reference.scheme as setting
        on setting.part = 'visit' and setting.setting = 'feedback_working_days'
    inner join reference.scheme as period on period.part = 'period' and period.setting = 'first_day'
    left join reference.calendar_day as visited on visited.day = identified.visited_on
    left join reference.calendar_day as due
        on due.workday_number = visited.workday_number + setting.value::integer
            and (due.is_workday or due.day = visited.day)
    qualify row_number() over (partition by identified.sheet_id, identified.row order by due.day desc) = 1
),

-- a month for which no ledger says anything has no visits to speak of
speaking as (
    select ledger_month as month from dated
    union
    select counted_month from dated
)

select month.month, month.starts_on, month.next_starts_on, dated.*
from staging.month as month
inner join speaking using (month)
inner join dated
    on dated.ledger_month <= month.month
        and dated.counted_month <= month.month
        and (year(dated.counted_month) = year(month.month) or dated.feedback_due_on >= month.starts_on)
qualify row_number() over (partition by month.month, dated.visit_no order by dated.ledger_month desc) = 1
