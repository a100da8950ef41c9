-- grain: one row per distinct text of a town or village cell
-- The town that the text names, and how it says so (`kind`): alias and code name it outright, lead is a town followed
-- by a village of it; several names two or more of ours, elsewhere a place outside the county, none no town by the
-- list of aliases. Anything else is unknown, with the towns that may be meant. Misspelt names are never taken.
with cell as (
    select distinct unnest([town, village]) as text from staging.mention
),

stripped as materialized (
    select
        cell.text,
        squeezed(cell.text) as written,
        without_own(squeezed(cell.text), pattern.opens, pattern.own_prefix) as rest,
        regexp_extract(squeezed(cell.text), '^(\d{9})(?:\d{3})?(?:\.0+)?$', 1) as code,
        pattern.county_names
    from cell
    cross join staging.place_pattern as pattern
    where squeezed(cell.text) is not null
),

outright as materialized (
    select
        stripped.*,
        coalesce(as_written.alias, as_stripped.alias) as alias,
        case when as_written.alias is not null then as_written.town_code else as_stripped.town_code end as town_code,
        case when as_written.alias is not null then as_written.note else as_stripped.note end as note,
        coded.town_code as coded_town
    from stripped
    left join reference.town_alias as as_written on as_written.alias = stripped.written
    left join reference.town_alias as as_stripped on as_stripped.alias = stripped.rest
    left join reference.town as coded on coded.town_code = stripped.code
),

open_text as materialized (
    select text, written, rest from outright where alias is null and code = ''
),

-- two of our towns in one cell: 南麻街道/历山街道, 西里、悦庄, 西里镇悦庄镇
part as (
    select text, unnest(regexp_split_to_array(plain(text), '[\s、,;/|&+—和与及-]+')) as part from open_text
),

part_town as (
    select part.text, alias.town_code
    from part
    cross join staging.place_pattern as pattern
    left join reference.town_alias as alias
        on alias.alias = without_own(part.part, pattern.opens, pattern.own_prefix)
    where part.part <> ''
    union all
    select open_text.text, town.town_code
    from open_text
    inner join reference.town on contains(open_text.rest, town.town_name) and open_text.rest <> town.town_name
),

parted as materialized (
    select
        text,
        count(distinct town_code) as town_count,
        bool_and(town_code is not null) as is_all_towns,
        min(town_code) as town_code,
        string_agg(distinct town_name, '、' order by town_name) as town_names
    from part_town
    left join reference.town using (town_code)
    group by text
),

-- a town and then a village: the town's full name and anything called a village, or any alias and a village of its own
lead as materialized (
    select
        open_text.text,
        alias.town_code,
        alias.note,
        regexp_replace(substr(open_text.rest, length(alias.alias) + 1), '^[、,;/|:(—-]+|\)+$', '', 'g') as village
    from open_text
    inner join reference.town_alias as alias
        on alias.town_code is not null
            and left(alias.alias, 2) = left(open_text.rest, 2)
            and starts_with(open_text.rest, alias.alias)
    left join staging.village_name
        on village_name.village_key = village_key(
            regexp_replace(substr(open_text.rest, length(alias.alias) + 1), '^[、,;/|:(—-]+|\)+$', '', 'g')
        )
    where
        coalesce(list_contains(village_name.town_codes, alias.town_code), false)
        or (
            regexp_matches(alias.alias, '(?:镇|街道|乡|街道办|办事处|政府)$')
            and regexp_matches(open_text.rest, '(?:村|社区|居|村委会|居委会|委员会|小区)$')
        )
    qualify row_number() over (partition by open_text.text order by length(alias.alias) desc) = 1
),

alias_off as (
    select town_code, unnest(one_off(alias)) as off
    from reference.town_alias
    where length(alias) >= 3 and town_code is not null
),

-- what an unknown text may mean: a name one character away, or a village put into the town's column
proposed as materialized (
    select meant.text, string_agg(distinct town.town_name, '、' order by town.town_name) as town_names
    from (
        select unknown.text, alias_off.town_code
        from (
            select text, unnest(one_off(rest)) as off
            from open_text
            where length(rest) between 2 and 12
        ) as unknown
        inner join alias_off on alias_off.off.shape = unknown.off.shape and is_one_slip(alias_off.off, unknown.off)
        union
        select open_text.text, unnest(village_name.town_codes)
        from open_text
        inner join staging.village_name on village_name.village_key = village_key(open_text.rest)
    ) as meant
    inner join reference.town using (town_code)
    group by meant.text
)

select
    outright.text,
    case
        when outright.alias is not null then outright.town_code
        when outright.code <> '' then outright.coded_town
        when parted.town_count > 1 then null
        when parted.is_all_towns then parted.town_code
        else lead.town_code
    end as town_code,
    case
        when outright.alias is not null and outright.town_code is null then 'none'
        when outright.alias is not null then 'alias'
        when outright.coded_town is not null then 'code'
        when outright.code <> '' then 'elsewhere'
        when parted.town_count > 1 then 'several'
        when parted.is_all_towns then 'alias'
        when lead.town_code is not null then 'lead'
        when names_elsewhere(outright.written, outright.rest, outright.county_names) then 'elsewhere'
        else 'unknown'
    end as kind,
    coalesce(outright.note, lead.note, '') as note,
    lead.village,
    case when parted.town_count > 1 then parted.town_names else proposed.town_names end as candidates
from outright
left join parted using (text)
left join lead using (text)
left join proposed using (text)
