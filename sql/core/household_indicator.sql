-- grain: one row per (month, scope, scope_code, indicator) of the list of households to be visited
with scoped as (
    select *, unnest(scopes, recursive := true) from core.household_event
)

select
    month,
    scope,
    scope_code,
    'household_reached' as indicator,
    count(*) filter (is_reached) as numerator,
    count(*) as denominator
from scoped
group by month, scope, scope_code
