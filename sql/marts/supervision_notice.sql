-- grain: one row per (month, town, unit or office that has items of a red or yellow card as the month closes)
-- 说明：督办单：当月应向哪些镇街、单位、科室发督办单，各有几件红牌、黄牌，何时报送整改方案和办理结果（期限见 scheme.toml 的 supervision 段）
-- @month 月份（该月一日）
-- @scope 责任方的种类：town 镇街；unit 局属单位；office 科室
-- @scope_code 责任方代码
-- @scope_name 责任方
-- @scope_order 同一种类内的排列次序
-- @responsible_post 月末最后一天对其负责的职务（名册没有的为空）
-- @closes_on 月末：统计月度的最后一天
-- @card_count 督办事项（件）
-- @red_count 其中红牌（月末已超期）
-- @yellow_count 其中黄牌（临期）
-- @hotline_count 督办事项中诉求工单（件）
-- @rectification_count 督办事项中整改台账（件）
-- @task_count 督办事项中任务（件）
-- @again_count 红牌中以前月份的月末已是红牌的（件）
-- @plan_due_on 报送整改方案的期限
-- @result_due_on 报送办理结果的期限
-- @is_provisional 两个期限是否暂定（涉及放假安排尚未公布的年份）
with counted as (
    select
        month,
        scope,
        scope_code,
        count(*) as card_count,
        count(*) filter (where card = 'red') as red_count,
        count(*) filter (where card = 'yellow') as yellow_count,
        count(*) filter (where source = 'hotline') as hotline_count,
        count(*) filter (where source = 'rectification') as rectification_count,
        count(*) filter (where source = 'task') as task_count,
        count(*) filter (where card = 'red' and red_month_count > 1) as again_count
    from mart.supervision_item
    group by month, scope, scope_code
),

asked as (
    select
        month.month,
        cast(month.next_starts_on - 1 as date) as closes_on,
        max(scheme.value::integer) filter (where scheme.setting = 'plan_working_days') as plan_working_days,
        max(scheme.value::integer) filter (where scheme.setting = 'result_working_days') as result_working_days
    from staging.month as month
    inner join reference.scheme on scheme.part = 'supervision'
    group by month.month, month.next_starts_on
),

dated as (
    select
        month,
        closes_on,
        working_days_after(closes_on, plan_working_days) as plan_due_on,
        working_days_after(closes_on, result_working_days) as result_due_on
    from asked
)

select
    counted.month,
    counted.scope,
    counted.scope_code,
    scope.scope_name,
    scope.scope_order,
    held.post as responsible_post,
    dated.closes_on,
    counted.card_count,
    counted.red_count,
    counted.yellow_count,
    counted.hotline_count,
    counted.rectification_count,
    counted.task_count,
    counted.again_count,
    dated.plan_due_on,
    dated.result_due_on,
    is_provisional_span(dated.closes_on, dated.result_due_on) as is_provisional
from counted
inner join dated using (month)
inner join core.scope using (scope, scope_code)
left join staging.post_held as held
    on held.month = counted.month and held.scope = counted.scope and held.scope_code = counted.scope_code
        and held.is_responsible
