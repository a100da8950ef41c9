-- grain: one row per month from the first of its year's visiting campaign on: the days on which a visit is of the campaign
-- The campaign is the year's phase `visits` (campaigns.csv). Its last day is the campaign's, or the month's while it
-- goes on.
with campaign as (
    select
        campaign,
        cast(min(first_month) || '-01' as date) as first_month,
        cast(max(last_month) || '-01' as date) as last_month
    from reference.campaign_phase
    where phase = 'visits'
    group by campaign
)

select
    month.month,
    cast(month.starts_on + to_months(date_diff('month', month.month, campaign.first_month)) as date) as starts_on,
    cast(
        month.next_starts_on + to_months(least(date_diff('month', month.month, campaign.last_month), 0)) as date
    ) as ends_before
from staging.month as month
inner join campaign on campaign.campaign = year(month.month) and campaign.first_month <= month.month
