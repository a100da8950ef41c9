-- grain: one row per completed, valid interview of a resident of a town
-- Interviews that break a rule of quality stay, unless the scheme says of that rule: exclude.
-- A respondent whose age lies in no band of the population table (unknown, or a range across bands) has none.
-- Design: strata = town × urban/rural, base weight N/n. Where a stratum of the town has fewer than two interviews, the
-- town's strata are merged into one (a lonely stratum has no variance of its own).
with frame as (
    select town_code, urban_rural, sum(persons) as population
    from reference.population
    group by town_code, urban_rural
),

completed as (
    select
        interview.sheet_id,
        interview.row,
        interview.month,
        interview.sample_id,
        interview.town_code,
        interview.urban_rural,
        interview.sex,
        age_band.age_band,
        interview.phone_token
    from staging.interview
    left join staging.age_band
        on interview.ages.youngest >= age_band.youngest and interview.ages.oldest <= age_band.oldest
    where is_complete and town_code is not null
        and (sheet_id, row) not in (select (sheet_id, row) from staging.interview_flag where is_excluding)
),

month_frame as (
    select months.month, frame.town_code, frame.urban_rural, frame.population
    from frame
    cross join (select distinct month from completed) as months
),

stratum_count as (
    select
        month_frame.month,
        month_frame.town_code,
        month_frame.urban_rural,
        month_frame.population,
        count(completed.row) as interview_count
    from month_frame
    left join completed using (month, town_code, urban_rural)
    group by all
),

town_count as (
    select
        month,
        town_code,
        sum(population) as population,
        sum(interview_count) as interview_count,
        bool_or(interview_count < 2 and population > 0) as has_lonely_stratum
    from stratum_count
    group by month, town_code
)

select
    completed.month,
    completed.town_code,
    completed.town_code || '/' || case when town_count.has_lonely_stratum then 'all' else completed.urban_rural end as stratum,
    completed.sheet_id,
    completed.row,
    completed.sample_id,
    completed.urban_rural,
    completed.sex,
    completed.age_band,
    completed.phone_token,
    case when town_count.has_lonely_stratum then town_count.population else stratum_count.population end as stratum_population,
    case when town_count.has_lonely_stratum then town_count.interview_count else stratum_count.interview_count end
        as stratum_interview_count,
    stratum_population / stratum_interview_count as base_weight
from completed
inner join stratum_count using (month, town_code, urban_rural)
inner join town_count using (month, town_code)
