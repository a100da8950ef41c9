-- grain: one row per (month, scope, scope_code): the county, and every town with a call attempt
-- 说明：呼叫结果与应答率：全县和各镇（街道）的呼叫人次按结果分，及 AAPOR 各率
-- @month 月份（该月一日）
-- @scope 范围：county 全县；town 镇（街道）
-- @scope_code 镇街代码（全县为空）
-- @scope_name 名称
-- @attempt_count 呼叫人次
-- @complete_count 访问完成（1.1）
-- @valid_count 其中有效（质检未否决）
-- @excluded_count 有效样本中按测评办法不计分的（见 mart.interview_quality）
-- @partial_count 部分完成（1.2）
-- @refusal_count 拒访，含中途拒访（2.1x）
-- @break_off_count 其中中途拒访（2.12）
-- @noncontact_count 未联系上合格对象（2.2x）
-- @other_count 其他未访（2.3x）
-- @unknown_count 资格不明（3.x）
-- @busy_count 其中占线（3.12）
-- @no_answer_count 其中无人接听（3.13）
-- @ineligible_count 不属于访问对象（4.x）
-- @not_in_service_count 其中空号停机（4.3x）
-- @not_eligible_count 其中不合格（4.7）
-- @quota_full_count 其中配额已满（4.8）
-- @e_pct 资格不明者中合格的估计比例 e（%，按已知资格者中的合格比例）
-- @e_numerator e 的分子
-- @e_denominator e 的分母
-- @rr1_pct 应答率 RR1（%，资格不明的全部视为合格）
-- @rr1_numerator RR1 分子
-- @rr1_denominator RR1 分母
-- @rr3_pct 应答率 RR3（%，资格不明的按 e 折算）
-- @rr3_numerator RR3 分子
-- @rr3_denominator RR3 分母（折算后可不是整数）
-- @coop1_pct 合作率 COOP1（%）
-- @coop1_numerator 合作率分子
-- @coop1_denominator 合作率分母
-- @ref1_pct 拒访率 REF1（%）
-- @ref1_numerator 拒访率分子
-- @ref1_denominator 拒访率分母
-- @con1_pct 接触率 CON1（%）
-- @con1_numerator 接触率分子
-- @con1_denominator 接触率分母
select
    outcome.month,
    outcome.scope,
    outcome.scope_code,
    coalesce(town.town_name, '全县') as scope_name,
    outcome.attempt_count,
    outcome.complete_count,
    outcome.valid_count,
    outcome.excluded_count,
    outcome.partial_count,
    outcome.refusal_count,
    outcome.break_off_count,
    outcome.noncontact_count,
    outcome.other_count,
    outcome.unknown_count,
    outcome.busy_count,
    outcome.no_answer_count,
    outcome.ineligible_count,
    outcome.not_in_service_count,
    outcome.not_eligible_count,
    outcome.quota_full_count,
    100.0 * outcome.e_numerator / nullif(outcome.e_denominator, 0) as e_pct,
    outcome.e_numerator,
    outcome.e_denominator,
    100.0 * outcome.rr1_numerator / nullif(outcome.rr1_denominator, 0) as rr1_pct,
    outcome.rr1_numerator,
    outcome.rr1_denominator,
    100.0 * outcome.rr3_numerator / nullif(outcome.rr3_denominator, 0) as rr3_pct,
    outcome.rr3_numerator,
    outcome.rr3_denominator,
    100.0 * outcome.coop1_numerator / nullif(outcome.coop1_denominator, 0) as coop1_pct,
    outcome.coop1_numerator,
    outcome.coop1_denominator,
    100.0 * outcome.ref1_numerator / nullif(outcome.ref1_denominator, 0) as ref1_pct,
    outcome.ref1_numerator,
    outcome.ref1_denominator,
    100.0 * outcome.con1_numerator / nullif(outcome.con1_denominator, 0) as con1_pct,
    outcome.con1_numerator,
    outcome.con1_denominator
from core.survey_outcome as outcome
left join reference.town on town.town_code = outcome.scope_code
