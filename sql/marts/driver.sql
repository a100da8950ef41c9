-- grain: one row per (month, dimension other than the ranking one)
-- 说明：影响总体评价的因素：各维度的重要性和表现，各带误差，以及所在象限
-- @month 月份（该月一日）
-- @dimension 维度代码
-- @dimension_name 维度
-- @outcome 被解释的维度代码（排名依据）
-- @respondent_count 对被解释的维度作出评分的样本（份）
-- @scored_count 对本维度作出评分的样本（份）
-- @case_count 各题都作出评分、用于本分析的样本（份）
-- @r2_pct 各维度合计解释的比例（R²，%）
-- @importance_pct 重要性：在所解释的部分中所占比例（LMG，%，各维度合计 100）
-- @importance_se_pct 重要性的标准误（百分点）
-- @performance 表现：用于本分析的样本的得分（分；与分项得分的样本不同，数值可略有出入）
-- @performance_se 表现的标准误（分）
-- @crossing_importance_pct 坐标轴交点：重要性（%，各维度平均）
-- @crossing_performance 坐标轴交点：表现（分，各维度平均）
-- @ellipse_xx 误差椭圆（与交点之差）：重要性的方差（百分点²）
-- @ellipse_xy 误差椭圆：协方差（百分点·分）
-- @ellipse_yy 误差椭圆：表现的方差（分²）
-- @ellipse_radius 误差椭圆的半径（几个标准误）
-- @quadrant 象限：keep 重要且表现好，保持；improve_first 重要而表现差，优先改进；low_priority 不重要且表现差；possible_overkill 不重要而表现好；unclear 不明确
-- @status 状态：estimated 已估计；too_few 样本不足；constant_item 有维度答案全部相同；constant_outcome 被解释的维度答案全部相同；no_association 没有可解释的；lonely_stratum 有层只有一份样本；unstable 重复抽样中无法估计；too_many_items 维度过多
select
    driver.month,
    driver.dimension,
    question.dimension_name,
    driver.outcome,
    driver.respondent_count,
    driver.scored_count,
    driver.case_count,
    driver.r2_pct,
    driver.importance_pct,
    driver.importance_se_pct,
    driver.performance,
    driver.performance_se,
    driver.crossing_importance_pct,
    driver.crossing_performance,
    driver.ellipse_xx,
    driver.ellipse_xy,
    driver.ellipse_yy,
    driver.ellipse_radius,
    driver.quadrant,
    driver.status
from core.driver as driver
inner join reference.question
    on question.dimension = driver.dimension
        and strftime(driver.month, '%Y-%m') >= question.valid_from
        and strftime(driver.month, '%Y-%m') <= coalesce(question.valid_to, '9999-12')
