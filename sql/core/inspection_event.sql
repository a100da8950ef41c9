-- grain: one row per (month, place inspected and what was found there), in the month in which it counts
-- Files of several months may repeat a record: the same day, team, place and finding; records of one file that are alike
-- in all this are different ones. It counts in the month of the inspection or, told late, in the month whose file first
-- has it; the newest file up to that month speaks, and the ledgers up to it. The ledger's day of finding is the day on
-- which a problem was entered; one that stood there before the inspection was entered at once.
with told as (
    select
        *,
        row_number() over (
            partition by month, inspected_on, team, town_code, site, theme, finding order by sheet_id, row
        ) as alike_no
    from staging.inspection
),

dated as (
    select
        told.*,
        greatest(month_of(inspected_on, period.value::integer), min(month) over record) as counted_month
    from told
    inner join reference.scheme as period on period.part = 'period' and period.setting = 'first_day'
    window record as (partition by inspected_on, team, town_code, site, theme, finding, alike_no)
),

latest as (
    select dated.* exclude (month, counted_month, alike_no), dated.counted_month as month
    from dated
    where month <= counted_month
    qualify row_number() over (
        partition by inspected_on, team, town_code, site, theme, finding, alike_no order by month desc
    ) = 1
),

named as (
    select sheet_id, row, month, unnest(ledger_nos) as ledger_no from latest
),

entered as (
    select named.sheet_id, named.row, min(rectification.found_on) as entered_on
    from named
    inner join staging.rectification as rectification
        on rectification.ledger_no = named.ledger_no and rectification.month <= named.month
    group by named.sheet_id, named.row
)

select
    latest.month,
    latest.sheet_id,
    latest.row,
    latest.town_code,
    latest.team,
    latest.theme,
    latest.inspected_on,
    county_scope() || scope_of('town', latest.town_code) || scope_of('theme', latest.theme)
    || scope_of('inspection_team', latest.team) as scopes,
    latest.finding is not null as has_finding,
    has_finding and coalesce(latest.fed_back_on < month.next_starts_on, false) as is_fed_back,
    case when is_fed_back and latest.fed_back_on >= latest.inspected_on then latest.fed_back_on - latest.inspected_on end
        as feedback_days,
    has_finding and entered.entered_on is not null as is_entered,
    case when is_entered then entered.entered_on end as entered_on,
    case when is_entered then greatest(entry.workday_number - inspected.workday_number, 0) end as entry_working_days,
    case when is_entered then entry.is_provisional or inspected.is_provisional end as is_entry_provisional
from latest
inner join staging.month as month using (month)
left join entered using (sheet_id, row)
left join reference.calendar_day as inspected on inspected.day = latest.inspected_on
left join reference.calendar_day as entry on entry.day = entered.entered_on
