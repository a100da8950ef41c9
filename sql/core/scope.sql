-- grain: one row per (scope, scope_code): everybody and everything that indicators are counted by
-- The scopes of words (channel, theme, …) take their names from the first word of each meaning in vocabulary.csv.
with word as (
    select list as scope, value as scope_code, arg_min(word, rowid) as scope_name, min(rowid) as line
    from reference.word
    where list in ('channel', 'problem_source', 'theme')
    group by list, value
)

select 'county' as scope, '' as scope_code, '全县' as scope_name, 0::bigint as scope_order
union all
select 'town', town_code, town_name, town_order from reference.town
union all
select unit_kind, unit_code, unit_name, unit_order from reference.unit
union all
select scope, scope_code, scope_name, line from word
union all
select 'category', category_l1, category_l1, row_number() over (order by category_l1)
from (select distinct category_l1 from staging.ticket where category_l1 is not null)
