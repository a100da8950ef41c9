-- grain: one row per (month, scope, scope_code): call attempts by outcome, and the AAPOR rates' parts
-- AAPOR Standard Definitions, by the first digits of the disposition: I 1.1, P 1.2, R 2.1 (refusal, break-off),
-- NC 2.2, O 2.3, U 3 (unknown eligibility: busy, no answer), 4 not eligible (not in service, not eligible, quota full).
--   RR1 = I / (I + P + R + NC + O + U)            RR3 = I / (I + P + R + NC + O + e U)
--   COOP1 = I / (I + P + R + O)                   REF1 = R / (I + P + R + NC + O + U)
--   CON1 = (I + P + R + O) / (I + P + R + NC + O + U)
-- e is the share of the eligible among the attempts whose eligibility is known, of the same month and scope:
-- (I + P + R + NC + O) / (I + P + R + NC + O + 4).
with attempt as (
    select
        interview.month,
        interview.town_code,
        disposition.disposition_code as code,
        disposition.disposition_group,
        interview.is_complete,
        (interview.sheet_id, interview.row) in (select (sheet_id, row) from staging.interview_flag where is_excluding)
            as is_excluding
    from staging.interview
    inner join reference.disposition using (disposition_code)
),

scoped as (
    select 'county' as scope, '' as scope_code, * from attempt
    union all
    select 'town', town_code, * from attempt where town_code is not null
),

counted as (
    select
        month,
        scope,
        scope_code,
        count(*)::integer as attempt_count,
        count(*) filter (is_complete)::integer as valid_count,
        count(*) filter (is_complete and is_excluding)::integer as excluded_count,
        count(*) filter (code = '1.1')::integer as complete_count,
        count(*) filter (code = '1.2')::integer as partial_count,
        count(*) filter (starts_with(code, '2.1'))::integer as refusal_count,
        count(*) filter (disposition_group = 'break_off')::integer as break_off_count,
        count(*) filter (starts_with(code, '2.2'))::integer as noncontact_count,
        count(*) filter (starts_with(code, '2.3'))::integer as other_count,
        count(*) filter (starts_with(code, '3.'))::integer as unknown_count,
        count(*) filter (disposition_group = 'busy')::integer as busy_count,
        count(*) filter (disposition_group = 'no_answer')::integer as no_answer_count,
        count(*) filter (starts_with(code, '4.'))::integer as ineligible_count,
        count(*) filter (disposition_group = 'not_in_service')::integer as not_in_service_count,
        count(*) filter (disposition_group = 'not_eligible')::integer as not_eligible_count,
        count(*) filter (disposition_group = 'quota_full')::integer as quota_full_count
    from scoped
    group by month, scope, scope_code
)

select
    *,
    complete_count + partial_count + refusal_count + other_count as contacted_count,
    contacted_count + noncontact_count as eligible_count,
    eligible_count as e_numerator,
    eligible_count + ineligible_count as e_denominator,
    complete_count as rr1_numerator,
    eligible_count + unknown_count as rr1_denominator,
    complete_count as rr3_numerator,
    eligible_count + coalesce(e_numerator / nullif(e_denominator, 0), 0) * unknown_count as rr3_denominator,
    complete_count as coop1_numerator,
    contacted_count as coop1_denominator,
    refusal_count as ref1_numerator,
    rr1_denominator as ref1_denominator,
    contacted_count as con1_numerator,
    rr1_denominator as con1_denominator
from counted
