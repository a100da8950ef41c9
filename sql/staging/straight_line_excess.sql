-- grain: one row per (month, interviewer with a valid interview in it): straight lines over the months up to it
-- Residents of a good town answer 满意 throughout, so straight lines prove nothing by themselves: an interviewer's are
-- held against those of all interviewers in the same towns and months. In a stratum (month × town) of N interviews, m
-- of them straight, n of the interviewer's: expected n m / N, variance n (N − n) m (N − m) / (N² (N − 1)), summed over
-- the strata (Mantel & Haenszel 1959). Sums of fractions are ordered.
with stratum as (
    select month, town_code, count(*) as interviews, count(*) filter (is_straight_line) as straight
    from staging.interview_profile
    where can_straight_line and town_code is not null
    group by month, town_code
),

worked as (
    select month, town_code, interviewer_id, count(*) as interviews, count(*) filter (is_straight_line) as straight
    from staging.interview_profile
    where can_straight_line and town_code is not null and interviewer_id is not null
    group by month, town_code, interviewer_id
),

share as (
    select
        worked.month,
        worked.town_code,
        worked.interviewer_id,
        worked.interviews,
        worked.straight,
        worked.interviews * stratum.straight / stratum.interviews as expected,
        coalesce(
            worked.interviews * (stratum.interviews - worked.interviews)
            * stratum.straight * (stratum.interviews - stratum.straight)
            / nullif(stratum.interviews::double * stratum.interviews * (stratum.interviews - 1), 0),
            0
        ) as variance
    from worked
    inner join stratum using (month, town_code)
)

select
    seen.month,
    seen.interviewer_id,
    sum(share.interviews)::integer as interview_count,
    sum(share.straight)::integer as straight_count,
    sum(share.expected order by share.month, share.town_code) as straight_expected,
    sum(share.variance order by share.month, share.town_code) as straight_variance,
    coalesce(
        (straight_count - straight_expected) / nullif(sqrt(straight_variance), 0)
        >= any_value(limits.straight_line_excess_se)
        and interview_count >= any_value(limits.interviewer_min_interviews),
        false
    ) as is_listed
from (select distinct month, interviewer_id from worked) as seen
cross join staging.interview_limit as limits
inner join share
    on share.interviewer_id = seen.interviewer_id
        and share.month <= seen.month
        and share.month > seen.month - to_months(limits.straight_line_months)
group by seen.month, seen.interviewer_id
