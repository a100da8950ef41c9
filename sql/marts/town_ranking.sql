-- grain: one row per (month, town_code): all 12 towns, ranked or not
-- 说明：各镇（街道）月度排名：得分、区间、名次及可信范围、证据与建议、环比
-- @month 月份（该月一日）
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @town_order 固定次序
-- @population 18 周岁及以上人口（抽样框）
-- @interview_count 有效样本（份）
-- @scored_count 对总体评价作出评分的样本（份）
-- @effective_count 有效样本量（份，扣除权数影响，Kish）
-- @score 得分（分，未舍入）
-- @score_printed 得分（分，按测评办法舍入）
-- @score_se 得分的标准误（分）
-- @ci_low 95% 区间下限（分）
-- @ci_high 95% 区间上限（分）
-- @standardised_printed 同一人口构成下的得分（按全县性别、年龄构成标准化，分）
-- @score_if_lowest “不了解”全部按最低一档计时的得分（分）
-- @score_if_highest “不了解”全部按最高一档计时的得分（分）
-- @unknown_count 回答“不了解”的样本（份）
-- @status 状态：ranked 参加排名；too_few 样本不足；no_variance 无法估计误差；no_data 无样本
-- @reason 不排名的原因（见 mart.refusal）
-- @point_rank 名次（并列同名次）
-- @is_tied 是否并列
-- @rank_best 名次范围上限（最好可能名次）
-- @rank_worst 名次范围下限（最差可能名次）
-- @ranked_count 参加排名的镇（街道）数
-- @depends_on_draws 名次范围是否随抽取而变（临界处，须说明）
-- @expected_rank 期望名次（由名次概率得出）
-- @bottom_pct 处于后几位的概率（%）
-- @top_pct 处于前几位的概率（%）
-- @bottom_evidence 处于后几位的证据（本月）：sufficient 充分；strong 较强；insufficient 不充分
-- @top_evidence 处于前几位的证据（本月）：sufficient 充分；strong 较强；insufficient 不充分
-- @unknown_best “不了解”者无论怎样回答，名次最好可到第几位（不计抽样误差）
-- @unknown_worst “不了解”者无论怎样回答，名次最差可到第几位（不计抽样误差）
-- @depends_on_unknown 是否列后几位、前几位取决于“不了解”者怎样回答
-- @shrunken_score 收缩得分（分，向各镇街均值收缩，供参考，不作排名）
-- @reliability 得分的信度（0—1：得分差异中真实差异所占比例）
-- @funnel_z 漏斗图标准分：偏离各镇街均值几个标准误
-- @county_verdict 与全县比较（Holm 校正）：above 显著高于；below 显著低于；none 无显著差异
-- @county_p_adjusted 与全县比较的校正 p 值
-- @county_test 与全县比较的检验（mart.test）
-- @prior_score_printed 上月得分（量表不同的为空）
-- @prior_point_rank 上月名次
-- @change 环比变化（分，未舍入；检验用）
-- @change_printed 环比变化（分，两个印出得分之差；量表不同或缺上月时为空）
-- @change_se 环比变化的标准误
-- @change_p_adjusted 环比检验的校正 p 值
-- @change_verdict 环比结论：up 上升；down 下降；flat 基本持平；none 不可比
-- @change_test 环比检验（mart.test）
-- @rank_gain 比上月上升的位数（下降为负）
-- @gain_by_performance 其中因评价本身变化
-- @gain_by_composition 其中因受访者构成变化
-- @gain_by_field 其中因参加排名的镇街增减
-- @chance_places 仅因抽样误差，名次平均会变动的位数
-- @leave_bottom_pct 实际没有变化时，仅因抽样误差离开后几位的概率（%）
-- @rolling_score_printed 近几个月滚动得分（分）
-- @rolling_ci_low 滚动得分区间下限
-- @rolling_ci_high 滚动得分区间上限
-- @rolling_point_rank 滚动得分名次
-- @rolling_rank_best 滚动名次范围上限
-- @rolling_rank_worst 滚动名次范围下限
-- @rolling_depends_on_draws 滚动名次范围是否随抽取而变
-- @rolling_bottom_pct 按滚动得分处于后几位的概率（%）
-- @rolling_top_pct 按滚动得分处于前几位的概率（%）
-- @rolling_bottom_evidence 处于后几位的证据（滚动）：sufficient 充分；strong 较强；insufficient 不充分
-- @rolling_top_evidence 处于前几位的证据（滚动）：sufficient 充分；strong 较强；insufficient 不充分
-- @analysis_count 排名的算法数（含测评办法本身，见 mart.analysis）
-- @bottom_analysis_count 其中处于后几位的算法数
-- @top_analysis_count 其中处于前几位的算法数
-- @is_bottom_candidate 是否列后几位（约谈候选）
-- @is_top_candidate 是否列前几位（表扬候选）
-- @bottom_action 建议：talk 约谈；watch 提醒关注；空为不涉及
-- @top_action 建议：praise 表扬；observe 继续观察；空为不涉及
-- @bottom_test 处于后几位的检验（mart.test，本月）
-- @top_test 处于前几位的检验（mart.test，本月）
-- @rolling_bottom_test 处于后几位的检验（mart.test，滚动）
-- @rolling_top_test 处于前几位的检验（mart.test，滚动）
-- A town is a candidate when fewer than k ranked towns are strictly below (above) it: a tie at the edge takes all of it.
with assessed as (
    select
        month,
        max(value) filter (part = 'score' and setting = 'dimension') as dimension,
        max(value) filter (part = 'ranking' and setting = 'bottom_count')::integer as bottom_count,
        max(value) filter (part = 'ranking' and setting = 'top_count')::integer as top_count,
        max(value) filter (part = 'ranking' and setting = 'rolling_months')::integer as rolling_months,
        max(value) filter (part = 'evidence' and setting = 'talk_needs') as talk_needs,
        max(value) filter (part = 'evidence' and setting = 'praise_needs') as praise_needs
    from reference.assessment
    group by month
),

