-- grain: one row per (month, phase that runs in it); a month outside every campaign has one row that says so
-- 说明：活动阶段：每个月处于活动年度的哪个阶段（一个月可有几个阶段；不在活动期内的也写明）
-- @month 月份（该月一日）
-- @campaign 活动年度（不在活动期内的为空）
-- @phase 阶段代码：none 不在活动期内；其余见 data/reference/campaigns.csv
-- @phase_name 阶段
-- @first_on 阶段的第一天
-- @last_on 阶段的最后一天
-- @is_last_month 是否该阶段的最后一个月
-- @basis 依据
select
    month.month,
    phase.campaign,
    coalesce(phase.phase, 'none') as phase,
    coalesce(phase.phase_name, '不在活动期内') as phase_name,
    cast(phase.first_month || '-01' as date) as first_on,
    last_day(cast(phase.last_month || '-01' as date)) as last_on,
    coalesce(phase.last_month = strftime(month.month, '%Y-%m'), false) as is_last_month,
    phase.basis
from core.month
left join reference.campaign_phase as phase
    on strftime(month.month, '%Y-%m') between phase.first_month and phase.last_month
