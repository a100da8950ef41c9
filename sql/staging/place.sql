-- grain: one row per distinct (town, village, address) text of any source
-- Where a record belongs. A town that is written wins; a blank one follows from a village that only one town has, then
-- from the one town that the address names. Nothing is guessed: how = unknown, ambiguous, several, elsewhere, none and
-- missing have no town; contradicted has one, and something else in the row speaks for another (`proposal` says what).
with evidence as materialized (
    select
        mention.*,
        squeezed(mention.town) as written,
        town.town_code as town_by_name,
        town.kind,
        town.note,
        town.candidates,
        coalesce(village.village, mention.village, town.village) as village_said,
        case
            when village.kind in ('lead', 'code') then [village.town_code]
            else village_name.town_codes
        end as village_towns,
        in_address.is_elsewhere,
        in_address.town_code as town_by_address,
        in_address.town_names as address_town_names
    from staging.mention
    left join staging.written_place as town on town.text = mention.town
    left join staging.written_place as village on village.text = mention.village
    left join staging.village_name
        on village_name.village_key = village_key(coalesce(village.village, mention.village, town.village))
    left join staging.place_in_text as in_address
        on in_address.text = case when squeezed(mention.town) is null then mention.address end
),

told as (
    select
        evidence.town,
        evidence.village,
        evidence.address,
        string_agg(town.town_name, '、' order by town.town_name) as village_town_names
    from evidence
    inner join reference.town on list_contains(evidence.village_towns, town.town_code)
    group by evidence.town, evidence.village, evidence.address
),

decided as (
    select
        evidence.*,
        told.village_town_names,
        case
            when written is not null then town_by_name
            when is_elsewhere then null
            when len(village_towns) = 1 then village_towns[1]
            when village_towns is null then town_by_address
        end as town_code
    from evidence
    left join told
        on told.town is not distinct from evidence.town
            and told.village is not distinct from evidence.village
            and told.address is not distinct from evidence.address
),

judged as (
    select
        *,
        case
            when written is not null and town_code is null then kind
            when written is not null and not list_contains(village_towns, town_code) then 'contradicted'
            when written is not null and note <> '' then 'renamed'
            when written is not null then 'named'
            when is_elsewhere then 'elsewhere'
            when len(village_towns) = 1 and town_by_address <> town_code then 'contradicted'
            when len(village_towns) = 1 then 'village'
            when village_towns is not null then 'ambiguous'
            when town_by_address is not null then 'address'
            else 'missing'
        end as how
    from decided
)

select
    town,
    village,
    address,
    town_code,
    how,
    case
        when how in ('named', 'renamed') then note
        when how = 'contradicted' and written is not null
            then '村居“' || squeezed(village_said) || '”（属' || village_town_names || '）'
        when how = 'contradicted' then '地址所写的' || address_town_names
        when how = 'unknown' then '，是否为' || candidates || '？'
        when how = 'several' then candidates
        when how = 'elsewhere' then plain(address)
        when how in ('village', 'ambiguous') then village_town_names
        when how = 'missing' then '；地址提到' || address_town_names
    end as proposal
from judged
