-- grain: one row per (month, scope, scope_code, indicator) of what had to be entered into the rectification ledger
with scoped as (
    select *, unnest(scopes, recursive := true) from core.follow_up
)

select
    month,
    scope,
    scope_code,
    'rectification_entered' as indicator,
    count(*) filter (status = 'entered') as numerator,
    count(*) as denominator
from scoped
group by month, scope, scope_code
