-- grain: one row per (month, scope, scope_code, indicator) of the hotline and the other channels
-- A rate has numerator and denominator; a count has its numerator and no denominator (reference.indicator says which).
with scoped as (
    select *, unnest(scopes, recursive := true) from core.hotline_event
)

select
    month,
    scope,
    scope_code,
    unnest([
        {'indicator': 'hotline_received', 'numerator': count(*) filter (is_received), 'denominator': null},
        {'indicator': 'hotline_carried_over', 'numerator': count(*) filter (is_carried_over), 'denominator': null},
        {'indicator': 'hotline_open', 'numerator': count(*) filter (is_open), 'denominator': null},
        {'indicator': 'hotline_overdue_open', 'numerator': count(*) filter (is_overdue_open), 'denominator': null},
        {
            'indicator': 'hotline_on_time',
            'numerator': count(*) filter (is_closed_on_time),
            'denominator': count(*) filter (is_due)
        },
        {
            'indicator': 'hotline_solved',
            'numerator': count(*) filter (is_solved),
            'denominator': count(*) filter (is_solution_assessed)
        },
        {
            'indicator': 'hotline_satisfied',
            'numerator': count(*) filter (is_satisfied),
            'denominator': count(*) filter (is_satisfaction_assessed)
        }
    ], recursive := true)
from scoped
group by month, scope, scope_code