candidate as (
    select
        rank.month,
        rank.town_code,
        count(other.town_code) filter (other.point_rank > rank.point_rank) < any_value(assessed.bottom_count)
            as is_bottom_candidate,
        rank.point_rank <= any_value(assessed.top_count) as is_top_candidate
    from core.rank as rank
    inner join assessed on assessed.month = rank.month and assessed.dimension = rank.dimension
    inner join core.rank as other
        on other.month = rank.month and other.dimension = rank.dimension and other.span_months = rank.span_months
    where rank.span_months = 1
    group by rank.month, rank.town_code, rank.point_rank
)

select
    month.month,
    town.town_code,
    town.town_name,
    town.town_order,
    score.population,
    coalesce(score.interview_count, 0) as interview_count,
    coalesce(score.scored_count, 0) as scored_count,
    score.kish_count as effective_count,
    score.score,
    score.score_printed,
    score.score_se,
    score.ci_low,
    score.ci_high,
    score.standardised_printed,
    score.score_if_lowest,
    score.score_if_highest,
    coalesce(score.unknown_count, 0) as unknown_count,
    coalesce(score.status, 'no_data') as status,
    score.reason,
    rank.point_rank,
    rank.is_tied,
    rank.rank_best,
    rank.rank_worst,
    rank.ranked_count,
    rank.depends_on_draws,
    rank.expected_rank,
    rank.bottom_pct,
    rank.top_pct,
    coalesce(rank.bottom_evidence, 'insufficient') as bottom_evidence,
    coalesce(rank.top_evidence, 'insufficient') as top_evidence,
    rank.unknown_best,
    rank.unknown_worst,
    coalesce(
        rank.unknown_best <= rank.ranked_count - assessed.bottom_count
        and rank.unknown_worst > rank.ranked_count - assessed.bottom_count
        or rank.unknown_best <= assessed.top_count and rank.unknown_worst > assessed.top_count,
        false
    ) as depends_on_unknown,
    rank.shrunken_score,
    rank.reliability,
    rank.funnel_z,
    rank.county_verdict,
    rank.county_p_adjusted,
    county_test.test_id as county_test,
    case when prior_score.scale = score.scale then prior_score.score_printed end as prior_score_printed,
    prior_rank.point_rank as prior_point_rank,
    change.change,
    case when change.change is not null then round(score.score_printed - prior_score.score_printed, 4) end
        as change_printed,
    change.change_se,
    change.p_adjusted as change_p_adjusted,
    coalesce(change.verdict, 'none') as change_verdict,
    change_test.test_id as change_test,
    movement.rank_gain,
    movement.gain_by_performance,
    movement.gain_by_composition,
    movement.gain_by_field,
    movement.chance_places,
    movement.leave_bottom_pct,
    rolling_score.score_printed as rolling_score_printed,
    rolling_score.ci_low as rolling_ci_low,
    rolling_score.ci_high as rolling_ci_high,
    rolling.point_rank as rolling_point_rank,
    rolling.rank_best as rolling_rank_best,
    rolling.rank_worst as rolling_rank_worst,
    rolling.depends_on_draws as rolling_depends_on_draws,
    rolling.bottom_pct as rolling_bottom_pct,
    rolling.top_pct as rolling_top_pct,
    coalesce(rolling.bottom_evidence, 'insufficient') as rolling_bottom_evidence,
    coalesce(rolling.top_evidence, 'insufficient') as rolling_top_evidence,
    robustness.analysis_count,
    robustness.bottom_share_numerator as bottom_analysis_count,
    robustness.top_share_numerator as top_analysis_count,
    coalesce(candidate.is_bottom_candidate, false) as is_bottom_candidate,
    coalesce(candidate.is_top_candidate, false) as is_top_candidate,
    case
        when not candidate.is_bottom_candidate then null
        when 'sufficient' in (rank.bottom_evidence, rolling_bottom_evidence)
            or assessed.talk_needs = 'strong' and 'strong' in (rank.bottom_evidence, rolling_bottom_evidence) then 'talk'
        when candidate.is_bottom_candidate then 'watch'
    end as bottom_action,
    case
        when not candidate.is_top_candidate then null
        when 'sufficient' in (rank.top_evidence, rolling_top_evidence)
            or assessed.praise_needs = 'strong' and 'strong' in (rank.top_evidence, rolling_top_evidence) then 'praise'
        when candidate.is_top_candidate then 'observe'
    end as top_action,
    bottom_test.test_id as bottom_test,
    top_test.test_id as top_test,
    rolling_bottom_test.test_id as rolling_bottom_test,
    rolling_top_test.test_id as rolling_top_test
