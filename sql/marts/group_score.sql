-- grain: one row per (month, margin, category of the population)
-- 说明：人群得分：按城乡、性别、年龄段的总体评价得分与区间，各类与其余受访者比较
-- @month 月份（该月一日）
-- @margin 构成：urban_rural 城乡；sex 性别；age_band 年龄段
-- @category 类别：urban 城镇、rural 农村；male 男、female 女；年龄段（周岁）
-- @category_order 同一构成内的次序
-- @dimension 维度代码（排名依据）
-- @interview_count 有效样本（份）
-- @scored_count 评分样本（份）
-- @score 得分（分，加权）
-- @score_printed 得分（舍入）
-- @ci_low 95% 区间下限
-- @ci_high 95% 区间上限
-- @difference 与其余受访者得分之差（分）
-- @difference_se 差的标准误（分）
-- @p_value 差的双侧 p 值（样本不足的为空）
-- @p_adjusted 校正后的 p 值（本月各类同时检验，Holm）
-- @verdict 结论：above 显著高于其余；below 显著低于其余；none 无显著差异；untested 样本不足，不作检验
-- @group_test 其检验（mart.test；不作检验的为空）
select
    found.month,
    found.margin,
    found.category,
    found.category_order,
    found.dimension,
    found.interview_count,
    found.scored_count,
    found.score,
    found.score_printed,
    found.ci_low,
    found.ci_high,
    found.difference,
    found.difference_se,
    found.p_value,
    found.p_adjusted,
    found.verdict,
    test.test_id as group_test
from core.group_score as found
left join mart.test as test
    on test.kind = 'group' and test.month = found.month and test.dimension = found.margin || '/' || found.category
