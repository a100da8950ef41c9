-- grain: one row per (month, scope, scope_code): a group of residents, on the ranking dimension
-- 说明：人群比较：各类居民（城乡、性别、年龄段）的总体评价得分与其余受访者之差及其检验（得分和区间见 mart.dimension_score）
-- @month 月份（该月一日）
-- @scope 范围：urban_rural 城乡；sex 性别；age_band 年龄段
-- @scope_code 代码（见 mart.scope）
-- @scope_name 名称
-- @scope_order 同一范围内的次序
-- @dimension 维度代码（排名依据）
-- @scored_count 评分样本（份）
-- @others_count 其余受访者的评分样本（份）
-- @difference 与其余受访者得分之差（分）
-- @difference_se 差的标准误（分）
-- @p_value 差的双侧 p 值（样本不足的为空）
-- @p_adjusted 校正后的 p 值（本月各类同时检验，Holm）
-- @verdict 结论：above 显著高于其余；below 显著低于其余；none 无显著差异；untested 样本不足，不作检验
-- @group_test 其检验（mart.test；不作检验的为空）
select
    contrast.month,
    contrast.scope,
    contrast.scope_code,
    scope.scope_name,
    scope.scope_order,
    contrast.dimension,
    contrast.scored_count,
    contrast.others_count,
    contrast.difference,
    contrast.difference_se,
    contrast.p_value,
    contrast.p_adjusted,
    contrast.verdict,
    test.test_id as group_test
from core.group_contrast as contrast
left join core.scope as scope on scope.scope = contrast.scope and scope.scope_code = contrast.scope_code
left join mart.test as test
    on test.kind = 'group' and test.month = contrast.month and test.scope = contrast.scope
        and test.scope_code = contrast.scope_code and test.dimension = contrast.dimension
