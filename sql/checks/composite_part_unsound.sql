-- Protects the composite: every part that the scheme names for a month to be published is an indicator that some month
-- has; a misspelt one would hand its weight to the others without a word. A part's limits lie the way it says is better.
-- 说明：测评办法中综合得分的指标代码没有数据，或计0分与计100分的值同方向不符，请核对 scheme.toml
select strftime(part.month, '%Y-%m') as month, part.indicator, part.title, part.direction, part.floor, part.target
from reference.composite_part as part
inner join requested_month using (month)
where part.indicator not in (select indicator from core.indicator union all select 'survey_score')
    or (part.direction = 'up') <> (part.target > part.floor)
order by part.month, part.part_order
