-- grain: one row per (month, district of the city that the third party scored); places_risen: negative is fallen
select * exclude (is_duplicate, is_rejected, problems)
from staging.external_district_read
where not is_rejected and not is_duplicate
