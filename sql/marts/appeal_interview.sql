-- grain: one row per interview that enters a score, on the ranking dimension; nothing in it names or orders interviews
-- 说明：申诉复核：重算一个镇（街道）的得分所需的逐份访问，不含编号、日期、访问员（minyi appeal）
-- @month 月份（该月一日）
-- @town_code 镇街代码
-- @stratum 抽样层（镇街代码/城乡；样本太少而合并的为 all）
-- @stratum_population 层内成年人口（人）
-- @urban_rural 城乡：urban 城镇；rural 农村
-- @sex 性别：male 男；female 女（不明的为空）
-- @age_band 年龄段（不明的为空）
-- @base_weight 分层权数（人）
-- @weight 校准后的权数（人）
-- @score 总体评价得分（空为不计分）
with assessed as (
    select month, value as dimension from reference.assessment where part = 'score' and setting = 'dimension'
)

select
    respondent.month,
    respondent.town_code,
    respondent.stratum,
    respondent.stratum_population,
    respondent.urban_rural,
    respondent.sex,
    respondent.age_band,
    respondent.base_weight,
    weight.weight,
    scored.score
from core.respondent as respondent
inner join assessed on assessed.month = respondent.month
inner join core.weight as weight on weight.sheet_id = respondent.sheet_id and weight.row = respondent.row
inner join core.scored_answer as scored
    on scored.sheet_id = respondent.sheet_id and scored.row = respondent.row and scored.dimension = assessed.dimension
