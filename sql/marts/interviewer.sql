-- grain: one row per (month, interviewer)
-- 说明：访问员：每月每名访问员的工作量、访问质量，及与同镇街其他访问员的比较（满意者多的镇街得分本来就高，故只与同镇街比）
-- @month 月份（该月一日）
-- @interviewer_id 访问员
-- @attempt_count 呼叫人次
-- @valid_count 有效样本（份）
-- @town_count 有效样本所在镇街数
-- @flagged_count 有疑问的访问（份，见 mart.interview_quality）
-- @refusal_count 拒访人次（含中途拒访）
-- @coop1_pct 合作率（AAPOR COOP1，%）
-- @coop1_numerator 合作率分子
-- @coop1_denominator 合作率分母
-- @duration_median_minutes 有效样本时长中位数（分钟）
-- @short_pct 过短访问比例（%）
-- @short_numerator 过短访问（份）
-- @short_denominator 记有时长的有效样本（份）
-- @straight_pct 同答比例（%，各题答案全部相同）
-- @straight_numerator 同答访问（份）
-- @straight_denominator 可判断同答的有效样本（份）
-- @satisfied_pct 满意率（满意+基本满意，排名题目，未加权，%）
-- @satisfied_numerator 满意率分子
-- @satisfied_denominator 满意率分母
-- @dont_know_pct 不了解比例（各题合计，%）
-- @dont_know_numerator 答不了解的题次
-- @dont_know_denominator 有答案的题次
-- @mean_score 平均得分（分，排名题目，未加权）
-- @deviation 比同镇街其他访问员高多少（分）
-- @deviation_se 其标准误（分）
-- @standardised_deviation 标准化偏差（t 值）
-- @deviation_p_adjusted 其 p 值（同月各访问员按 Holm 法校正）
-- @window_straight_count 近几个月（见测评办法）的同答访问（份）
-- @window_straight_base 近几个月可判断同答的访问（份）
-- @window_straight_expected 按所访镇街应有的同答访问（份）
-- @window_straight_p_adjusted 同答偏多的 p 值（单侧，按 Holm 法校正）
-- @verdict 结论：high 得分显著偏高；low 显著偏低；straight 同答显著偏多（可并列，用、隔开）；none 无显著差异；too_few 样本不足，不作判断
select
    interviewer.month,
    interviewer.interviewer_id,
    interviewer.attempt_count,
    interviewer.valid_count,
    interviewer.town_count,
    interviewer.flagged_count,
    interviewer.refusal_count,
    100.0 * interviewer.coop1_numerator / nullif(interviewer.coop1_denominator, 0) as coop1_pct,
    interviewer.coop1_numerator,
    interviewer.coop1_denominator,
    interviewer.duration_median_minutes,
    100.0 * interviewer.short_numerator / nullif(interviewer.short_denominator, 0) as short_pct,
    interviewer.short_numerator,
    interviewer.short_denominator,
    100.0 * interviewer.straight_numerator / nullif(interviewer.straight_denominator, 0) as straight_pct,
    interviewer.straight_numerator,
    interviewer.straight_denominator,
    100.0 * interviewer.satisfied_numerator / nullif(interviewer.satisfied_denominator, 0) as satisfied_pct,
    interviewer.satisfied_numerator,
    interviewer.satisfied_denominator,
    100.0 * interviewer.dont_know_numerator / nullif(interviewer.dont_know_denominator, 0) as dont_know_pct,
    interviewer.dont_know_numerator,
    interviewer.dont_know_denominator,
    interviewer.mean_score,
    judged.deviation,
    judged.deviation_se,
    judged.standardised_deviation,
    judged.deviation_p_adjusted,
    judged.straight_count as window_straight_count,
    judged.straight_base as window_straight_base,
    judged.straight_expected as window_straight_expected,
    judged.straight_p_adjusted as window_straight_p_adjusted,
    coalesce(judged.verdict, 'too_few') as verdict
from core.interviewer as interviewer
left join core.interviewer_deviation as judged using (month, interviewer_id)
