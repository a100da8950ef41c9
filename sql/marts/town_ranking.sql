-- grain: one row per (month, town): all 12 towns, ranked or not
-- 说明：各镇（街道）月度排名：得分、区间、名次及可信范围、环比
-- @month 月份（该月一日）
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @town_order 固定次序
-- @population 18 周岁及以上人口（抽样框）
-- @interview_count 有效样本（份）
-- @scored_count 对总体评价作出评分的样本（份）
-- @score 得分（分，未舍入）
-- @score_printed 得分（分，按测评办法舍入）
-- @ci_low 95% 区间下限（分）
-- @ci_high 95% 区间上限（分）
-- @status 状态：ranked 参加排名；too_few 样本不足；no_variance 无法估计误差；no_data 无样本
-- @point_rank 名次（并列同名次）
-- @is_tied 是否并列
-- @rank_best 名次范围上限（最好可能名次）
-- @rank_worst 名次范围下限（最差可能名次）
-- @ranked_count 参加排名的镇（街道）数
-- @county_verdict 与全县比较（Holm 校正）：above 显著高于；below 显著低于；none 无显著差异
-- @county_p_adjusted 与全县比较的校正 p 值
-- @is_certified_bottom 有充分证据处于后几位
-- @is_certified_top 有充分证据处于前几位
-- @prior_score_printed 上月得分（量表不同的为空）
-- @prior_point_rank 上月名次
-- @change 环比变化（分，未舍入；检验用）
-- @change_printed 环比变化（分，两个印出得分之差；量表不同或缺上月时为空）
-- @change_se 环比变化的标准误
-- @change_p_adjusted 环比检验的校正 p 值
-- @change_verdict 环比结论：up 上升；down 下降；flat 基本持平；none 不可比
select
    month.month,
    town.town_code,
    town.town_name,
    town.town_order,
    score.population,
    coalesce(score.interview_count, 0) as interview_count,
    coalesce(score.scored_count, 0) as scored_count,
    score.score,
    score.score_printed,
    score.ci_low,
    score.ci_high,
    case when coalesce(score.scored_count, 0) = 0 then 'no_data' else score.status end as status,
    rank.point_rank,
    rank.is_tied,
    rank.rank_best,
    rank.rank_worst,
    rank.ranked_count,
    rank.county_verdict,
    rank.county_p_adjusted,
    coalesce(rank.is_certified_bottom, false) as is_certified_bottom,
    coalesce(rank.is_certified_top, false) as is_certified_top,
    case when prior_score.scale = score.scale then prior_score.score_printed end as prior_score_printed,
    prior_rank.point_rank as prior_point_rank,
    change.change,
    case when change.change is not null then round(score.score_printed - prior_score.score_printed, 4) end as change_printed,
    change.change_se,
    change.p_adjusted as change_p_adjusted,
    coalesce(change.verdict, 'none') as change_verdict
from core.month as month
cross join reference.town
inner join reference.scheme as ranking_dimension
    on ranking_dimension.part = 'score' and ranking_dimension.setting = 'dimension'
left join core.score as score
    on score.month = month.month and score.scope = 'town' and score.scope_code = town.town_code
        and score.dimension = ranking_dimension.value
left join core.rank as rank
    on rank.month = month.month and rank.town_code = town.town_code and rank.dimension = ranking_dimension.value
left join core.score as prior_score
    on prior_score.month = month.month - interval 1 month and prior_score.scope = 'town'
        and prior_score.scope_code = town.town_code and prior_score.dimension = ranking_dimension.value
left join core.rank as prior_rank
    on prior_rank.month = month.month - interval 1 month and prior_rank.town_code = town.town_code
        and prior_rank.dimension = ranking_dimension.value
left join core.change as change
    on change.month = month.month and change.scope = 'town' and change.scope_code = town.town_code
        and change.dimension = ranking_dimension.value
