-- grain: one row per month from the first of its year's visiting campaign on: the days on which a visit is of the campaign
-- Its last day is the campaign's, or the month's while the campaign goes on.
with setting as (
    select
        max(value) filter (setting = 'campaign_from_month')::integer as from_month,
        max(value) filter (setting = 'campaign_until_month')::integer as until_month
    from reference.scheme
    where part = 'visit'
)

select
    month.month,
    cast(month.starts_on + to_months(setting.from_month - month(month.month)) as date) as starts_on,
    cast(month.next_starts_on + to_months(least(setting.until_month - month(month.month), 0)) as date) as ends_before
from staging.month as month
cross join setting
where month(month.month) >= setting.from_month
