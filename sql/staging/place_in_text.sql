-- grain: one row per distinct text (an address, a site, or title and content of a ticket) of a row whose town cell is blank
-- The one town of ours that a text names by a full name, or by a village of one town only where it names no town. A
-- name counts where it begins: 大石桥镇 is not 石桥镇, nor is 石桥镇 ours after another county's name.
with passage as (
    select address as text from raw.hotline where squeezed(town) is null
    union
    select concat_ws(chr(10), title, content) from raw.hotline where squeezed(town) is null
    union
    select site from raw.inspection where squeezed(town) is null
),

opened as (
    select passage.text, names_elsewhere(opening.written, opening.rest, opening.county_names) as is_elsewhere
    from passage
    inner join (
        select
            passage.text,
            left(squeezed(passage.text), 40) as written,
            left(without_own(squeezed(passage.text), pattern.opens, pattern.own_prefix), 40) as rest,
            pattern.county_names
        from passage
        cross join staging.place_pattern as pattern
    ) as opening using (text)
    where passage.text <> ''
),

name as (
    select alias as name, town_code, true as is_town
    from reference.town_alias
    where town_code is not null and regexp_full_match(alias, '[\x{4e00}-\x{9fff}]{2,}(?:镇|街道|乡)')
    union
    select form.name, village.town_code, false
    from reference.village
    cross join lateral (
        select unnest([village_name, village_key(village_name) || '村', village_key(village_name) || '社区']) as name
    ) as form
    where length(form.name) >= 3
),

-- every two letters of a text, where a name may begin
pair as (
    select text, said, unnest(range(1, length(said))) as at
    from (select text, plain(text) as said from opened where not is_elsewhere)
),

spotted as materialized (
    select pair.text, left(pair.said, pair.at - 1) as before, name.is_town, name.town_code
    from pair
    inner join name
        on left(name.name, 2) = substr(pair.said, pair.at, 2) and starts_with(substr(pair.said, pair.at), name.name)
    -- 杏花村街道 is not 杏花村
    where not regexp_matches(substr(pair.said, pair.at + length(name.name)), '^(?:街道|镇|乡)')
),

named as (
    select spotted.text, spotted.is_town, spotted.town_code
    from spotted
    cross join staging.place_pattern as pattern
    where
        not regexp_matches(spotted.before, '[\x{4e00}-\x{9fff}]$')
        or len(list_filter(pattern.words_before, word -> ends_with(spotted.before, word))) > 0
),

-- where a text names a town, the villages in it say no more
counted as (
    select text, town_code
    from named
    qualify is_town or not bool_or(is_town) over (partition by text)
)

select
    opened.text,
    opened.is_elsewhere,
    case when count(distinct town.town_code) = 1 then min(town.town_code) end as town_code,
    string_agg(distinct town.town_name, '、' order by town.town_name) as town_names
from opened
left join counted using (text)
left join reference.town on town.town_code = counted.town_code
group by opened.text, opened.is_elsewhere