from core.month as month
cross join reference.town
inner join assessed on assessed.month = month.month
left join core.score as score
    on score.month = month.month and score.span_months = 1 and score.scope = 'town'
        and score.scope_code = town.town_code and score.dimension = assessed.dimension
left join core.rank as rank
    on rank.month = month.month and rank.span_months = 1 and rank.town_code = town.town_code
        and rank.dimension = assessed.dimension
left join candidate on candidate.month = month.month and candidate.town_code = town.town_code
left join core.score as prior_score
    on prior_score.month = month.month - interval 1 month and prior_score.span_months = 1
        and prior_score.scope = 'town' and prior_score.scope_code = town.town_code
        and prior_score.dimension = assessed.dimension
left join core.rank as prior_rank
    on prior_rank.month = month.month - interval 1 month and prior_rank.span_months = 1
        and prior_rank.town_code = town.town_code and prior_rank.dimension = assessed.dimension
left join core.score as rolling_score
    on rolling_score.month = month.month and rolling_score.span_months = assessed.rolling_months
        and rolling_score.scope = 'town' and rolling_score.scope_code = town.town_code
        and rolling_score.dimension = assessed.dimension
left join core.rank as rolling
    on rolling.month = month.month and rolling.span_months = assessed.rolling_months
        and rolling.town_code = town.town_code and rolling.dimension = assessed.dimension
left join core.change as change
    on change.month = month.month and change.prior_month = month.month - interval 1 month and change.scope = 'town' and change.scope_code = town.town_code
        and change.dimension = assessed.dimension
left join mart.robustness as robustness
    on robustness.month = month.month and robustness.town_code = town.town_code and robustness.basis = 'score'
left join core.movement as movement on movement.month = month.month and movement.town_code = town.town_code
left join mart.test as county_test
    on county_test.month = month.month and county_test.kind = 'county' and county_test.scope_code = town.town_code
        and county_test.dimension = assessed.dimension
left join mart.test as change_test
    on change_test.month = month.month and change_test.kind = 'change'
        and change_test.prior_month = change.prior_month and change_test.scope_code = town.town_code
        and change_test.dimension = assessed.dimension
left join mart.test as bottom_test
    on bottom_test.month = month.month and bottom_test.kind = 'bottom' and bottom_test.scope_code = town.town_code
        and bottom_test.span_months = 1
left join mart.test as top_test
    on top_test.month = month.month and top_test.kind = 'top' and top_test.scope_code = town.town_code
        and top_test.span_months = 1
left join mart.test as rolling_bottom_test
    on rolling_bottom_test.month = month.month and rolling_bottom_test.kind = 'bottom'
        and rolling_bottom_test.scope_code = town.town_code and rolling_bottom_test.span_months > 1
left join mart.test as rolling_top_test
    on rolling_top_test.month = month.month and rolling_top_test.kind = 'top'
        and rolling_top_test.scope_code = town.town_code and rolling_top_test.span_months > 1
