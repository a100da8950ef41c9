-- grain: one row per distinct (town, village, address) text of any source
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
