-- grain: one row per (town_code, text) that names one village of its town
-- of a complaint, a ledger's description, a visit's opinion, an inspection's site and finding.
-- Of names within one another (后李家庄村 holds 李家庄村) the longest counts; a text that names two villages names none.
with told as (
    select town_code, content as text from staging.ticket where village_key is null
    union
    select town_code, description from staging.rectification_read
    union
    select town_code, opinion from staging.visit_read where village is null
    union
    select town_code, concat_ws('，', site, finding) from staging.inspection_read
),

-- 李家庄村委会 and 李家庄村村委会 are committees of 李家庄村, 城南居委会 that of 城南社区; a bare name such as 历山 may also
-- be the town's
village as (
    select
        town_code,
        list(
            case
                when regexp_matches(village_name, '村|社区')
                    then regexp_replace(
                        squeezed(village_name), '(村|社区)?(村|社区)(民|居民)?(委员|居委|委)会$', '\2'
                    )
                else regexp_replace(squeezed(village_name), '居民?(委员|委)会$', '社区')
            end
            order by village_code
        ) as villages
    from reference.village
    where regexp_matches(village_name, '村|社区|居民?(委员|委)会$')
    group by town_code
),

named as (
    select told.town_code, told.text, list_filter(village.villages, name -> contains(told.text, name)) as names
    from told
    inner join village using (town_code)
),

longest as (
    select town_code, text, names, list_sort(list_transform(names, name -> (length(name), name)))[-1][2] as name
    from named
    where len(names) > 0
)

select town_code, text, village_key(name) as village_key
from longest
where len(list_filter(names, other -> not contains(name, other))) = 0
