-- grain: one row per (scope, scope_code): everybody and everything that indicators and scores are by
-- The scopes of words (channel, theme, …) take their names from the first word of each meaning in vocabulary.csv,
-- severities from deadlines.csv.
with word as (
    select list as scope, value as scope_code, arg_min(word, rowid) as scope_name, min(rowid) as line
    from reference.word
    where list in ('channel', 'problem_source', 'theme', 'target_type', 'urban_rural', 'sex')
    group by list, value
)

select 'county' as scope, '' as scope_code, '全县' as scope_name, 0::bigint as scope_order
union all
select 'town', town_code, town_name, town_order from reference.town
union all
select unit_kind, unit_code, unit_name, unit_order from reference.unit
union all
select 'visit_group', group_code, arg_max(group_name, valid_from), arg_max(group_order, valid_from)
from reference.visit_group
group by group_code
union all
select 'task_list', list_code, list_name, list_order from reference.task_list
union all
select scope, scope_code, scope_name, line from word
union all
select 'severity', severity, string_split(synonyms, '|')[1], rowid from reference.deadline
union all
select 'age_band', age_band, if(oldest = 150, youngest || '岁及以上', youngest || '—' || oldest || '岁'), band_order
from staging.age_band
union all
select 'category', category_l1, category_l1, row_number() over (order by category_l1)
from (select distinct category_l1 from staging.ticket where category_l1 is not null)
union all
select 'inspection_team', team, team, row_number() over (order by team)
from (select distinct team from staging.inspection where team is not null)
