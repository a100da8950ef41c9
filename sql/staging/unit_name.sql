-- grain: one row per name that files use for whoever a record is assigned to: a unit, an office or a town
-- Names are kept as cells are compared with them: half-width and without spaces. A unit's own name wins over a synonym.
with entry as (
    select unit_name as name, unit_kind as scope, unit_code as scope_code, 1 as precedence from reference.unit
    union all
    select unnest(string_split(synonyms, '|')), unit_kind, unit_code, 2 from reference.unit
    union all
    select town_name, 'town', town_code, 1 from reference.town
    union all
    select alias, 'town', town_code, 3 from reference.town_alias where town_code is not null
)

select squeezed(name) as name, scope, scope_code
from entry
where name <> ''
qualify row_number() over (partition by squeezed(name) order by precedence, scope, scope_code) = 1
