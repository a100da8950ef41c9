-- grain: one row per (month, town, month of the past year that was scored on the same scale, the month itself included)
-- 说明：各镇（街道）近一年逐月得分：与当月量表相同的各月，附全县得分（一镇一单的走势据此）
-- @month 月份（该月一日）
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @past_month 所列月份（该月一日）
-- @interview_count 所列月份的有效样本（份）
-- @score_printed 所列月份的得分（分，按测评办法舍入；不参加排名的为空）
-- @ci_low 95% 区间下限（分；不参加排名的为空）
-- @ci_high 95% 区间上限（分；不参加排名的为空）
-- @county_score_printed 所列月份的全县得分（分）
-- @point_rank 所列月份的名次（不参加排名的为空）
-- @ranked_count 所列月份参加排名的镇（街道）数
select
    month.month,
    past.town_code,
    past.town_name,
    past.month as past_month,
    past.interview_count,
    case when past.point_rank is not null then past.score_printed end as score_printed,
    case when past.point_rank is not null then past.ci_low end as ci_low,
    case when past.point_rank is not null then past.ci_high end as ci_high,
    past_county.score_printed as county_score_printed,
    past.point_rank,
    past.ranked_count
from mart.county_month as month
inner join mart.county_month as past_county
    on past_county.scale = month.scale
        and past_county.month <= month.month and past_county.month > month.month - interval 12 month
inner join mart.town_ranking as past on past.month = past_county.month
