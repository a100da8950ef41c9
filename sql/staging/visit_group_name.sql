-- grain: one row per (name that files use for a visiting group, first month of it): months as text, both ends included
with entry as (
    select group_name as name, group_code, valid_from, valid_to from reference.visit_group
    union
    select unnest(string_split(synonyms, '|')), group_code, valid_from, valid_to from reference.visit_group
)

select squeezed(name) as name, group_code, valid_from, coalesce(valid_to, '9999-12') as valid_to
from entry
where name <> ''
