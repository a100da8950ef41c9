-- grain: one row per (month, district of the city that the third party scored): its rank as stated and as the scores say
-- Ranks follow from the scores (1, 2, 2, 4) where the month's sheets have every district that they speak of. Places risen
-- are those since the latest earlier month that has the district.
with counted as (
    select
        *,
        count(*) over of_month as district_count,
        case
            when greatest(max(rank) over of_month, max(rank_places) over of_month, 2) <= count(*) over of_month
                then rank() over (partition by month order by score desc)
        end as computed_rank
    from staging.external_district
    window of_month as (partition by month)
),

compared as (
    select
        *,
        coalesce(rank, computed_rank) as rank_told,
        lag(month) over life as prior_month,
        lag(score) over life as prior_score,
        lag(coalesce(rank, computed_rank)) over life as prior_rank,
        prior_rank - coalesce(rank, computed_rank) as computed_rise
    from counted
    window life as (partition by district order by month)
)

select
    sheet_id,
    row,
    month,
    district,
    is_own_county,
    score,
    rank,
    district_count,
    computed_rank,
    coalesce(rank <> computed_rank, false) as is_rank_disputed,
    prior_month,
    prior_score,
    prior_rank,
    places_risen,
    computed_rise,
    coalesce(places_risen <> computed_rise, false) as is_rise_disputed,
    found_problems([
        case when is_rank_disputed then problem('district_rank_disputed', 'rank', rank, computed_rank) end,
        -- of other districts this is not the bureau's to ask about
        case
            when is_rise_disputed and is_own_county
                then problem(
                    'district_rise_disputed', 'rank_change', places_risen,
                    strftime(prior_month, '%Y-%m') || ' 第' || prior_rank || '位，本月第' || rank_told || '位'
                )
        end
    ]) as problems
from compared
