-- grain: one row per (month, scope, scope_code, indicator) of the inspections
with scoped as (
    select *, unnest(scopes, recursive := true) from core.inspection_event
)

select
    month,
    scope,
    scope_code,
    unnest([
        {'indicator': 'inspection_made', 'numerator': count(*), 'denominator': null},
        {'indicator': 'inspection_finding', 'numerator': count(*) filter (has_finding), 'denominator': null},
        {
            'indicator': 'inspection_fed_back',
            'numerator': count(*) filter (is_fed_back),
            'denominator': count(*) filter (has_finding)
        },
        {
            'indicator': 'inspection_feedback_days',
            'numerator': coalesce(sum(feedback_days), 0)::bigint,
            'denominator': count(feedback_days)
        },
        {
            'indicator': 'inspection_entered',
            'numerator': count(*) filter (is_entered),
            'denominator': count(*) filter (has_finding)
        },
        {
            'indicator': 'inspection_entry_days',
            'numerator': coalesce(sum(entry_working_days), 0)::bigint,
            'denominator': count(entry_working_days)
        }
    ], recursive := true)
from scoped
group by month, scope, scope_code
