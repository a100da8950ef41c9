-- grain: one row per distinct (town, village, address) text of any source
-- Where a record belongs. A town that is written wins; a blank one follows from a village that only one town has,
-- then from a town's full name in the address. Nothing is guessed: how = unknown, ambiguous and missing have no town.
with mention as (
    select town, village, cast(null as varchar) as address from raw.survey
    union
    select town, village, address from raw.hotline
    union
    select town, null, null from raw.rectification
    union
    select town, village, null from raw.visit
    union
    select town, village, null from raw.household
    union
    select town, site, site from raw.inspection
    union
    select town, null, null from raw.external_town
),

village_name as (
    select
        village_key(village_name) as village_key,
        count(distinct town_code) as town_count,
        min(town_code) as town_code,
        string_agg(distinct town_name, '、' order by town_name) as town_names
    from reference.village
    inner join reference.town using (town_code)
    group by village_key(village_name)
),

addressed as (
    select mention.address, min(town.town_code) as town_code
    from (select distinct address from mention where squeezed(town) is null and address is not null) as mention
    inner join reference.town on contains(mention.address, town.town_name)
    group by mention.address
    having count(*) = 1
),

near_alias as (
    select
        unknown.town,
        string_agg(distinct town.town_name, '、' order by town.town_name) as town_names
    from (
        select distinct town from mention
        where squeezed(town) is not null and squeezed(town) not in (select alias from reference.town_alias)
    ) as unknown
    inner join reference.town_alias as alias
        on length(squeezed(unknown.town)) >= 2 and length(alias.alias) >= 3
            and abs(length(squeezed(unknown.town)) - length(alias.alias)) <= 1
            -- counted in bytes: one Chinese character is three
            and levenshtein(squeezed(unknown.town), alias.alias) <= 3
    inner join reference.town on town.town_code = alias.town_code
    group by unknown.town
)

select
    mention.town,
    mention.village,
    mention.address,
    case
        when alias.alias is not null then alias.town_code
        when squeezed(mention.town) is not null then null
        when village_name.town_count = 1 then village_name.town_code
        when village_name.town_count > 1 then null
        else addressed.town_code
    end as town_code,
    case
        when alias.town_code is not null and alias.note <> '' then 'renamed'
        when alias.town_code is not null then 'named'
        when alias.alias is not null then 'none'
        when squeezed(mention.town) is not null then 'unknown'
        when village_name.town_count = 1 then 'village'
        when village_name.town_count > 1 then 'ambiguous'
        when addressed.town_code is not null then 'address'
        else 'missing'
    end as how,
    case
        when alias.town_code is not null then alias.note
        when alias.alias is null and squeezed(mention.town) is not null then '，是否为' || near_alias.town_names || '？'
        when squeezed(mention.town) is null then village_name.town_names
    end as proposal
from mention
left join reference.town_alias as alias on alias.alias = squeezed(mention.town)
left join village_name on village_name.village_key = village_key(mention.village)
left join addressed on addressed.address = mention.address
left join near_alias on near_alias.town = mention.town
