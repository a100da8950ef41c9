-- Protects the scores: a town's base weights add up to its population.
-- 说明：样本权重之和与镇街人口不符
with town as (
    select month, town_code, sum(base_weight) as weight_sum from core.respondent group by month, town_code
),

frame as (
    select town_code, sum(persons) as population from reference.population group by town_code
)

select town.month, town.town_code, town.weight_sum, frame.population
from town
inner join frame using (town_code)
where abs(town.weight_sum - frame.population) > 1e-6 * frame.population
