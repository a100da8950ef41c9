-- grain: one row per village name without its committee (village_key), with the towns that have such a village
select
    village_key(village_name) as village_key,
    list_sort(list_distinct(list(town_code))) as town_codes,
    string_agg(distinct town_name, '、' order by town_name) as town_names
from reference.village
inner join reference.town using (town_code)
group by village_key(village_name)
