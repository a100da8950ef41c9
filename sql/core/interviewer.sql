-- grain: one row per (month, interviewer)
-- COOP1 = I / (I + P + R + O) of the interviewer's own attempts (core.survey_outcome says the letters).
with attempt as (
    select
        month,
        interviewer_id,
        count(*)::integer as attempt_count,
        count(*) filter (disposition_code = '1.1')::integer as coop1_numerator,
        count(*) filter (
            disposition_code in ('1.1', '1.2')
            or starts_with(disposition_code, '2.1') or starts_with(disposition_code, '2.3')
        )::integer as coop1_denominator,
        count(*) filter (starts_with(disposition_code, '2.1'))::integer as refusal_count
    from staging.interview
    where interviewer_id is not null
    group by month, interviewer_id
),

valid as (
    select
        month,
        interviewer_id,
        count(*)::integer as valid_count,
        count(distinct town_code)::integer as town_count,
        median(duration_s) / 60 as duration_median_minutes,
        count(*) filter (is_straight_line)::integer as straight_numerator,
        count(*) filter (can_straight_line)::integer as straight_denominator,
        count(*) filter (is_short)::integer as short_numerator,
        count(duration_s)::integer as short_denominator,
        count(*) filter (is_satisfied)::integer as satisfied_numerator,
        count(ranking_score)::integer as satisfied_denominator,
        sum(ranking_score order by sheet_id, row) / count(ranking_score) as mean_score,
        sum(dont_know_count)::integer as dont_know_numerator,
        sum(graded_count)::integer as dont_know_denominator
    from staging.interview_profile
    where interviewer_id is not null
    group by month, interviewer_id
),

flagged as (
    select month, interviewer_id, count(distinct (sheet_id, row))::integer as flagged_count
    from staging.interview_flag
    where interviewer_id is not null
    group by month, interviewer_id
)

select
    attempt.*,
    coalesce(valid.valid_count, 0) as valid_count,
    coalesce(valid.town_count, 0) as town_count,
    coalesce(flagged.flagged_count, 0) as flagged_count,
    valid.* exclude (month, interviewer_id, valid_count, town_count)
from attempt
left join valid using (month, interviewer_id)
left join flagged using (month, interviewer_id)
