-- grain: one row per (month, scope, scope_code, indicator) of the hotline and the other channels
-- A rate has numerator and denominator; a count has its numerator and no denominator (reference.indicator says which).
with scoped as (
    select *, unnest(scopes, recursive := true) from core.hotline_event
),

-- where nobody called the residents are still there
resident as (
    select 'county' as scope, '' as scope_code, sum(persons) as persons from reference.population
    union all
    select 'town', town_code, sum(persons) from reference.population group by town_code
)

select
    month,
    scope,
    scope_code,
    unnest([
        {'indicator': 'hotline_received', 'numerator': count(*) filter (is_received), 'denominator': null},
        {'indicator': 'hotline_carried_over', 'numerator': count(*) filter (is_carried_over), 'denominator': null},
        {'indicator': 'hotline_closed', 'numerator': count(*) filter (is_closed), 'denominator': null},
        {'indicator': 'hotline_open', 'numerator': count(*) filter (is_open), 'denominator': null},
        {'indicator': 'hotline_overdue_open', 'numerator': count(*) filter (is_overdue_open), 'denominator': null},
        {
            'indicator': 'hotline_responded',
            'numerator': count(*) filter (is_responded),
            'denominator': count(*) filter (is_response_assessed)
        },
        {
            'indicator': 'hotline_on_time',
            'numerator': count(*) filter (is_closed_on_time),
            'denominator': count(*) filter (is_due)
        },
        {
            'indicator': 'hotline_excluded_appeal_due',
            'numerator': count(*) filter (is_excluded_appeal_due),
            'denominator': null
        },
        {
            'indicator': 'hotline_handling_days',
            'numerator': coalesce(sum(handling_working_days), 0),
            'denominator': count(handling_working_days)
        },
        {
            'indicator': 'hotline_returned',
            'numerator': count(*) filter (is_returned),
            'denominator': count(*) filter (is_dispatched_or_returned)
        },
        {
            'indicator': 'hotline_redone',
            'numerator': count(*) filter (is_redone),
            'denominator': count(*) filter (is_closed_or_redone)
        },
        {'indicator': 'hotline_reopened', 'numerator': count(*) filter (is_reopened_now), 'denominator': null},
        {
            'indicator': 'hotline_repeated',
            'numerator': count(*) filter (is_repeat),
            'denominator': count(*) filter (is_received)
        },
        {'indicator': 'hotline_revisited', 'numerator': count(*) filter (is_revisited), 'denominator': null},
        {
            'indicator': 'hotline_solved',
            'numerator': count(*) filter (is_solved),
            'denominator': count(*) filter (is_solution_assessed)
        },
        {
            'indicator': 'hotline_satisfied',
            'numerator': count(*) filter (is_satisfied),
            'denominator': count(*) filter (is_satisfaction_assessed)
        },
        {
            'indicator': 'hotline_strictly_satisfied',
            'numerator': count(*) filter (is_strictly_satisfied),
            'denominator': count(*) filter (is_satisfaction_assessed)
        },
        {
            'indicator': 'hotline_first_satisfied',
            'numerator': count(*) filter (is_first_satisfied),
            'denominator': count(*) filter (is_satisfaction_assessed)
        },
        {'indicator': 'hotline_excluded_appeal', 'numerator': count(*) filter (is_excluded_appeal), 'denominator': null},
        {
            'indicator': 'hotline_excluded_unreachable',
            'numerator': count(*) filter (is_excluded_unreachable),
            'denominator': null
        },
        {
            'indicator': 'hotline_excluded_unreasonable',
            'numerator': count(*) filter (is_excluded_unreasonable),
            'denominator': null
        },
        {
            'indicator': 'hotline_excluded_solution_unknown',
            'numerator': count(*) filter (is_excluded_solution_unknown),
            'denominator': null
        },
        {
            'indicator': 'hotline_excluded_satisfaction_unknown',
            'numerator': count(*) filter (is_excluded_satisfaction_unknown),
            'denominator': null
        }
    ], recursive := true)
from scoped
group by month, scope, scope_code
union all by name
select
    told.month,
    resident.scope,
    resident.scope_code,
    'hotline_received_per_10000' as indicator,
    count(scoped.month) filter (scoped.is_received) as numerator,
    resident.persons as denominator
from (select distinct month from core.hotline_event) as told
cross join resident
left join scoped on scoped.month = told.month and scoped.scope = resident.scope and scoped.scope_code = resident.scope_code
group by told.month, resident.scope, resident.scope_code, resident.persons
