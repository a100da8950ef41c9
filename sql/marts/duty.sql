-- grain: one row per (month, duty that the month calls for)
-- Month ends are the calendar's: the plans say 月底前 and 5月31日前. Where that day is a rest day nobody can hand in
-- anything, so the last working day before it stands beside it.
-- 说明：当月应办：每个月按方案要做的事和期限（每月固定的和所处阶段的）
-- @month 月份（该月一日）
-- @duty_order 排列次序
-- @duty 代码
-- @duty_title 要做的事
-- @campaign 活动年度（每月固定的为空）
-- @phase 阶段代码（每月固定的为空）
-- @phase_name 阶段（每月固定的为空）
-- @due_on 期限（当日为止）
-- @due_working_day_on 最迟办理日：期限当日或之前最近的工作日
-- @is_provisional 最迟办理日是否暂定（该年放假安排尚未公布）
-- @basis 依据
with called as (
    select month.month, duty.*, null as campaign, null as phase_name, last_day(month.month) as due_on
    from core.month
    cross join reference.duty
    where duty.phase = ''
    union all by name
    select
        phase.month,
        duty.*,
        phase.campaign,
        phase.phase_name,
        case duty.due
            when 'month_end' then last_day(phase.month)
            when 'phase_end' then phase.last_on
            else try_cast(duty.due as date)
        end as due_on
    from mart.phase
    inner join reference.duty using (phase)
    where phase.first_on <= coalesce(try_cast(duty.due as date), phase.first_on)
        and phase.last_on >= coalesce(try_cast(duty.due as date), phase.last_on)
)

select
    month,
    duty_order,
    duty,
    duty_title,
    campaign,
    nullif(phase, '') as phase,
    phase_name,
    due_on,
    last_working_day(due_on) as due_working_day_on,
    is_provisional_span(last_working_day(due_on) - 1, due_on) as is_provisional,
    basis
from called
where due_on >= month
