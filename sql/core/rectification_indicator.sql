-- grain: one row per (month, scope, scope_code, indicator) of the rectification ledger
-- A rate has numerator and denominator; a count has its numerator and no denominator (reference.indicator says which).
with scoped as (
    select *, unnest(scopes, recursive := true) from core.rectification_event
)

select
    month,
    scope,
    scope_code,
    unnest([
        {'indicator': 'rectification_found', 'numerator': count(*) filter (is_found), 'denominator': null},
        {'indicator': 'rectification_open', 'numerator': count(*) filter (is_open), 'denominator': null},
        {
            'indicator': 'rectification_struck_off_now',
            'numerator': count(*) filter (is_struck_off_now),
            'denominator': null
        },
        {'indicator': 'rectification_explained', 'numerator': count(*) filter (is_explained), 'denominator': null},
        {
            'indicator': 'rectification_overdue_open',
            'numerator': count(*) filter (is_overdue_open),
            'denominator': null
        },
        {'indicator': 'rectification_rebound', 'numerator': count(*) filter (is_rebound), 'denominator': null},
        {
            'indicator': 'rectification_struck_off',
            'numerator': count(*) filter (is_struck_off),
            'denominator': count(*) filter (not is_explained)
        },
        {
            'indicator': 'rectification_on_time',
            'numerator': count(*) filter (is_struck_off_on_time),
            'denominator': count(*) filter (is_due)
        }
    ], recursive := true)
from scoped
group by month, scope, scope_code
