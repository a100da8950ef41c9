-- grain: one row per age band of the population table (18-29, 60+), with its youngest and oldest year of age
select
    age_band,
    regexp_extract(age_band, '^\d+')::integer as youngest,
    coalesce(try_cast(regexp_extract(age_band, '-(\d+)$', 1) as integer), 150) as oldest,
    row_number() over (order by youngest) as band_order
from (select distinct age_band from reference.population)
