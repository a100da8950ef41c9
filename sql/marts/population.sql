-- grain: one row per (town, urban_rural, sex, age_band)
-- 说明：成年人口：各镇（街道）按城乡、性别、年龄段，权数由此校准（data/reference/population.csv）
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @urban_rural 城乡：urban 城镇；rural 农村
-- @sex 性别：male 男；female 女
-- @age_band 年龄段（周岁）
-- @persons 18 周岁及以上人口（人）
select
    population.town_code,
    town.town_name,
    population.urban_rural,
    population.sex,
    population.age_band,
    population.persons
from reference.population
inner join reference.town on town.town_code = population.town_code
