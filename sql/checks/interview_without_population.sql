-- Protects the scores: every valid interview of a town's resident enters them; one of a stratum that the frame does not
-- hold (no population of that town, urban or rural) has no weight and would be left out in silence. Those that the scheme
-- keeps out are told and counted (mart.sample_outcome).
-- 说明：有效访问所在的镇街、城乡在 population.csv 中没有人口，不能加权
select strftime(interview.month, '%Y-%m') as month, town.town_name, interview.urban_rural, count(*) as interview_count
from staging.interview
inner join reference.town using (town_code)
left join core.respondent using (sheet_id, row)
where interview.is_complete and respondent.base_weight is null
    and (sheet_id, row) not in (select (sheet_id, row) from staging.interview_flag where is_excluding)
group by interview.month, town.town_name, interview.urban_rural
