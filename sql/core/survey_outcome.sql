-- grain: one row per (month, scope, scope_code): call attempts by outcome, and the AAPOR rates' parts
-- RR1 = I / ((I + P) + (R + NC + O) + (UH + UO)); here busy and no answer are of unknown eligibility (AAPOR 3.x),
-- not in service, not eligible and quota full (4.x) are outside. COOP1 = I / (I + P + R + O).
with attempt as (
    select interview.month, interview.town_code, disposition.disposition_group, interview.is_complete
    from staging.interview
    inner join reference.disposition using (disposition_code)
),

scoped as (
    select 'county' as scope, '' as scope_code, * from attempt
    union all
    select 'town', town_code, * from attempt where town_code is not null
)

select
    month,
    scope,
    scope_code,
    count(*) as attempt_count,
    count(*) filter (disposition_group = 'complete') as complete_count,
    count(*) filter (is_complete) as valid_count,
    count(*) filter (disposition_group in ('complete')) as rr1_numerator,
    count(*) filter (
        disposition_group in ('complete', 'partial', 'refusal', 'break_off', 'busy', 'no_answer')
    ) as rr1_denominator,
    count(*) filter (disposition_group in ('complete')) as coop1_numerator,
    count(*) filter (disposition_group in ('complete', 'partial', 'refusal', 'break_off')) as coop1_denominator
from scoped
group by month, scope, scope_code
